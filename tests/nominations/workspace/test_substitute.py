"""Somebody else instead: the seat stays with the office."""

from datetime import timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_nomination,
    make_person,
)
from tests.nominations.reading import all_of
from tests.nominations.workspace.asked import ANSWERS
from tpp import clock
from tpp.db import db, transaction
from tpp.nominations.models import (
    Nomination,
)
from tpp.nominations.rules import Status
from tpp.offerings.models import CourseOffering
from tpp.scope import EVERYTHING, see
from tpp.seats.models import SeatAllocation
from tpp.selection import actions as selection

# A substitute


@pytest.fixture
def holder(kenya):
    """A selected nominee with a seat."""
    with transaction():
        kenya.held += 1
    return make_nomination(
        kenya,
        make_person(kenya.party, name="Selected One"),
        status=Status.SELECTED,
        offer_until=clock.now() + timedelta(days=9),
    )


def seats_of(kenya):
    return [(it.held, it.filled) for it in all_of(SeatAllocation) if it.id == kenya.id]


def test_somebody_who_meets_all_takes_the_seat_in_the_same_step_after_the_call_too(
    browser, kenya, holder
):
    with transaction():
        db.session.delete(db.session.merge(kenya.rules[5]))
    see(EVERYTHING)
    person = make_person(kenya.party, name="Ready One")
    office = browser(make_focal_point(kenya.party))
    address = f"/nominations/{holder.id}/substitution?person={person.id}"
    assert "Level of French" in office.get(address).text
    assert office.post(address, data=ANSWERS).status_code == 422
    assert len(all_of(Nomination)) == 1
    assert office.post(address, data=ANSWERS | {"reason": "Ill"}).status_code == 303
    by_name = {it.person.name: it.status for it in all_of(Nomination)}
    assert by_name == {"Selected One": Status.SUBSTITUTED, "Ready One": Status.SELECTED}
    assert seats_of(kenya) == [(1, 0)]


def test_somebody_of_whom_something_is_open_is_put_forward_and_the_seat_stays(
    office, programme, kenya, holder
):
    words = {"name": "Zawadi", "sex": "woman", "service": "military", "nationality": "KEN"}
    address = f"/nominations/{holder.id}/substitution"
    done = office.post(f"{address}?new=1", data=words | {"reason": "Ill"}, follow_redirects=True)
    assert "the seat stays where it is" in done.text
    by_name = {it.person.name: it for it in all_of(Nomination)}
    assert by_name["Selected One"].status is Status.SELECTED
    assert by_name["Zawadi"].status is Status.SUBMITTED
    assert seats_of(kenya) == [(1, 0)]
    instead = by_name["Zawadi"].id
    hand_on = {"instead": instead, "reason": "Ill"}
    refused = office.post(address, data=hand_on)
    assert refused.status_code == 422
    assert "Not known: Rank: enlisted (OR-1 to OR-4)" in refused.text
    assert "Complete the answers and the documents of the nominee" in refused.text
    assert "Whether this licence is held is not stated." in office.get(address).text
    for rule in kenya.rules:
        if rule.is_required:
            over = {"rule": rule.id, "step": "override", "reason": "Seen"}
            assert programme.post(f"/nominations/{instead}/overrides", data=over).status_code == 303
    assert office.post(address, data=hand_on).status_code == 303
    statuses = {it.person.name: it.status for it in all_of(Nomination)}
    assert statuses == {"Selected One": Status.SUBSTITUTED, "Zawadi": Status.SELECTED}
    assert seats_of(kenya) == [(1, 0)]


def test_a_nominee_without_a_seat_has_none_to_hand_on_and_no_foreign_nominee_is_offered(
    office, kenya, nominee, holder
):
    make_nomination(make_allocation(kenya.offering), status=Status.RESERVE)
    page = office.get(f"/nominations/{holder.id}/substitution").text
    assert page.count('type="radio"') == 0
    assert office.get(f"/nominations/{nominee.id}/substitution").status_code == 422


def test_a_run_that_is_over_takes_no_substitute(office, kenya, holder):
    with transaction():
        db.session.get_one(CourseOffering, kenya.offering_id).status = "closed"
    person = make_person(kenya.party)
    address = f"/nominations/{holder.id}/substitution?person={person.id}"
    assert office.post(address, data=ANSWERS | {"reason": "Ill"}).status_code == 422
    assert len(all_of(Nomination)) == 1


def test_what_is_not_met_bars_by_name_and_only_an_override_helps(office, kenya, holder):
    person = make_person(kenya.party, name="Senior One", rank_band="of_6_10")
    instead = make_nomination(kenya, person)
    address = f"/nominations/{holder.id}/substitution"
    refused = office.post(address, data={"instead": instead.id, "reason": "Ill"})
    assert refused.status_code == 422
    assert "Not met: Rank: enlisted (OR-1 to OR-4)" in refused.text
    assert "The programme office can override a rule of the course" in refused.text


def test_what_is_not_known_does_not_bar_from_being_selected(programme, kenya):
    nomination = make_nomination(kenya, make_person(kenya.party))
    with transaction():
        db.session.delete(db.session.merge(kenya.rules[5]))
    see(EVERYTHING)
    selection.select([nomination], by=make_acting(), offer_until=clock.now() + timedelta(days=9))
    assert nomination.status is Status.SELECTED
