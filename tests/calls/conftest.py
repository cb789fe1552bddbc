"""A call of two runs in two zones, and the offices that it asks."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import make, make_account, make_acting, make_office
from tests.outbox.conftest import mail_server  # noqa: F401
from tpp import clock
from tpp.accounts.models import OfficeHolder
from tpp.acting import Role
from tpp.calls import actions
from tpp.calls.actions import Wanted

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def today(app, at):
    """The clock stands at noon of 1 September 2026."""
    at(NOW)
    return NOW.date()


@pytest.fixture
def coordinator(app):
    return make_acting(account=make_account(name="Ines Prado"))


@pytest.fixture
def opened(today, coordinator):
    """opened(runs, **what) is a call from today to 30 September."""

    def open_call(*runs, **what):
        usual = {
            "title": "Operators of heavy machines",
            "opens_on": today,
            "closes_on": today + timedelta(days=29),
            "texts": {"en": "Two years of experience.", "fr": "Deux ans d’expérience."},
        }
        return actions.open_call(list(runs), by=coordinator, **(usual | what))

    return open_call


@pytest.fixture
def ask(coordinator):
    """ask(call, party, run=seats) asks the Party with seats in every run of the call."""

    def ask_party(call, party, seats=2):
        runs = {it.offering_id: (0, seats) for it in call.runs}
        actions.ask(call, [Wanted(party, asked=True, seats=runs)], by=coordinator)

    return ask_party


def holder(party, language="en", **account):
    """Somebody who signs in for an office of the Party."""
    who = make_account(language=language, **account)
    office = make_office(Role.FOCAL_POINT, party_id=party.id)
    make(
        OfficeHolder,
        {"since": clock.now()},
        {"account_id": who.id, "office_id": office.id},
    )
    return who
