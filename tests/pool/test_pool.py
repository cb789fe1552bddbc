"""The trainers' pool: from a graduate to the team of a run, and who reads it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_outcome,
    make_party,
    make_person,
    make_run,
    make_version,
)
from tests.matrix.state import rows
from tpp import clock
from tpp.acting import Role
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.catalogue.rules import CourseKind
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Refused
from tpp.offerings import actions as runs
from tpp.offerings.models import Staffing
from tpp.offerings.rules import StaffRole
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.pool import actions, queries, rules
from tpp.pool.models import PoolMembership
from tpp.pool.rules import Answer, Status

WAY = ("recommended", "taken_in", "made_assistant", "made_trainer", "made_course_leader")


def graduate(name="Asha Njeri", party=None, outcome=OutcomeStatus.COMPLETED):
    """Somebody who finished a training of trainers, with the outcome of it."""
    version = make_version()
    with transaction():
        version.course.kind = CourseKind.TRAINING_OF_TRAINERS
    allocation = make_allocation(make_run(version), party)
    person = make_person(allocation.party, name=name)
    place = make_enrolment(allocation, person, status=PlaceStatus.FINISHED)
    return person, make_outcome(place, outcome)


def member(*steps, **given):
    person, outcome = graduate(**given)
    by = make_acting()
    membership = actions.enter(outcome, by=by, reason="Good teacher")
    for name in steps:
        actions.step(membership, name, by=by, reason="As seen")
    return person, membership


def reachable(person):
    tie = {"person_id": person.id, "party_id": person.party_id}
    make(ContactPoint, tie, {"kind": ContactKind.EMAIL, "value": f"p{person.id}@example.org"})


def to_come():
    first = clock.now().date() + timedelta(days=30)
    return make_run(starts_on=first, ends_on=first + timedelta(days=10))


def invited(**given):
    person, membership = member(*WAY[:2], **given)
    reachable(person)
    until = clock.now().date() + timedelta(days=7)
    by = make_acting()
    asked = actions.invite(membership, to_come(), role=StaffRole.TRAINER, until_on=until, by=by)
    return person, asked


@pytest.mark.parametrize("level", rules.ACTIVE)
def test_whoever_comes_back_is_what_they_were(level):
    back = [it for it in rules.steps_of(Status.PAUSED, level) if it.startswith("back_")]
    assert back == [f"back_{level}"]
    for other in set(rules.ACTIVE) - {level}:
        with pytest.raises(Refused):
            rules.check_step(f"back_{other}", Status.PAUSED, level, "Back")


def test_whoever_completes_a_training_of_trainers_is_proposed_and_not_entered(app):
    person, _ = graduate()
    graduate(name="Luz Quispe", outcome=OutcomeStatus.NOT_COMPLETED)
    assert [it.id for it in db.session.execute(queries.proposals())] == [person.id]
    assert db.session.scalars(select(PoolMembership)).all() == []


def test_each_step_has_a_reason_and_follows_the_one_before(app):
    _, membership = member(*WAY)
    assert membership.status is Status.COURSE_LEADER
    with pytest.raises(Refused, match="Give a reason"):
        actions.step(membership, "paused", by=make_acting(), reason=" ")
    with pytest.raises(Refused):
        actions.step(membership, "made_assistant", by=make_acting(), reason="Again")
    assert db.session.execute(queries.proposals()).all() == []


@pytest.mark.both
def test_a_yes_becomes_a_place_in_the_team_when_the_office_confirms(app):
    person, asked = invited()
    with pytest.raises(Refused, match="asked to teach in the run already"):
        actions.invite(
            asked.membership,
            asked.offering,
            role=StaffRole.TRAINER,
            until_on=clock.now().date() + timedelta(days=7),
            by=make_acting(),
        )
    with pytest.raises(Refused):
        actions.staff(asked, by=make_acting())
    actions.accept(asked, by=make_acting(Role.TRAINEE))
    actions.staff(asked, by=make_acting())
    team = db.session.scalar(select(Staffing).where(Staffing.account_id == person.account_id))
    assert (team.offering_id, team.role) == (asked.offering_id, StaffRole.TRAINER)
    assert (team.party_id, asked.status) == (person.nationality_id, Answer.STAFFED)
    assert db.session.scalars(select(Message.template)).all() == ["welcome", "pool_invitation"]


def test_an_invitation_that_nobody_answers_lapses(app, at):
    _, asked = invited()
    assert actions.lapse_due() == 0
    at(asked.until)
    with pytest.raises(Refused, match="time to answer is over"):
        actions.accept(asked, by=make_acting(Role.TRAINEE))
    assert actions.lapse_due() == 1
    assert asked.status is Answer.LAPSED


def test_only_members_of_the_pool_are_invited(app):
    _, membership = member()
    with pytest.raises(Refused, match="Only members"):
        actions.invite(
            membership,
            to_come(),
            role=StaffRole.TRAINER,
            until_on=clock.now().date() + timedelta(days=7),
            by=make_acting(),
        )


def test_the_pool_is_searched(browser):
    member(*WAY[:2], name="Asha Njeri")
    member(name="Luz Quispe")
    client = browser(make_acting())
    page = client.get("/pool?q=njeri&status=in_pool").text
    assert "Asha" in page
    assert "Luz" not in page
    assert "Nobody is in the pool" in client.get("/pool?language=fr").text
    assert "Nobody is in the pool" in client.get(f"/pool?since={date(2026, 1, 1)}").text


def test_an_office_reads_its_own_people_and_a_trainer_nobody(browser):
    kenya, peru = make_party(), make_party()
    _, own = member(name="Asha Njeri", party=kenya)
    _, foreign = member(name="Luz Quispe", party=peru)
    client = browser(make_focal_point(kenya))
    page = client.get("/pool").text
    assert "Asha" in page
    assert "Luz" not in page
    assert client.get(f"/pool/{own.id}").status_code == 200
    assert client.get(f"/pool/{foreign.id}").status_code == 404
    assert client.post(f"/pool/{own.id}/step").status_code == 403
    assert browser(make_acting(Role.TRAINER)).get("/pool").status_code == 403


def test_a_member_answers_for_themself_alone(browser):
    _, asked = invited()
    other = make_person()
    before = rows()["pool_invitation"]
    client = browser(make_acting(Role.TRAINEE, person=other))
    answer = {"answer": "yes"}
    assert client.post(f"/pool-invitations/{asked.id}/answer", data=answer).status_code == 404
    assert rows()["pool_invitation"] == before


def test_a_trainer_of_the_team_gets_another_role(app):
    _, asked = invited()
    actions.accept(asked, by=make_acting(Role.TRAINEE))
    actions.staff(asked, by=make_acting())
    team = db.session.scalar(select(Staffing))
    runs.change_staffing(team, role=StaffRole.LEAD, by=make_acting())
    assert (team.role, team.party_id) == (StaffRole.LEAD, None)
