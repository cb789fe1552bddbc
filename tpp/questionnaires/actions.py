"""Writing questionnaires, giving them out, and taking answers so that nobody can be found behind them."""

from collections.abc import Mapping
from datetime import date
from secrets import token_hex

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.outbox.actions import Letter, write_all
from tpp.outbox.rules import is_written_to
from tpp.questionnaires import queries
from tpp.questionnaires.models import (
    AnswerCode,
    AnswerTally,
    AnswerText,
    Question,
    Questionnaire,
    QuestionnaireRound,
)
from tpp.questionnaires.rules import (
    Asked,
    Kind,
    check_answers,
    check_days,
    check_forms,
    check_room,
    check_run,
    fresh_code,
    hashed,
    plain,
)
from tpp.questionnaires.rules.usual import USUAL

GONE = "This code was used already, or the questionnaire is closed."


@transaction()
def start(version: CourseVersion, *, by: Acting) -> Questionnaire:
    """The first questionnaire of a course version: that of the version before, else the usual one."""
    lock(version)
    there = queries.in_force(version)
    if there:
        return there
    earlier = queries.of_earlier(version)
    asked = [as_asked(it) for it in queries.questions_of(earlier.id)] if earlier else list(USUAL)
    row = made(version.id, 1, asked)
    record(row, "questionnaire_begun", by=by, after={"questions": len(asked)})
    return row


def made(version_id: int, number: int, asked: list[Asked]) -> Questionnaire:
    row = Questionnaire(course_version_id=version_id, number=number, made_at=clock.now())
    db.session.add(row)
    db.session.flush()
    for position, it in enumerate(asked, 1):
        db.session.add(a_question(row, it, position))
    db.session.flush()
    return row


def a_question(row: Questionnaire, it: Asked, position: int) -> Question:
    return Question(
        questionnaire_id=row.id,
        position=position,
        key=it.key or token_hex(6),
        kind=it.kind,
        texts=dict(it.texts),
        choices={language: list(some) for language, some in it.choices.items()},
    )


def as_asked(it: Question) -> Asked:
    return Asked(it.kind, it.texts, it.choices, it.key)


def editable(row: Questionnaire) -> Questionnaire:
    """The one to write in: itself, or a new version of it where this one was given out."""
    lock(row)
    newest = queries.in_force(row.course_version)
    if newest is None or newest.id != row.id:
        raise Refused("There is a newer version of this questionnaire. Open the page again.")
    if not queries.was_given_out(row):
        row.version += 1
        return row
    asked = [as_asked(it) for it in queries.questions_of(row.id)]
    return made(row.course_version_id, row.number + 1, asked)


@transaction()
def ask(row: Questionnaire, it: Asked, *, by: Acting, position: int | None = None) -> Questionnaire:
    """Write a question: a new one at the end, or the one at a position. One in other words is another."""
    it.check()
    writable = editable(row)
    there = queries.questions_of(writable.id)
    if position is None:
        check_room(len(there))
        db.session.add(a_question(writable, it, len(there) + 1))
    else:
        rewrite(at(there, position), it)
    db.session.flush()
    record(writable, "question_written", by=by, after={"number": writable.number})
    return writable


def rewrite(question: Question, it: Asked) -> None:
    if (question.kind, question.texts["en"]) != (it.kind, it.texts["en"]):
        question.key = token_hex(6)
    fresh = a_question(Questionnaire(id=question.questionnaire_id), it, question.position)
    question.kind, question.texts, question.choices = fresh.kind, fresh.texts, fresh.choices


def at(there: list[Question], position: int) -> Question:
    if not 1 <= position <= len(there):
        raise Refused("This question is not there any more. Open the page again.")
    return there[position - 1]


@transaction()
def remove(row: Questionnaire, position: int, *, by: Acting) -> Questionnaire:
    writable = editable(row)
    there = queries.questions_of(writable.id)
    gone = at(there, position)
    db.session.delete(gone)
    number([it for it in there if it is not gone])
    record(writable, "question_removed", by=by, after={"number": writable.number})
    return writable


@transaction()
def put_up(row: Questionnaire, position: int, *, by: Acting) -> Questionnaire:
    """One place nearer to the beginning."""
    writable = editable(row)
    there = queries.questions_of(writable.id)
    moved = at(there, position)
    there.remove(moved)
    there.insert(max(position - 2, 0), moved)
    number(there)
    record(writable, "question_moved", by=by, after={"number": writable.number})
    return writable


def number(questions: list[Question]) -> None:
    for position, it in enumerate(questions, 1):
        it.position = position


# In a run


