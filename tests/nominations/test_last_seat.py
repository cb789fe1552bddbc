"""One winner for the last seat, however many ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_allocation, make_nomination, make_run
from tpp import clock
from tpp.db import db
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.scope import EVERYTHING, see
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Picture
from tpp.selection.actions import select

CLAIMS, SEATS, AT_ONCE = 500, 30, 16


@pytest.fixture
def claim(app):
    """claim(nomination id) selects it in a thread's own session: did it get a seat?"""
    coordinator, until = make_acting(), clock.now() + timedelta(days=7)

    def claims(nomination_id):
        with app.app_context():
            see(EVERYTHING)
            try:
                nomination = db.session.get_one(Nomination, nomination_id)
                select([nomination], by=coordinator, offer_until=until)
            except Refused:
                return False
            finally:
                db.session.remove()
            return True

    return claims


@pytest.mark.both
def test_500_claims_on_30_seats_select_exactly_30(app, claim):
    allocation = make_allocation(make_run(seats=SEATS), seats=SEATS)
    ids = [make_nomination(allocation).id for _ in range(CLAIMS)]
    db.session.rollback()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        won = sum(threads.map(claim, ids))

    assert won == SEATS
    db.session.expire_all()
    selected = sa.select(sa.func.count()).where(Nomination.status == Status.SELECTED)
    assert db.session.scalar(selected) == SEATS
    assert (
        allocation.picture == picture_from_ledger(allocation) == Picture(offered=SEATS, held=SEATS)
    )


@pytest.mark.both
def test_one_nominee_selected_by_many_at_once_holds_one_seat(app, claim):
    allocation = make_allocation(seats=5)
    nomination_id = make_nomination(allocation).id
    db.session.rollback()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        won = sum(threads.map(claim, [nomination_id] * 40))

    db.session.expire_all()
    assert won == 1
    assert allocation.picture == picture_from_ledger(allocation) == Picture(offered=5, held=1)
