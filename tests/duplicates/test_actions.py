"""Records are found to be of one human being, merged with all that hangs on them, and taken apart."""

from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_call,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_party,
    make_run,
)
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import Base, db, transaction
from tpp.duplicates import actions, queries
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import Side, Status
from tpp.errors import Refused
from tpp.history.queries import story_of
from tpp.nominations.actions import nominate
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status as NominationStatus
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.queries import email_of, named_like, records_of, unmerged
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see
from tpp.web.identity import records_of as records_of_account

pytestmark = pytest.mark.both

BORN = date(1991, 3, 12)


def add(party, name="Joseph Mwangi Kamau", **given):
    defaults = {"nationality": party, "by": make_acting(), "born_on": BORN}
    return people.add(party=party, name=name, **defaults | given)


def two(first_party=None, second_party=None, **given):
    """Two records of one man, and the pair that the register finds of them."""
    first_party = first_party or make_party()
    second_party = second_party or first_party
    country = {"nationality": first_party}
    first = add(first_party, **country)
    second = add(second_party, "Kamau, Joseph M.", **country | given)
    actions.look_at_new()
    return first, second, queries.pair_between(first.id, second.id)


def open_pairs():
    return db.session.scalars(queries.pairs(Status.OPEN)).all()


def join(kept, lost, by=None):
    """The pair of two records, which the rules may not find alike, merged."""
    pair = queries.pair_between(kept.id, lost.id) or paired(kept, lost)
    keep = Side.FIRST if pair.first_id == kept.id else Side.SECOND
    actions.merge(pair, keep, {}, by=by or make_acting())
    return pair


def paired(one, other):
    first, second = sorted((one, other), key=lambda it: it.id)
    whose = {"party_id": first.party_id, "other_party_id": second.party_id}
    with transaction():
        pair = PersonPair(
            first_id=first.id,
            second_id=second.id,
            score=0.6,
            alike=90,
            found_at=first.made_at,
            **whose,
        )
        db.session.add(pair)
        db.session.flush()
    return pair


OWN = {"person_pair", "person_merge", "entry"}
"""What tells of the merge itself, and is not undone."""


def picture():
    """Every row of every table but those that tell of merges; how often a row was changed is left out."""
    shown = {}
    for table in Base.metadata.sorted_tables:
        if table.name in OWN:
            continue
        columns = [it for it in table.c if it.name != "version"]
        rows = db.session.connection().execute(sa.select(*columns)).all()
        shown[table.name] = sorted(repr(row) for row in rows if "'?'" not in repr(row))
    db.session.rollback()
    return shown


def test_a_second_record_of_a_person_is_found_when_it_is_added(app):
    first, second, pair = two()
    assert [it.id for it in open_pairs()] == [pair.id]
    assert "same_birth" in pair.evidence
    assert actions.look_at_new() == 0


def test_a_corrected_record_is_compared_again(app):
    party = make_party()
    add(party)
    second = add(party, "Somebody Quite Other", born_on=None)
    actions.look_at_new()
    assert not open_pairs()
    people.change(second, by=make_acting(), name="Josef Kamau Mwangi", born_on=BORN)
    actions.look_at_new()
    assert len(open_pairs()) == 1


def test_different_people_are_remembered_and_never_asked_about_again(app):
    first, second, pair = two()
    actions.tell_apart(pair, by=make_acting())
    people.change(second, by=make_acting(), name="Joseph Mwangi Kamau")
    actions.look_at_new()
    assert not open_pairs()


def test_different_people_stay_so_for_records_merged_into_them(app):
    first, second, pair = two()
    third = add(first.party, "Joseph Kamau")
    actions.look_at_new()
    actions.tell_apart(pair, by=make_acting())
    actions.tell_apart(queries.pair_between(first.id, third.id), by=make_acting())
    join(second, third)
    actions.look_at_new()
    assert not open_pairs()


def test_the_record_that_stays_takes_over_the_facts_that_were_chosen(app):
    first, second, pair = two(sex=Sex.MAN, unit="Engineers", rank="Sergeant")
    actions.merge(pair, Side.FIRST, {"sex": Side.SECOND, "unit": Side.SECOND}, by=make_acting())
    assert (first.sex, first.unit, first.rank) == (Sex.MAN, "Engineers", "")
    assert second.merged_into_id == first.id
    assert first.human_id == second.human_id == first.id


