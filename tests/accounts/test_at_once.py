"""Two at the same moment: a link and a code are used by one of them."""

import threading

import pyotp
import pytest
import sqlalchemy as sa

from tests.browsing import make_user, stands
from tests.factories import make_acting, make_office
from tpp import clock
from tpp.accounts.actions import links, signing_in
from tpp.accounts.models import Account, OfficeHolder
from tpp.acting import Role
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.models import Message
from tpp.scope import EVERYTHING, see

pytestmark = pytest.mark.both


@pytest.fixture
def at_once(app):
    """at_once(deed) does it five times at the same moment and says what came of each."""

    def run(deed):
        start, results = threading.Barrier(5), []

        def one():
            with app.app_context():
                see(EVERYTHING)
                start.wait()
                try:
                    results.append(deed())
                except Refused:
                    results.append(None)

        threads = [threading.Thread(target=one) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        return results

    return run


def test_an_invitation_pressed_five_times_makes_one_holder(at_once):
    office = make_office(Role.TRAINER)
    links.ask(office, by=make_acting(Role.ADMINISTRATOR), email="asha@example.org", name="Asha")
    token = db.session.scalar(sa.select(Message)).words["token"]

    def accept():
        return links.accept(token, name="Asha", password="an otter swims in the Nile").id

    assert len([result for result in at_once(accept) if result]) == 1
    holders = sa.select(sa.func.count(OfficeHolder.id)).where(OfficeHolder.office_id == office.id)
    assert stands(holders) == 1


def test_a_code_typed_five_times_at_once_opens_one_browser(at_once):
    user = make_user(totp_secret=pyotp.random_base32())
    code, number = pyotp.TOTP(user.totp_secret).at(clock.now()), user.id

    def use():
        return signing_in.use_code(db.session.get(Account, number), code)

    assert sorted(at_once(use)) == [False] * 4 + [True]
