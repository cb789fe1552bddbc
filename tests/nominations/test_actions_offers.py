"""What becomes of an offer: declined, lapsed, handed on, written about."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_nomination,
    make_person,
    make_run,
)
from tests.nominations.reading import soon
from tpp import clock
from tpp.db import db
from tpp.errors import Refused
from tpp.nominations import actions
from tpp.nominations.rules import Status
from tpp.outbox.mail import letter
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Picture
from tpp.selection import actions as selection


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
