"""An office puts people forward; the programme office decides; the last seat has one winner."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp import clock
from tpp.access import scope_of
from tpp.db import db
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.nominations import actions
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.offerings.rules import Status as RunStatus
from tpp.outbox.mail import letter
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind, Sex
from tpp.scope import see
from tpp.seats import actions as seats
from tpp.seats.actions import release_unused
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Picture
from tpp.selection import actions as selection


@pytest.fixture
def called(app):
    """Seats of a country in a run with an open call."""
    allocation = make_allocation(seats=2)
    make_call(allocation.offering)
    return allocation


def soon():
    return clock.now() + timedelta(days=7)


def deeds(thing):
    lines = sa.select(Entry.deed).where(
        Entry.thing == thing.__tablename__, Entry.thing_id == thing.id
    )
    return list(db.session.scalars(lines.order_by(Entry.id)))


def count():
    return db.session.scalar(sa.select(sa.func.count(Nomination.id)))


@pytest.mark.both
def test_an_office_nominates_one_of_its_people(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    see(scope_of(office))

    nomination = actions.nominate(called.offering, person, by=office, note="Drives graders")

    assert nomination.status is Status.SUBMITTED
    assert nomination.allocation_id == called.id
    assert deeds(nomination) == ["drafted", "submitted"]


def test_a_draft_is_kept_until_it_is_sent(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    nomination = actions.nominate(called.offering, person, by=office, submit=False)
    assert (nomination.status, nomination.submitted_at) == (Status.DRAFT, None)
    actions.submit(nomination, by=office)
    assert nomination.status is Status.SUBMITTED


@pytest.mark.both
def test_a_person_is_nominated_once_for_a_run(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    actions.nominate(called.offering, person, by=office)
    with pytest.raises(Refused, match="already nominated") as refusal:
        actions.nominate(called.offering, person, by=office)
    assert refusal.value.field == "person"
    assert count() == 1


def test_a_withdrawn_person_can_be_nominated_again(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    first = actions.nominate(called.offering, person, by=office)
    actions.withdraw(first, by=office, reason="Wrong course")
    assert actions.nominate(called.offering, person, by=office).id != first.id


def test_pressing_the_button_twice_gives_one_nomination(called):
    person, office = make_person(called.party), make_focal_point(called.party)
    first = actions.nominate(called.offering, person, by=office, once="a-press")
    second = actions.nominate(called.offering, person, by=office, once="a-press")
    assert first is second
    assert count() == 1


def test_one_press_never_stands_for_two_people(called):
    first, second, office = (
        make_person(called.party),
        make_person(called.party),
        make_focal_point(called.party),
    )
    actions.nominate(called.offering, first, by=office, once="a-press")
    with pytest.raises(Refused, match="somebody else"):
        actions.nominate(called.offering, second, by=office, once="a-press")
    assert count() == 1


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(1, 2, "not opened yet"), (-2, -1, "has closed")]
)
def test_nobody_is_nominated_outside_the_call(app, opens, closes, words):
    allocation, now = make_allocation(), clock.now()
    make_call(
        allocation.offering,
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
    )
    with pytest.raises(Refused, match=words):
        actions.nominate(allocation.offering, make_person(allocation.party), by=make_acting())
    assert count() == 0


def test_nobody_is_nominated_when_all_seats_of_the_office_were_released(called):
    release_unused(called.offering, by=make_acting())
    with pytest.raises(Refused, match="no seats in this run"):
        actions.nominate(called.offering, make_person(called.party), by=make_acting())
    assert count() == 0


def test_nobody_is_nominated_without_a_call(app):
    allocation = make_allocation()
    with pytest.raises(Refused, match="no call"):
        actions.nominate(allocation.offering, make_person(allocation.party), by=make_acting())


def test_nobody_is_nominated_on_declined_seats(called):
    seats.decline(called, by=make_acting(), reason="No")
    with pytest.raises(Refused, match="declined"):
        actions.nominate(called.offering, make_person(called.party), by=make_acting())


def test_nobody_is_nominated_by_an_office_without_seats(called):
    with pytest.raises(Refused, match="no seats in this run"):
        actions.nominate(called.offering, make_person(make_party()), by=make_acting())


def test_nobody_is_nominated_for_a_cancelled_run(app):
    allocation = make_allocation(make_run(status=RunStatus.CANCELLED))
    with pytest.raises(Refused, match="cancelled"):
        actions.nominate(allocation.offering, make_person(allocation.party), by=make_acting())


def test_a_returned_nomination_can_be_sent_again_after_the_call(app):
    nomination, office = make_nomination(), make_acting()
    selection.step([nomination], "returned", by=office, reason="Which licence?")
    actions.change(nomination, by=office, note="Class G")
    actions.submit(nomination, by=office)
    assert (nomination.status, nomination.note) == (Status.SUBMITTED, "Class G")


def test_what_was_sent_can_be_corrected_while_nobody_has_decided(app):
    nomination = make_nomination()
    before = nomination.version
    actions.change(nomination, by=make_acting(), note="Class G")
    assert (nomination.note, nomination.status) == ("Class G", Status.SUBMITTED)
    assert nomination.version > before, "whoever decides on what was said before is told"


def test_the_words_of_a_return_leave_the_nomination_when_it_is_sent_again(app):
    nomination, office = make_nomination(), make_acting()
    selection.step([nomination], "returned", by=office, reason="Which licence?")
    actions.submit(nomination, by=office)
    assert nomination.reason == ""


def test_what_was_decided_about_cannot_be_changed(app):
    nomination = make_nomination()
    selection.step([nomination], "not_selected", by=make_acting())
    with pytest.raises(Refused, match="cannot be changed"):
        actions.change(nomination, by=make_acting(), note="New")
    assert nomination.note == ""


@pytest.mark.both
def test_selecting_holds_a_seat_and_offers_it_until_a_day(app):
    allocation = make_allocation(seats=2)
    nomination, until = make_nomination(allocation), soon()

    selection.select([nomination], by=make_acting(), offer_until=until)

    assert nomination.status is Status.SELECTED
    assert nomination.offer_until == until
    assert allocation.picture == picture_from_ledger(allocation) == Picture(offered=2, held=1)
    assert deeds(nomination) == ["selected"]


def test_selecting_more_than_there_are_seats_selects_nobody(app):
    allocation = make_allocation(seats=1)
    two = [make_nomination(allocation), make_nomination(allocation)]

    with pytest.raises(Refused, match="1 free seat"):
        selection.select(two, by=make_acting(), offer_until=soon())

    assert {it.status for it in two} == {Status.SUBMITTED}
    assert allocation.held == 0


def test_selecting_across_countries_is_all_or_nobody(app):
    run = make_run()
    has_seat, is_full = make_allocation(run, seats=1), make_allocation(run, seats=1)
    selection.select([make_nomination(is_full)], by=make_acting(), offer_until=soon())
    chosen = [make_nomination(has_seat), make_nomination(is_full)]

    with pytest.raises(Refused, match="reserve"):
        selection.select(chosen, by=make_acting(), offer_until=soon())

    assert {it.status for it in chosen} == {Status.SUBMITTED}
    assert has_seat.held == 0


def test_somebody_selected_meanwhile_is_not_selected_twice(app):
    nomination = make_nomination()
    selection.select([nomination], by=make_acting(), offer_until=soon())
    with pytest.raises(Refused, match="is selected"):
        selection.select([nomination], by=make_acting(), offer_until=soon())


def test_an_offer_ends_in_the_future(app):
    nomination = make_nomination()
    with pytest.raises(Refused, match="future"):
        selection.select([nomination], by=make_acting(), offer_until=clock.now())


@pytest.fixture
def floored(app):
    """A run with a women's floor of 50%, and one woman selected."""
    allocation = make_allocation(make_run(women_floor_percent=50), seats=5)
    woman = make_nomination(allocation, make_person(allocation.party, sex=Sex.WOMAN))
    selection.select([woman], by=make_acting(), offer_until=soon())
    return allocation