def test_a_merged_record_is_found_by_its_name_once_as_the_other_one(app):
    first, second, pair = two(email="joseph@example.org")
    join(first, second)
    found = unmerged(named_like(sa.select(Person), "joseph m."))
    assert db.session.scalars(found).all() == [first]
    assert email_of(first) == "joseph@example.org"
    assert records_of(second) == [first.id, second.id]


def test_what_hangs_on_the_records_stays_and_is_read_together(app):
    first, second, pair = two()
    place = make_enrolment(make_allocation(make_run(), second.party), second)
    join(first, second)
    db.session.refresh(place)
    assert (place.person_id, place.human_id) == (second.id, first.id)


def test_a_merge_is_refused_where_both_are_nominated_for_one_run_and_names_it(app):
    first, second, pair = two()
    allocation = make_allocation(make_run(code="ENG-CLASH-2026-01"), first.party)
    for person in (first, second):
        make_nomination(allocation, person)
    with pytest.raises(Refused, match="ENG-CLASH-2026-01"):
        join(first, second)
    db.session.refresh(pair)
    assert pair.status is Status.OPEN
    assert not second.is_merged


def test_one_of_both_nominations_withdrawn_no_longer_keeps_them_apart(app):
    first, second, pair = two()
    allocation = make_allocation(make_run(), first.party)
    make_nomination(allocation, first)
    make_nomination(allocation, second, NominationStatus.WITHDRAWN)
    join(first, second)
    assert second.is_merged


def test_the_merged_record_cannot_be_nominated_and_the_other_one_once(app):
    first, second, pair = two()
    run, later = make_run(), make_run()
    made = make_nomination(make_allocation(run, first.party), second)
    make_allocation(later, first.party)
    make_call(later)
    join(first, second)
    with pytest.raises(Refused, match="closed for nominations"):
        nominate(later, second, by=make_focal_point(first.party))
    with pytest.raises(Refused, match="already nominated"):
        nominate(run, first, by=make_focal_point(first.party))
    db.session.refresh(made)
    assert made.human_id == first.id


def test_the_database_itself_refuses_two_live_nominations_of_one_human(app):
    first, second, pair = two()
    allocation = make_allocation(make_run(), first.party)
    make_nomination(allocation, second)
    join(first, second)
    with pytest.raises(sa.exc.IntegrityError):
        make_nomination(allocation, first)


def test_a_row_that_forgets_of_whom_it_is_does_not_get_in(app):
    first, second, pair = two()
    join(first, second)
    with pytest.raises(sa.exc.IntegrityError):
        make_nomination(make_allocation(make_run(), first.party), second)


def test_two_accounts_are_not_merged(app):
    first, second, pair = two()
    for person in (first, second):
        make_acting(Role.TRAINEE, person=person)
    with pytest.raises(Refused, match="have an account"):
        join(first, second)


def test_a_trainee_sees_the_rows_of_all_records(app):
    first, second, pair = two(second_party=make_party())
    account = make_acting(Role.TRAINEE, person=second).account_id
    make_nomination(make_allocation(make_run(), second.party), second)
    make_nomination(make_allocation(make_run(), first.party), first)
    make_nomination()
    join(first, second)
    assert records_of_account(account) == [first.id, second.id]
    acting = make_acting(Role.TRAINEE, person=None)
    acting = type(acting)(
        **vars(acting) | {"person_id": first.id, "other_person_ids": frozenset([second.id])}
    )
    see(scope_of(acting))
    seen = set(db.session.scalars(sa.select(Nomination.id)))
    assert len(seen) == 2
    assert set(db.session.scalars(sa.select(Nomination.person_id))) == {first.id, second.id}
    see(EVERYTHING)


