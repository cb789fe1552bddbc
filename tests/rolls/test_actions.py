"""A list is understood, matched, written in one go, undone within a day, and forgotten."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tests.rolls.sheets import csv
from tpp import clock
from tpp.access import scope_of
from tpp.db import db
from tpp.errors import Conflict, Refused
from tpp.history.models import Entry
from tpp.nominations.actions import withdraw
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status as NominationStatus
from tpp.people import actions as people
from tpp.people.models import ContactPoint, Person
from tpp.reports.actions import differing
from tpp.rolls import actions, queries
from tpp.rolls.actions import Correction, applying, checking
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import State, Status
from tpp.scope import EVERYTHING, see, seeing

ASHA = ("Sgt", "Asha Juma", "F", "1990-12-31", "asha@example.org", "254712345678")
BAKARI = ("Cpl", "Bakari Ali", "M", "1992-02-03", "", "")
WRONG = ("Pte", "Kevin Mutua", "M", "31/02/1998", "kevin@kdf", "")


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def states(roll):
    return {str(state): number for state, number in queries.counts(roll).items()}


@pytest.mark.both
def test_ready_rows_become_people_and_nominations_in_one_go(office):
    roll = office.upload(ASHA, BAKARI, WRONG)
    assert states(roll) == {"new": 2, "problem": 1}
    assert office.apply(roll) == 2
    assert states(roll) == {"done": 2, "problem": 1}
    asha = db.session.scalars(sa.select(Person).where(Person.name == "Asha Juma")).one()
    assert (asha.rank, asha.born_on, asha.party_id) == ("Sgt", date(1990, 12, 31), office.kenya.id)
    kept = sa.select(ContactPoint.value).where(ContactPoint.person_id == asha.id)
    assert set(db.session.scalars(kept)) == {"asha@example.org", "254712345678"}
    nominations = db.session.scalars(sa.select(Nomination)).all()
    assert [it.status for it in nominations] == [NominationStatus.SUBMITTED] * 2
    assert (roll.people_made, roll.nominations_made, roll.women_made) == (2, 2, 1)
    with seeing(EVERYTHING):
        assert differing() == []


def test_drafts_are_kept_where_the_office_wants_drafts(office):
    office.apply(office.upload(ASHA), submit=False)
    assert db.session.scalar(sa.select(Nomination.status)) is NominationStatus.DRAFT


def test_the_logbook_tells_of_each_and_holds_no_name(office):
    office.apply(office.upload(ASHA))
    with seeing(EVERYTHING):
        entries = db.session.scalars(sa.select(Entry)).all()
    deeds = [(it.thing, it.deed) for it in entries if it.account_id == office.acting.account_id]
    assert deeds == [
        ("roll", "uploaded"),
        ("roll", "checked"),
        ("person", "recorded"),
        ("nomination", "drafted"),
        ("nomination", "submitted"),
        ("roll", "applied"),
    ]
    assert "Asha" not in str([(it.before, it.after, it.reason) for it in entries])


def test_the_same_file_twice_creates_nothing(office):
    rows = (ASHA, BAKARI, ("", "Ekai", "", "", "", ""))
    office.apply(office.upload(*rows))
    before = count(Person), count(Nomination)
    again = office.upload(*rows)
    assert states(again) == {"already": 3}
    assert office.apply(again) == 0
    assert (count(Person), count(Nomination)) == before


def test_all_problems_of_all_rows_are_told_at_once(office):
    roll = office.upload(WRONG, ("", "", "?", "1 Jan 1990", "", ""))
    rows = queries.rows(roll, [State.PROBLEM])
    found = [(row.number, problem["field"]) for row in rows for problem in row.problems]
    assert sorted(found) == [(2, "born_on"), (2, "email"), (3, "name"), (3, "sex")]


def test_a_corrected_row_becomes_ready(office):
    roll = office.upload(WRONG)
    words = {"born_on": "28/02/1998", "email": "kevin@kdf.example.org"}
    assert actions.correct(roll, {2: Correction(words)}, by=office.acting) == 1
    actions.check(roll, by=office.acting)
    assert states(roll) == {"new": 1}


def test_days_that_can_be_read_in_two_ways_are_asked_once_for_the_list(office):
    roll = office.upload(("", "Asha Juma", "", "03/07/1990", "", ""))
    assert states(roll) == {"problem": 1}
    actions.correct(roll, {}, order=actions_order("month_first"), by=office.acting)
    actions.check(roll, by=office.acting)
    office.apply(roll)
    assert db.session.scalar(sa.select(Person.born_on)) == date(1990, 3, 7)


def actions_order(word):
    from tpp.rolls.rules.days import Order

    return Order(word)


@pytest.mark.both
def test_a_known_person_is_nominated_and_nothing_of_the_record_is_overwritten(office):
    asha = make_person(office.kenya, name="Asha Juma", born_on=date(1990, 12, 31), rank="Cpl")
    roll = office.upload(ASHA)
    [row] = queries.rows(roll, [State.KNOWN])
    assert row.person_id == asha.id
    assert row.matches[0]["evidence"] == ["same_name", "same_birth"]
    office.apply(roll)
    assert count(Person) == 1
    assert db.session.scalar(sa.select(Person.rank)) == "Cpl"


def test_a_record_is_corrected_where_the_office_says_so(office):
    make_person(
        office.kenya, name="Asha Juma", born_on=date(1990, 12, 31), rank="Cpl", unit="1 Eng"
    )
    roll = office.upload(ASHA)
    actions.correct(roll, {2: Correction(overwrites=True)}, by=office.acting)
    actions.check(roll, by=office.acting)
    office.apply(roll)
    assert db.session.execute(sa.select(Person.rank, Person.unit)).one() == ("Sgt", "1 Eng")


def doubtful(office):
    known = make_person(office.kenya, name="Asha M. Juma", born_on=date(1990, 12, 31))
    return known, office.upload(ASHA)


def test_somebody_who_may_be_known_is_asked_about_with_the_evidence(office):
    known, roll = doubtful(office)
    assert states(roll) == {"doubtful": 1}
    [row] = queries.rows(roll, [State.DOUBTFUL])
    assert row.matches[0]["person"] == known.id
    assert "same_birth" in row.matches[0]["evidence"]
    assert office.apply(roll) == 0


@pytest.mark.parametrize(
    ("decision", "state", "people_after"),
    [("same", "known", 1), ("new", "new", 2), ("out", "left_out", 1)],
)
def test_a_doubtful_row_does_what_is_decided(office, decision, state, people_after):
    known, roll = doubtful(office)
    said = f"same:{known.id}" if decision == "same" else decision
    actions.correct(roll, {2: Correction(decision=said)}, by=office.acting)
    actions.check(roll, by=office.acting)
    assert states(roll) == {state: 1}
    office.apply(roll)
    assert count(Person) == people_after


def test_only_those_who_were_shown_can_be_chosen(office):
    _, roll = doubtful(office)
    stranger = make_person(office.kenya, name="Zuberi Omondi")
    with pytest.raises(Refused):
        actions.correct(roll, {2: Correction(decision=f"same:{stranger.id}")}, by=office.acting)


@pytest.mark.both
def test_another_countrys_person_is_never_matched(office):
    peru = make_party(code="PER", name="Peru")
    make_person(peru, name="Asha Juma", born_on=date(1990, 12, 31), service_number="1")
    roll = office.upload(ASHA)
    [row] = queries.rows(roll, [State.NEW])
    assert row.matches == []
    office.apply(roll)
    with seeing(EVERYTHING):
        assert count(Person) == 2


def test_nothing_is_written_when_one_row_cannot_be(office, monkeypatch):
    roll = office.upload(ASHA, BAKARI)
    monkeypatch.setattr(
        "tpp.rolls.actions.applying.AS_THEY_ARE", ()
    )  # a note is no fact of a person
    bad = office.upload(
        ("", "Chebet", "", "", "", "", "x"),
        heads=("Rank", "Full name", "Sex", "Date of birth", "E-mail", "Telephone", "Note"),
    )
    with pytest.raises(TypeError):
        office.apply(bad)
    assert count(Person) == 0
    monkeypatch.undo()
    assert office.apply(roll) == 2


def test_a_page_that_is_not_the_newest_writes_nothing(office):
    roll = office.upload(ASHA, WRONG)
    seen = roll.version
    actions.correct(roll, {3: Correction({"email": ""})}, by=office.acting)
    with pytest.raises(Conflict):
        actions.apply(roll, seen, submit=True, by=office.acting)
    assert count(Nomination) == 0


def test_a_row_that_came_to_mean_something_else_waits(office):
    roll = office.upload(ASHA, BAKARI)
    make_person(office.kenya, name="Asha Juma", born_on=date(1990, 12, 31))
    assert office.apply(roll) == 1
    assert states(roll) == {"done": 1, "known": 1}


def test_a_closed_call_and_an_office_without_seats_are_told_when_uploading(office):
    run = make_run()
    make_call(run, closes_at=clock.now() - timedelta(hours=1))
    make_allocation(run, office.kenya)
    with pytest.raises(Refused, match="closed"):
        actions.upload(run, csv(ASHA), "a.csv", by=office.acting)
    other = make_run()
    make_call(other)
    with pytest.raises(Refused, match="seats"):
        actions.upload(other, csv(ASHA), "a.csv", by=office.acting)
    assert count(Roll) == count(RollRow) == 0


@pytest.mark.both
def test_undone_within_a_day_nothing_is_left_of_it(office):
    known = make_person(office.kenya, name="Bakari Ali", born_on=date(1992, 2, 3))
    roll = office.upload(ASHA, BAKARI)
    office.apply(roll)
    actions.undo(roll, by=office.acting)
    assert roll.status is Status.UNDONE
    assert db.session.scalars(sa.select(Person.id)).all() == [known.id]
    assert count(Nomination) == count(RollRow) == count(ContactPoint) == 0
    with seeing(EVERYTHING):
        assert differing() == []
    assert states(office.upload(ASHA, BAKARI)) == {"new": 1, "known": 1}


def test_undo_refuses_and_names_what_was_built_on(office):
    roll = office.upload(ASHA, BAKARI)
    office.apply(roll)
    first = db.session.scalars(sa.select(Nomination).order_by(Nomination.id)).first()
    withdraw(first, by=office.acting, reason="Injured.")
    with pytest.raises(Refused, match="Asha Juma"):
        actions.undo(roll, by=office.acting)
    assert count(Nomination) == 2


def test_undo_refuses_where_a_new_person_was_corrected_or_nominated_elsewhere(office):
    roll = office.upload(ASHA, BAKARI)
    office.apply(roll)
    asha, bakari = db.session.scalars(sa.select(Person).order_by(Person.id))
    people.change(asha, by=office.acting, rank="Capt")
    make_nomination(make_allocation(make_run(), office.kenya), bakari)
    built = queries.built_on(roll)
    assert [(it.name, it.thing) for it in built] == [
        ("Asha Juma", "changed"),
        ("Bakari Ali", "nomination"),
    ]


def test_after_a_day_nothing_is_undone(office, at):
    roll = office.upload(ASHA)
    office.apply(roll)
    at(clock.now() + timedelta(days=1, minutes=1))
    with pytest.raises(Refused, match="within a day"):
        actions.undo(roll, by=office.acting)


def test_a_list_given_up_is_erased_at_once(office):
    roll = office.upload(ASHA)
    actions.abandon(roll, by=office.acting)
    assert count(RollRow) == 0
    assert (roll.file_name, roll.heads, roll.status) == ("", [], Status.ABANDONED)


@pytest.mark.both
def test_rows_are_erased_after_some_days_and_what_they_made_stays(office, at):
    written, left = office.upload(ASHA), office.upload(BAKARI)
    office.apply(written)
    now = clock.now()
    at(now + timedelta(days=29))
    assert actions.forget_due() == 0
    at(now + timedelta(days=31))
    assert actions.forget_due() == 2
    see(scope_of(office.acting))
    db.session.expire_all()
    assert count(RollRow) == 0
    assert count(Nomination) == 1
    assert (written.status, left.status) == (Status.APPLIED, Status.ABANDONED)
    assert written.nominations_made == 1


def test_headings_are_asked_about_once_and_remembered_for_the_office(office):
    heads = ("Wer", "Wann geboren", "S/No")
    roll = actions.upload(
        office.run, csv(("Asha Juma", "1990-12-31", "1"), heads=heads), "a.csv", by=office.acting
    )
    assert not actions.is_plain(roll)
    actions.map_columns(roll, {"name": 0, "born_on": 1}, by=office.acting)
    actions.check(roll, by=office.acting)
    assert states(roll) == {"new": 1}
    again = actions.upload(
        office.run, csv(("Bakari Ali", "", "2"), heads=heads[::-1]), "b.csv", by=office.acting
    )
    assert again.mapping == {"name": 2, "born_on": 1}
    assert actions.is_plain(again)
    stranger = make_focal_point(office.kenya)
    assert not actions.upload(
        office.run, csv(("x", "1990-12-31"), heads=heads), "c.csv", by=stranger
    ).mapping


def test_a_column_stands_for_one_thing_and_one_must_be_the_name(office):
    roll = office.upload(ASHA)
    for mapping in ({"sex": 2}, {"name": 1, "sex": 1}, {"name": 99}, {"name": 1, "wealth": 2}):
        with pytest.raises(Refused):
            actions.map_columns(roll, mapping, by=office.acting)


def test_a_long_list_is_gone_through_a_few_rows_at_a_time(office, monkeypatch):
    """Of what is written nothing stays in memory until all of it is."""
    monkeypatch.setattr(checking, "AT_ONCE", 5)
    roll, held = office.upload(*[("", f"Asha {it}", "", "", "", "") for it in NAMES]), []

    def watched(*what, **how):
        held.append(len(db.session.identity_map))
        applying_some(*what, **how)

    applying_some = applying.write
    monkeypatch.setattr(applying, "write", watched)
    assert office.apply(roll) == len(NAMES)
    assert len(held) == len(NAMES) // 5
    assert max(held) < min(held) + 10


NAMES = [f"{one}{other}" for one in ("Ju", "Ki", "Lo", "Ma", "Ne") for other in "abcdef"]


def test_more_rows_than_allowed_keep_nothing(office, app):
    app.config["ROLL_ROWS"] = 2
    try:
        with pytest.raises(Refused, match="too many rows"):
            office.upload(ASHA, BAKARI, WRONG)
    finally:
        app.config["ROLL_ROWS"] = 20_000
    assert count(Roll) == count(RollRow) == 0
