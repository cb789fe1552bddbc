"""What people do with the trainers' pool. Nothing moves by itself but unanswered invitations."""

from datetime import date, datetime, time

from tpp import clock
from tpp.accounts.actions import offices
from tpp.accounts.models import Account
from tpp.accounts.queries.offices import holding, office_of
from tpp.acting import SYSTEM, Acting, Role
from tpp.assessments.models import Outcome
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import actions as runs
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import is_trainer
from tpp.offerings.rules import StaffRole, check_live, moment
from tpp.outbox import actions as outbox
from tpp.outbox.rules import is_written_to
from tpp.parties.rules import PartyKind
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.queries import email_of
from tpp.pool import queries, rules
from tpp.pool.models import PoolInvitation, PoolMembership
from tpp.pool.rules import ACTIVE, Answer
from tpp.scope import EVERYTHING, seeing


@transaction()
def enter(outcome: Outcome, *, by: Acting, reason: str) -> PoolMembership:
    """Write down somebody who completed a training of trainers: the first step of the pipeline."""
    if queries.one_proposal(by, outcome.id) is None:
        raise Refused("This person is in the pipeline already, or did not complete the training.")
    if not reason.strip():
        raise Refused("Give a reason: it is kept in the history.", "reason")
    run = db.session.get_one(CourseOffering, outcome.offering_id)
    membership = PoolMembership(person_id=outcome.person_id, party_id=outcome.party_id)
    membership.course_id = run.course_version.course_id
    membership.graduated_in_id, membership.since = run.id, clock.now()
    db.session.add(membership)
    db.session.flush()
    record(membership, "entered", by=by, reason=reason, after={"status": membership.status})
    return membership


@transaction()
def step(membership: PoolMembership, name: str, *, by: Acting, reason: str) -> None:
    """Move somebody along the pipeline, with a reason."""
    lock(membership)
    rules.check_step(name, membership.status, membership.level, reason)
    membership.move(name, by=by, reason=reason)
    membership.since = clock.now()
    if membership.status in ACTIVE:
        membership.level = membership.status


@transaction()
def invite(
    membership: PoolMembership, run: CourseOffering, *, role: StaffRole, until_on: date, by: Acting
) -> PoolInvitation:
    """Ask a member of the pool to teach in a run; who has no account yet is let in first."""
    check_live(run.status)
    begins = moment(run.starts_on, time(0), run.timezone, "until_on")
    until = moment(until_on, time(23, 59), run.timezone, "until_on")
    rules.check_invited(membership.status, until, clock.now(), begins)
    person = membership.person
    lock(person)
    if queries.has_open(person.id, run):
        raise Refused("This person is asked to teach in the run already.", "run")
    if person.account_id is None:
        people.let_in(person, by=by)
    now = clock.now()
    invitation = PoolInvitation(
        membership_id=membership.id,
        person_id=person.id,
        party_id=person.party_id,
        offering_id=run.id,
        role=role,
        invited_at=now,
        until=until,
    )
    db.session.add(invitation)
    db.session.flush()
    record(invitation, "invited_to_teach", by=by, after={"role": role})
    tell(invitation, person, run)
    return invitation


def tell(invitation: PoolInvitation, person: Person, run: CourseOffering) -> None:
    address = email_of(person)
    if address is None or not is_written_to(run, person):
        return
    words = {
        "name": person.name,
        "course": run.course_version.course.title,
        "code": run.code,
        "place": ", ".join(filter(None, (run.venue, run.place))),
        "first": run.starts_on.isoformat(),
        "last": run.ends_on.isoformat(),
        "until": invitation.until.isoformat(),
        "zone": run.timezone,
    }
    key = f"pool-invitation-{invitation.id}"
    outbox.write(key, address, "pool_invitation", person.language, **words)


@transaction()
def accept(invitation: PoolInvitation, *, by: Acting, free_until: date | None = None) -> None:
    """The person says yes, for the whole run or until a day of it."""
    lock(invitation)
    run = invitation.offering
    rules.check_free_until(free_until, run.starts_on, run.ends_on)
    answer(invitation, "accepted", by=by)
    invitation.free_until = free_until


@transaction()
def decline(invitation: PoolInvitation, *, by: Acting, reason: str = "") -> None:
    lock(invitation)
    answer(invitation, "declined", by=by, reason=reason)


def answer(invitation: PoolInvitation, name: str, *, by: Acting, reason: str = "") -> None:
    if invitation.status is Answer.INVITED and invitation.until <= clock.now():
        raise Refused("The time to answer is over. Ask the programme office.")
    invitation.move(name, by=by, reason=reason)
    invitation.answered_at = clock.now()


@transaction()
def withdraw(invitation: PoolInvitation, *, by: Acting, reason: str) -> None:
    """The programme office takes the invitation back."""
    lock(invitation)
    if not reason.strip():
        raise Refused("Give a reason: it is kept in the history.", "reason")
    invitation.move("withdrawn", by=by, reason=reason)
    outbox.withdraw(f"pool-invitation-{invitation.id}")


@transaction()
def staff(invitation: PoolInvitation, *, by: Acting) -> None:
    """Whoever said yes is put into the team of the run, as somebody their State sends."""
    lock(invitation)
    invitation.move("staffed", by=by)
    person = invitation.membership.person
    account = db.session.get_one(Account, person.account_id)
    if not is_trainer(account):
        appoint(account, by=by)
    nationality = person.nationality
    party = nationality if nationality.kind is PartyKind.COUNTRY else None
    runs.assign(invitation.offering, account, role=invitation.role, party=party, by=by)


def appoint(account: Account, *, by: Acting) -> None:
    office = office_of(Role.TRAINER, None) or offices.make_office(Role.TRAINER, "Trainers", by=by)
    if not holding(account, office):
        offices.appoint(account, office, by=by)


@transaction()
def lapse(invitation: PoolInvitation, *, by: Acting) -> bool:
    """Nobody answered in time; False where somebody did at the last moment."""
    lock(invitation)
    if invitation.status is not Answer.INVITED:
        return False
    invitation.move("lapsed", by=by, reason="The invitation was not answered in time.")
    return True


def lapse_due(now: datetime | None = None) -> int:
    """Let invitations lapse that nobody answered; part of the worker's rounds."""
    with seeing(EVERYTHING):  # the register's own calendar looks at every invitation
        return sum(lapse(it, by=SYSTEM) for it in queries.expired(now or clock.now()))
