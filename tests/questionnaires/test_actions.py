"""Asking people so that nobody can be found behind an answer."""

import pytest
import sqlalchemy as sa

from tests import factories as f
from tests.questionnaires.asking import LAST, NOW, a_run, answered, given_out, questions
from tpp.db import db
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.outbox.models import Message
from tpp.questionnaires import actions, queries
from tpp.questionnaires.models import AnswerCode, AnswerTally, AnswerText
from tpp.questionnaires.rules import Asked, Kind, hashed


@pytest.fixture(autouse=True)
def now(at):
    at(NOW)


@pytest.mark.both
def test_a_code_is_used_once_and_leaves_nothing_that_tells_whose_it_was(app):
    run, by = a_run(mailed=4), f.make_acting()
    row = given_out(run, by)
    [first, *others] = db.session.scalars(sa.select(Message).order_by(Message.id)).all()
    assert (row.by_mail, len(others) + 1, first.language) == (4, 4, "fr")
    code, ids = first.words["word"], questions(row)
    actions.answer(code, {ids["use"]: "5", ids["better"]: "More practice."})
    with pytest.raises(Refused):
        actions.answer(code, {ids["use"]: "1"})
    assert row.answered == 1
    assert db.session.scalars(sa.select(AnswerTally.number)).all() == [1]
    codes = db.session.scalars(sa.select(AnswerCode.hash)).all()
    assert hashed(code) not in codes
    assert len(codes) == 3
    kept = {it.name for model in (AnswerCode, AnswerTally, AnswerText) for it in model.__table__.c}
    assert kept == {"hash", "round_id", "is_paper", "question_id", "value", "number", "key", "text"}
    deeds = db.session.scalars(sa.select(Entry.deed).where(Entry.offering_id == run.id)).all()
    assert deeds == ["given_out"], "no line of the logbook tells of an answer"


def test_the_order_of_the_codes_is_not_that_of_the_letters(app):
    given_out(a_run(people=9, mailed=9), f.make_acting())
    letters = db.session.scalars(sa.select(Message).order_by(Message.id)).all()
    mailed = [hashed(it.words["word"]) for it in letters]
    kept = list(db.session.scalars(sa.select(AnswerCode.hash)))
    assert sorted(mailed) == kept != mailed


def test_there_is_one_code_a_person_and_lost_forms_can_be_replaced(app):
    run, by = a_run(people=6, mailed=2), f.make_acting()
    row = given_out(run, by)
    assert queries.room_for_forms(row) == 4
    codes = actions.print_forms(row, 4, by=by)
    with pytest.raises(Refused):
        actions.print_forms(row, 1, by=by)
    actions.answer(codes[0], {questions(row)["use"]: "4"})
    assert actions.withdraw_forms(row, by=by) == 3
    assert queries.room_for_forms(row) == 3
    with pytest.raises(Refused):
        actions.answer(codes[1], {questions(row)["use"]: "4"})


def test_a_letter_that_was_given_up_leaves_room_for_a_form(app):
    row = given_out(a_run(people=1, mailed=1))
    message = db.session.scalars(sa.select(Message)).one()
    message.next_try_at, message.words = None, {}
    db.session.commit()
    assert queries.room_for_forms(row) == 1


def test_nothing_is_shown_while_answers_are_taken_nor_of_too_few(app):
    run, by = a_run(), f.make_acting()
    row = given_out(run, by)
    answered(row, 5, by, use="4", better="More practice.")
    assert queries.results(row) is None
    answered(row, 1, by, use="1", pace="2")
    actions.close(row, by=by)
    shown = {it.question.key: it for it in queries.results(row)}
    assert (shown["use"].number, shown["use"].mean) == (6, 3.5)
    assert shown["better"].texts == ["More practice."] * 5
    assert not shown["pace"].is_shown, "one answered it"
    assert shown["pace"].tally == {}
    with pytest.raises(Refused):
        actions.close(row, by=by)
    with pytest.raises(Refused):
        actions.print_forms(row, 1, by=by)


def test_four_answers_are_shown_to_nobody(app):
    by = f.make_acting()
    row = given_out(a_run(), by)
    answered(row, 4, by, use="4")
    actions.close(row, by=by)
    assert queries.results(row) is None


def test_a_run_is_compared_with_those_that_are_shown_by_themselves(app):
    by, version = f.make_acting(), f.make_version()
    rows = []
    for people, value in ((6, "5"), (5, "3"), (4, "1")):
        row = given_out(a_run(people=people, version=version), by)
        answered(row, people, by, use=value)
        actions.close(row, by=by)
        rows.append(row)
    first = {it.question.key: it for it in queries.results(rows[0])}["use"]
    assert (first.mean, first.others, first.others_number) == (5, 3, 5), "not the run of four"
    assert [answered for _, answered, _ in queries.compared(rows[0])] == [5]


def test_a_questionnaire_that_was_given_out_stays_and_an_edited_one_is_the_next(app):
    by, run = f.make_acting(), a_run()
    first = actions.start(run.course_version, by=by)
    asked = Asked(Kind.SCALE, {"en": "The food was good."})
    assert actions.ask(first, asked, by=by) is first, "nobody was asked yet"
    row = given_out(run, by)
    before = [it.texts["en"] for it in queries.questions_of(first.id)]
    second = actions.ask(first, Asked(Kind.TEXT, {"en": "What else?"}), by=by)
    assert (second.number, row.questionnaire_id) == (2, first.id)
    assert [it.texts["en"] for it in queries.questions_of(first.id)] == before
    moved = actions.put_up(actions.remove(second, 1, by=by), 2, by=by)
    assert moved is second
    assert [it.position for it in queries.questions_of(second.id)] == [*range(1, len(before) + 1)]
    with pytest.raises(Refused, match="newer version"):
        actions.remove(first, 1, by=by)


def test_a_question_in_other_words_is_another_question(app):
    by, version = f.make_acting(), f.make_version()
    row = actions.start(version, by=by)
    same, other = queries.questions_of(row.id)[:2]
    actions.ask(row, Asked(same.kind, {"en": same.texts["en"], "fr": "Utile."}), by=by, position=1)
    actions.ask(row, Asked(other.kind, {"en": "The trainers were kind."}), by=by, position=2)
    keys = [it.key for it in queries.questions_of(row.id)]
    assert keys[0] == "use"
    assert keys[1] != "trainers"


def test_an_invented_run_writes_to_nobody(app):
    row = given_out(a_run(mailed=3, is_demonstration=True))
    assert row.by_mail == 0
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 0


def test_a_run_is_asked_once_and_not_before_it_begins(app):
    by = f.make_acting()
    run = a_run()
    given_out(run, by)
    with pytest.raises(Refused, match="already"):
        actions.give_out(run, LAST, by=by)
    with pytest.raises(Refused, match="in progress"):
        given_out(a_run(status="confirmed"), by)
