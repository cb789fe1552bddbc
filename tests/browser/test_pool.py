"""A member of the trainers' pool is invited, says yes, and is in the team of the run."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests import factories as f
from tests.browser.casting import address, appointed, open_account
from tests.browser.visiting import PHONE
from tpp import clock
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.offerings.models import Staffing
from tpp.offerings.rules import Status as Run
from tpp.parties.queries import by_code
from tpp.people.models import Person
from tpp.pool.models import PoolMembership
from tpp.pool.rules import Status
from tpp.scope import EVERYTHING, seeing

pytestmark = pytest.mark.browser
NAME = "Nyokabi Of The Pool"


def member_with_account() -> tuple[int, str]:
    """Somebody of Kenya in the pool, who signs in as trainee; and a run to come."""
    person = f.make_person(by_code("KEN"), name=NAME)
    acting = appointed("trainee.pool", Role.TRAINEE)
    with seeing(EVERYTHING), transaction():
        db.session.get_one(Person, person.id).account_id = acting.account_id
    first = clock.now().date() + timedelta(days=40)
    run = f.make_run(status=Run.CONFIRMED, starts_on=first, ends_on=first + timedelta(days=9))
    what = {"course_id": run.course_version.course_id, "graduated_in_id": run.id}
    state = {"status": Status.IN_POOL, "level": Status.IN_POOL, "since": clock.now()}
    whose = {"person_id": person.id, "party_id": person.party_id}
    f.make(PoolMembership, what | state, whose)
    return acting.account_id, run.code


def test_a_member_of_the_pool_is_invited_says_yes_and_is_in_the_team(register, visitor):
    with register.records():
        account, code = member_with_account()
    open_account(register, "office.pool", Role.COORDINATOR)
    coordinator = visitor(address("office.pool"))
    coordinator.go("/pool")
    coordinator.follow(NAME)
    coordinator.follow("Invite to a run")
    run = coordinator.page.get_by_label("Course run", exact=True)
    run.select_option(value=code)
    coordinator.page.get_by_label("As", exact=True).select_option(value="trainer")
    coordinator.fill(until_on=f"{clock.now().date() + timedelta(days=7)}")
    coordinator.press("Send the invitation")
    coordinator.says("The invitation is on its way.")

    trainer = visitor(address("trainee.pool"), PHONE)
    trainer.go("/")
    trainer.follow("My teaching", trainer.page.locator("nav.rolenav"))
    trainer.picture("71-my-teaching")
    trainer.press("Yes, I will teach")
    trainer.says("The programme office confirms your place in the team.")

    coordinator.go("/pool")
    coordinator.follow(NAME)
    coordinator.picture("72-member-of-the-pool")
    coordinator.press("Put into the team")
    coordinator.says("The person is in the team of the run now.")
    with register.records():
        team = db.session.scalar(sa.select(Staffing).where(Staffing.account_id == account))
        assert team is not None
        assert team.party_id == by_code("KEN").id