def nominee(allocation, sex):
    return make_nomination(allocation, make_person(allocation.party, sex=sex))


def test_going_below_the_womens_floor_needs_a_reason_and_rejects_nobody(floored):
    first, second = nominee(floored, Sex.MAN), nominee(floored, Sex.MAN)
    selection.select([first], by=make_acting(), offer_until=soon())

    with pytest.raises(Refused, match="1 of 3, below the floor of 50 per cent") as refusal:
        selection.select([second], by=make_acting(), offer_until=soon())
    assert refusal.value.field == "reason"
    assert second.status is Status.SUBMITTED

    selection.select([second], by=make_acting(), offer_until=soon(), reason="No other operator")
    assert second.status is Status.SELECTED
    entry = db.session.scalar(
        sa.select(Entry).where(Entry.thing_id == second.id, Entry.deed == "selected")
    )
    assert entry.reason == "No other operator"


def test_women_and_people_of_unknown_sex_never_go_below_the_floor(floored):
    for sex in (Sex.UNKNOWN, Sex.UNKNOWN, Sex.WOMAN):
        selection.select([nominee(floored, sex)], by=make_acting(), offer_until=soon())
    assert floored.held == 4


def test_the_reserve_of_a_country_is_ranked_and_can_be_changed(app):
    allocation, coordinator = make_allocation(), make_acting()
    three = [make_nomination(allocation) for _ in range(3)]
    selection.reserve(three, by=coordinator)
    assert [it.reserve_rank for it in three] == [1, 2, 3]
    selection.move_up(three[2], by=coordinator)
    assert [it.reserve_rank for it in three] == [1, 3, 2]
    selection.move_up(three[0], by=coordinator)
    assert [it.reserve_rank for it in three] == [1, 3, 2]