@transaction()
def give_out(run: CourseOffering, closes_on: date, *, by: Acting) -> QuestionnaireRound:
    """Ask everybody who came: by mail where there is an address; the others get a form on paper.

    Which code went into which mail is written nowhere but in the mail, whose words go when it has left.
    """
    lock(run)
    check_run(run.status)
    today = clock.today(run.timezone)
    check_days(closes_on, today)
    questionnaire = queries.in_force(run.course_version)
    if questionnaire is None or not queries.questions_of(questionnaire.id):
        raise Refused("This course version has no questionnaire yet. Write one first.")
    lock(questionnaire)
    if queries.round_of(run):
        raise Refused("The questionnaire of this run was given out already.")
    row = QuestionnaireRound(
        offering_id=run.id,
        questionnaire_id=questionnaire.id,
        opened_on=today,
        closes_on=closes_on,
        least=queries.least(),
    )
    db.session.add(row)
    db.session.flush()
    row.by_mail = write_to_all(run, row)
    record(row, "given_out", by=by, after={"by_mail": row.by_mail})
    return row


def write_to_all(run: CourseOffering, row: QuestionnaireRound) -> int:
    if not is_written_to(run):
        return 0
    people = queries.reached_by_mail(run)
    codes = mint(row, len(people), is_paper=False)
    title = run.course_version.course.title
    write_all(
        [
            Letter(
                f"{queries.mail_key(row)}{it.id}",
                it.to,
                "questionnaire",
                it.language,
                {
                    "name": it.name,
                    "course": title,
                    "word": code,
                    "until": row.closes_on.isoformat(),
                },
            )
            for it, code in zip(people, codes, strict=True)
        ]
    )
    return len(people)


def mint(row: QuestionnaireRound, number: int, *, is_paper: bool) -> list[str]:
    """Fresh codes; their hashes are written in the order of the hashes, not of the codes."""
    codes = [fresh_code() for _ in range(number)]
    rows = [
        {"hash": it, "round_id": row.id, "is_paper": is_paper} for it in sorted(map(hashed, codes))
    ]
    if rows:
        db.session.execute(sa.insert(AnswerCode), rows)
    return codes


@transaction()
def print_forms(row: QuestionnaireRound, number: int, *, by: Acting) -> list[str]:
    """Codes for so many forms on paper, told this once."""
    lock(row)
    check_open(row)
    check_forms(number, queries.room_for_forms(row))
    row.on_paper += number
    row.version += 1
    record(row, "forms_printed", by=by, after={"number": number})
    return mint(row, number, is_paper=True)


@transaction()
def withdraw_forms(row: QuestionnaireRound, *, by: Acting) -> int:
    """Let the codes of forms go that nobody has used, so that others can be printed; says how many."""
    lock(row)
    unused = sa.delete(AnswerCode).where(AnswerCode.round_id == row.id, AnswerCode.is_paper)
    number = len(db.session.scalars(unused.returning(AnswerCode.hash)).all())
    row.on_paper -= number
    row.version += 1
    record(row, "forms_withdrawn", by=by, after={"number": number})
    return number


def check_open(row: QuestionnaireRound) -> None:
    if queries.over(row):
        raise Refused("This questionnaire is closed: its answers are shown, and no more are taken.")


@transaction()
def answer(code: str, answers: Mapping[int, str], *, run: CourseOffering | None = None) -> None:
    """Add the answers to the counts and let the code go. Who answered, and when, is written nowhere."""
    row = queries.opened_by(code)
    if row is None or (run is not None and row.offering_id != run.id):
        raise Refused(GONE, "code")
    lock(row)
    check_open(row)
    questions = {it.id: it for it in queries.questions_of(row.questionnaire_id)}
    kinds = {number: (it.kind, len(it.choices.get("en", ()))) for number, it in questions.items()}
    check_answers(kinds, answers)
    used = sa.delete(AnswerCode).where(AnswerCode.hash == hashed(plain(code)))
    if db.session.scalar(used.returning(AnswerCode.hash)) is None:
        raise Refused(GONE, "code")
    row.answered += 1
    for number, given in answers.items():
        count(row, questions[number], given)


def count(row: QuestionnaireRound, question: Question, given: str) -> None:
    if question.kind is Kind.TEXT:
        db.session.add(AnswerText(round_id=row.id, question_id=question.id, text=given))
        return
    key = {"round_id": row.id, "question_id": question.id, "value": given}
    tally = db.session.get(AnswerTally, tuple(key.values()))
    if tally is None:
        db.session.add(AnswerTally(**key, number=1))
        db.session.flush()
    else:
        tally.number += 1


@transaction()
def close(row: QuestionnaireRound, *, by: Acting) -> None:
    """Take no more answers. It is not opened again: somebody has seen the results."""
    lock(row)
    check_open(row)
    row.move("closed", by=by)
    db.session.execute(sa.delete(AnswerCode).where(AnswerCode.round_id == row.id))