def test_an_office_sees_no_pair_with_a_record_of_another_party(app):
    ours, theirs = make_party(), make_party()
    first, second, pair = two(ours, theirs)
    two(ours)
    hidden, acting = pair.id, make_focal_point(ours)
    see(scope_of(acting))
    shown = db.session.scalars(sa.select(PersonPair)).all()
    assert {(it.party_id, it.other_party_id) for it in shown} == {(ours.id, ours.id)}
    assert queries.one_pair(acting, hidden) is None
    see(EVERYTHING)


def test_an_office_goes_on_seeing_its_record_that_the_programme_merged_into_anothers(app):
    ours, theirs = make_party(), make_party()
    first, second, pair = two(ours, theirs)
    join(first, second)
    see(scope_of(make_focal_point(theirs)))
    assert db.session.scalars(unmerged(sa.select(Person.id))).all() == [second.id]
    assert records_of(second) == [second.id]
    see(EVERYTHING)
    assert first.search_key == "joseph mwangi kamau"


def test_a_merge_that_is_taken_apart_leaves_everything_as_before(app):
    first, second, pair = two(
        sex=Sex.MAN, unit="Engineers", service_number="K 17", email="a@example.org"
    )
    make_enrolment(make_allocation(make_run(), second.party), second)
    make_nomination(make_allocation(make_run(), first.party), first)
    before = picture()
    chosen = {"sex": Side.SECOND, "name": Side.SECOND, "service_number": Side.SECOND}
    actions.merge(pair, Side.FIRST, chosen, by=make_acting())
    offices = picture()
    assert offices != before
    actions.take_apart(pair, by=make_acting())
    after = picture()
    for made in ("account", "office", "office_holder"):
        before.pop(made), after.pop(made)
    assert {
        name: (before[name], after[name]) for name in before if before[name] != after[name]
    } == {}
    assert pair.status is Status.OPEN


def test_a_fact_corrected_since_the_merge_stays_corrected(app):
    first, second, pair = two(unit="Engineers", rank="Sergeant")
    actions.merge(pair, Side.FIRST, dict.fromkeys(("unit", "rank"), Side.SECOND), by=make_acting())
    people.change(first, by=make_acting(), rank="Lieutenant")
    actions.take_apart(pair, by=make_acting())
    assert (first.unit, first.rank) == ("", "Lieutenant")


def test_merges_form_chains_and_are_taken_apart_from_the_end(app):
    party = make_party()
    a, b, c = (add(party, f"Joseph {name} Kamau") for name in ("Mwangi", "Mwangy", "Mwanghi"))
    place = make_nomination(make_allocation(make_run(), party), a)
    first, second = join(b, a), join(c, b)
    db.session.refresh(place)
    assert {it.human_id for it in (a, b, c)} == {c.id} == {place.human_id}
    assert (a.merged_into_id, b.merged_into_id) == (b.id, c.id)
    with pytest.raises(Refused, match="itself merged"):
        actions.take_apart(first, by=make_acting())
    actions.take_apart(second, by=make_acting())
    assert (a.human_id, b.human_id, c.human_id) == (b.id, b.id, c.id)
    actions.take_apart(first, by=make_acting())
    db.session.refresh(place)
    assert (a.human_id, place.human_id) == (a.id, a.id)


def test_a_record_is_merged_once(app):
    first, second, pair = two()
    join(first, second)
    third = add(first.party, "Joseph Kamau")
    with pytest.raises(Refused, match="merged already"):
        join(third, second)


def test_the_logbook_tells_of_a_merge_in_ids_alone(app):
    first, second, pair = two(unit="Engineers")
    actions.merge(pair, Side.FIRST, {"unit": Side.SECOND}, by=make_acting(), reason="Same papers.")
    [last, *_] = db.session.scalars(story_of(first)).all()
    assert (last.deed, last.after) == ("took_over", {"from": second.id, "facts": ["unit"]})
    assert "Engineers" not in str([vars(it) for it in db.session.scalars(story_of(second))])


def test_pairs_are_in_the_order_of_their_score(app):
    party = make_party()
    for name, born in (("Joseph Mwangi Kamau", BORN), ("Joseph Kamau", BORN), ("J. Kamau", None)):
        add(party, name, born_on=born)
    actions.look_at_new()
    scores = [it.score for it in open_pairs()]
    assert len(scores) > 1
    assert all(one >= other for one, other in pairwise(scores))
