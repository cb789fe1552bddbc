"""Reading questionnaires, and the results of runs whose questionnaire is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import current_app

from tpp import clock
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.offerings.models import CourseOffering
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint, Person
from tpp.people.rules import ContactKind
from tpp.questionnaires.models import (
    AnswerCode,
    AnswerTally,
    AnswerText,
    Question,
    Questionnaire,
    QuestionnaireRound,
)
from tpp.questionnaires.rules import (
    LEAST,
    SCALE,
    Kind,
    hashed,
    is_over,
    is_shown,
    mean_of,
    plain,
    together,
)


def in_force(version: CourseVersion) -> Questionnaire | None:
    """The newest questionnaire of a course version."""
    found = sa.select(Questionnaire).where(Questionnaire.course_version_id == version.id)
    return db.session.scalar(found.order_by(Questionnaire.number.desc()).limit(1))


def of_earlier(version: CourseVersion) -> Questionnaire | None:
    """The newest questionnaire of an earlier version of the course."""
    return db.session.scalar(
        sa.select(Questionnaire)
        .join(CourseVersion, CourseVersion.id == Questionnaire.course_version_id)
        .where(CourseVersion.course_id == version.course_id, CourseVersion.number < version.number)
        .order_by(CourseVersion.number.desc(), Questionnaire.number.desc())
        .limit(1)
    )


def questions_of(questionnaire_id: int) -> list[Question]:
    found = sa.select(Question).where(Question.questionnaire_id == questionnaire_id)
    return list(db.session.scalars(found.order_by(Question.position, Question.id)))


def was_given_out(questionnaire: Questionnaire) -> bool:
    asked = sa.exists().where(QuestionnaireRound.questionnaire_id == questionnaire.id)
    return bool(db.session.scalar(sa.select(asked)))


def round_of(run: CourseOffering) -> QuestionnaireRound | None:
    return db.session.scalar(
        sa.select(QuestionnaireRound).where(QuestionnaireRound.offering_id == run.id)
    )


def over(row: QuestionnaireRound) -> bool:
    return is_over(row.status, row.closes_on, clock.today(row.offering.timezone))


def opened_by(typed: str) -> QuestionnaireRound | None:
    """The questionnaire that a code opens: one that was not used, of a run that still takes answers."""
    code = plain(typed)
    if not code:
        return None
    row = db.session.scalar(
        sa.select(QuestionnaireRound)
        .join(AnswerCode, AnswerCode.round_id == QuestionnaireRound.id)
        .where(AnswerCode.hash == hashed(code))
    )
    return row if row and not over(row) else None


def least() -> int:
    return int(current_app.config.get("QUESTIONNAIRE_LEAST", LEAST))


def people_in(run: CourseOffering) -> int:
    """How many came, and so may answer."""
    return db.session.scalar(sa.select(sa.func.count(Enrolment.id)).where(*came(run))) or 0


def came(run: CourseOffering) -> tuple[Any, ...]:
    return Enrolment.offering_id == run.id, Enrolment.status.in_(CAME)


def reached_by_mail(run: CourseOffering) -> Sequence[Any]:
    """Everybody who came and has an address: place, name, language, address."""
    address = sa.func.min(ContactPoint.value).label("to")
    found = (
        sa.select(Enrolment.id, Person.name, Person.language, address)
        .join(Person, Person.id == Enrolment.person_id)
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(
            *came(run),
            ContactPoint.kind == ContactKind.EMAIL,
            Person.is_demonstration.is_(False),
        )
        .group_by(Enrolment.id, Person.name, Person.language)
    )
    return db.session.execute(found).all()


def room_for_forms(row: QuestionnaireRound) -> int:
    """For how many people there is no code yet; a mail that was given up left nobody with one."""
    given = row.by_mail - given_up(row) + row.on_paper
    return max(people_in(row.offering) - given, 0)


def given_up(row: QuestionnaireRound) -> int:
    found = sa.select(sa.func.count(Message.id)).where(
        Message.key.startswith(mail_key(row), autoescape=True),
        Message.sent_at.is_(None),
        Message.next_try_at.is_(None),
    )
    return db.session.scalar(found) or 0


def mail_key(row: QuestionnaireRound) -> str:
    return f"questionnaire:{row.id}:"


@dataclass(frozen=True)
class Result:
    """What was answered to one question; nothing of it below the least number of answers."""

    question: Question
    number: int
    tally: dict[str, int]
    mean: float | None
    texts: list[str]
    is_shown: bool
    others: float | None = None
    others_number: int = 0


def results(row: QuestionnaireRound) -> list[Result] | None:
    """Question by question; None while answers are taken, or where too few were given.

    Shown only at the end, and whole: nothing can be found out by looking twice.
    """
    if not over(row) or not is_shown(row.answered, row.least):
        return None
    tallies, texts, others = tallies_of([row.id]), texts_of(row), means_of_others(row)
    made = []
    for it in questions_of(row.questionnaire_id):
        counts, written = tallies.get((row.id, it.key), {}), texts.get(it.id, [])
        made.append(one_result(it, counts, written, row.least, others.get(it.key, {})))
    return made


def one_result(
    it: Question, counts: dict[str, int], written: list[str], least: int, others: dict[str, int]
) -> Result:
    number = len(written) if it.kind is Kind.TEXT else sum(counts.values())
    shown, is_scale = is_shown(number, least), it.kind is Kind.SCALE
    return Result(
        it,
        number if shown else 0,
        counts if shown else {},
        mean_of(counts) if shown and is_scale else None,
        written if shown else [],
        shown,
        mean_of(others) if is_scale else None,
        sum(others.values()),
    )


def tallies_of(rounds: Sequence[int]) -> dict[tuple[int, str], dict[str, int]]:
    """How many gave which answer, by round and the key of the question."""
    found = (
        sa.select(AnswerTally.round_id, Question.key, AnswerTally.value, AnswerTally.number)
        .join(Question, Question.id == AnswerTally.question_id)
        .where(AnswerTally.round_id.in_(rounds))
    )
    made: dict[tuple[int, str], dict[str, int]] = {}
    for round_id, key, value, number in db.session.execute(found):
        made.setdefault((round_id, key), {})[value] = number
    return made


def texts_of(row: QuestionnaireRound) -> dict[int, list[str]]:
    """What was written, by question, in the order of the random keys."""
    found = sa.select(AnswerText).where(AnswerText.round_id == row.id).order_by(AnswerText.key)
    made: dict[int, list[str]] = {}
    for it in db.session.scalars(found):
        made.setdefault(it.question_id, []).append(it.text)
    return made


def other_rounds(row: QuestionnaireRound) -> list[QuestionnaireRound]:
    """Of the same course, over, and answered by enough people to be shown themselves."""
    course_id = row.offering.course_version.course_id
    found = (
        sa.select(QuestionnaireRound)
        .join(QuestionnaireRound.offering)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .where(CourseVersion.course_id == course_id, QuestionnaireRound.id != row.id)
        .order_by(CourseOffering.starts_on.desc())
    )
    every = db.session.scalars(found).all()
    return [it for it in every if over(it) and is_shown(it.answered, it.least)]


def means_of_others(row: QuestionnaireRound) -> dict[str, dict[str, int]]:
    """All answers of the other runs to each scale, by the key of the question.

    Made only of what is shown of each run by itself, so that taking one from the other gives nothing.
    """
    shown: dict[str, list[dict[str, int]]] = {}
    for other in other_rounds(row):
        for (_, key), counts in tallies_of([other.id]).items():
            if is_shown(sum(counts.values()), other.least) and set(counts) <= set(SCALE):
                shown.setdefault(key, []).append(counts)
    return {key: together(some) for key, some in shown.items()}


def compared(row: QuestionnaireRound) -> list[tuple[CourseOffering, int, dict[str, float | None]]]:
    """The other runs one by one: how many answered, and the mean of each scale that is shown."""
    lines = []
    for other in other_rounds(row):
        means = {
            key: mean_of(counts)
            for (_, key), counts in tallies_of([other.id]).items()
            if is_shown(sum(counts.values()), other.least) and set(counts) <= set(SCALE)
        }
        lines.append((other.offering, other.answered, means))
    return lines