@pytest.mark.parametrize("step", ["returned", "found_ineligible"])
def test_returning_and_ineligible_need_a_reason(app, step):
    nomination = make_nomination()
    with pytest.raises(Refused, match="Give a reason"):
        selection.step([nomination], step, by=make_acting())
    selection.step([nomination], step, by=make_acting(), reason="Passport ends in June")
    assert nomination.reason == "Passport ends in June"


def test_a_step_for_many_is_taken_by_all_or_nobody(app):
    open_one, ended = make_nomination(), make_nomination(status=Status.WITHDRAWN)
    with pytest.raises(Refused, match="is withdrawn"):
        selection.step([open_one, ended], "not_selected", by=make_acting())
    assert open_one.status is Status.SUBMITTED


@pytest.fixture
def selected(app):
    nomination = make_nomination(make_allocation(seats=1))
    selection.select([nomination], by=make_acting(), offer_until=soon())
    return nomination


def picture(nomination):
    from tpp.seats.models import SeatAllocation

    allocation = db.session.get_one(SeatAllocation, nomination.allocation_id)
    db.session.refresh(allocation)
    assert allocation.picture == picture_from_ledger(allocation)
    return allocation.picture


def test_a_declined_offer_leaves_a_free_seat(selected):
    selection.decline(selected, by=make_acting(), reason="Deployed meanwhile")
    assert selected.status is Status.DECLINED
    assert picture(selected) == Picture(offered=1)


def test_a_withdrawn_nominee_leaves_a_free_seat(selected):
    actions.withdraw(selected, by=make_acting(), reason="Ill")
    assert selected.status is Status.WITHDRAWN
    assert picture(selected).free == 1


def test_withdrawing_needs_a_reason(selected):
    with pytest.raises(Refused, match="Give a reason"):
        actions.withdraw(selected, by=make_acting(), reason="")
    assert selected.status is Status.SELECTED


@pytest.mark.both
def test_an_offer_that_nobody_answers_lapses(selected):
    assert selection.lapse_due(clock.now()) == 0
    assert selection.lapse_due(soon() + timedelta(days=1)) == 1
    assert selection.lapse_due(soon() + timedelta(days=1)) == 0
    assert selected.status is Status.LAPSED
    assert picture(selected) == Picture(offered=1)


def test_a_substitute_takes_over_the_seat(selected):
    allocation_of = selected.allocation_id
    other = make_nomination(
        allocation=db.session.get_one(type(make_allocation()), allocation_of), status=Status.RESERVE
    )
    actions.substitute(selected, other, by=make_acting(), reason="Ill")
    assert (selected.status, other.status) == (Status.SUBSTITUTED, Status.SELECTED)
    assert picture(selected) == Picture(offered=1, held=1)


def test_only_a_nominee_of_the_same_office_can_be_a_substitute(selected):
    for other in (make_nomination(status=Status.RESERVE), make_nomination()):
        with pytest.raises(Refused, match="your office has put forward"):
            actions.substitute(selected, other, by=make_acting(), reason="Ill")
    assert selected.status is Status.SELECTED


def reached(allocation, **given):
    """A nominee with an e-mail address."""
    person = make_person(allocation.party, **given)
    whose = {"person_id": person.id, "party_id": person.party_id}
    make(ContactPoint, {"kind": ContactKind.EMAIL, "value": "asha@example.org"}, whose)
    return make_nomination(allocation, person)


def letters():
    return db.session.scalars(sa.select(Message)).all()


def test_an_offer_is_written_to_those_selected_who_have_an_address(app):
    allocation = make_allocation(seats=2)
    both = [reached(allocation, name="Asha", language="fr"), make_nomination(allocation)]

    selection.select(both, by=make_acting(), offer_until=clock.now() + timedelta(days=7))

    [mail] = letters()
    assert (mail.to, mail.language, mail.template) == ("asha@example.org", "fr", "offer")
    assert mail.words["code"] == allocation.offering.code
    assert f"/nominations/{both[0].id}/offer" in letter(mail).get_body().get_content()


def test_a_refused_selection_writes_to_nobody(app):
    allocation = make_allocation(seats=1)
    two = [reached(allocation), make_nomination(allocation)]
    with pytest.raises(Refused):
        selection.select(two, by=make_acting(), offer_until=soon())
    assert letters() == []


def test_invented_people_are_not_written_to(app):
    invented = reached(make_allocation(), is_demonstration=True)
    shown = reached(make_allocation(make_run(is_demonstration=True)))
    for nomination in (invented, shown):
        selection.select([nomination], by=make_acting(), offer_until=soon())
    assert letters() == []
