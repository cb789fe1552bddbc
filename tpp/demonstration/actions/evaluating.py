"""What those who were trained say of a run, on paper: nobody is written to about an invented one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from tpp import clock
from tpp.days import actions as days
from tpp.db import db
from tpp.demonstration.actions.told import Told
from tpp.questionnaires import actions
from tpp.questionnaires.models import Question, QuestionnaireRound
from tpp.questionnaires.queries import questions_of, room_for_forms
from tpp.questionnaires.rules import Kind

SINCE, MOST_RUNS, FEWEST_PEOPLE, MOST_SHEETS = 2025, 5, 7, 12
"""The year from which runs are asked; how many of them, how many people have to be in one, and how many
answer."""
SAID = (
    "More hours on the machines.",
    "The manual should come before the course.",
    "Plus de temps pour les exercices.",
    "Start earlier in the day, it is very hot.",
)


def evaluating(it: Told) -> Iterator[datetime]:
    """Sheets of some recent runs, entered by the programme; and a note of the last day by the lead."""
    if it.plan.ends_on.year < SINCE or len(it.with_place()) < FEWEST_PEOPLE:
        return
    if rounds() >= MOST_RUNS:
        return
    yield it.plan.after(2, "14:00")
    chance = Random(it.run.code)
    days.note(it.run, it.run.ends_on, "All machines are back; grader 2 needs a filter.", by=it.lead)
    actions.start(it.run.course_version, by=it.coordinator)
    last = clock.today(it.run.timezone) + timedelta(days=7)
    row = actions.give_out(it.run, last, by=it.coordinator)
    questions = questions_of(row.questionnaire_id)
    number = min(room_for_forms(row), MOST_SHEETS)
    for code in actions.print_forms(row, number, by=it.coordinator) if number else ():
        actions.answer(code, {one.id: answered(one, chance) for one in questions})
    actions.close(row, by=it.coordinator)


def rounds() -> int:
    return db.session.scalar(sa.select(sa.func.count(QuestionnaireRound.id))) or 0


def answered(question: Question, chance: Random) -> str:
    match question.kind:
        case Kind.SCALE:
            return chance.choice("23444555")
        case Kind.CHOICE:
            return chance.choice("1223")
    return chance.choice(SAID)
