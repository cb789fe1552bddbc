"""Of each kind of thing in the demonstration the one on which a page has most to show."""

from typing import Any

import sqlalchemy as sa
from flask import current_app

from tpp.accounts.models import Account, Appointment, Office, OfficeHolder
from tpp.acting import Acting, Role
from tpp.attendance.models import AttendanceRecord
from tpp.calls.models import CalledRun, NominationCall
from tpp.calls.queries.rows import concerns
from tpp.catalogue.models import WrittenTest
from tpp.certificates.actions.linking import give_links
from tpp.certificates.models import Award, AwardLine, Certificate, CertificateRequest
from tpp.certificates.rules import Status as Issued
from tpp.certificates.rules.awards import OPEN
from tpp.certificates.rules.corrections import Answer
from tpp.db import db
from tpp.designs.models import CertificateDesign
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import TO_DECIDE
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.enrolments.rules import Status as Place
from tpp.enrolments.rules.arrivals import sealed
from tpp.jobs.models import Job
from tpp.nominations.models import Nomination
from tpp.nominations.rules import HAS_SEAT
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import visible_to
from tpp.offerings.rules import Status
from tpp.outbox.models import Message
from tpp.people.models import Person
from tpp.pool.models import PoolMembership
from tpp.rolls.models import Roll
from tpp.scope import EVERYTHING, seeing
from tpp.seats.models import SeatAllocation
from tpp.signatories.models import Signatory

Known = dict[str, Any]
BEST = {
    "nominations.new": Status.PLANNED,
    "nominations.of_run": Status.PLANNED,
    "seats.of_run": Status.PLANNED,
    "seats.ledger": Status.PLANNED,
    "seats.groups": Status.PLANNED,
    "selection.proposal": Status.PLANNED,
    "certificates.of_run": Status.DELIVERED,
    "certificates.bulk": Status.DELIVERED,
    "certificates.names": Status.DELIVERED,
    "certificates.preview": Status.DELIVERED,
    "certificates.preview_of_team": Status.DELIVERED,
    "questionnaires.of_run": Status.DELIVERED,
    "assessments.second_look": Status.DELIVERED,
    "offerings.plan_of_run": Status.CONFIRMED,
}
"""The status of the run that shows a page best; in progress where none is named."""


def first(statement: Any) -> Any:
    return db.session.scalar(statement.limit(1))


def run(acting: Acting, endpoint: str, known: Known) -> Any:
    wanted = BEST.get(endpoint, Status.IN_PROGRESS)
    filled = sa.select(sa.func.count()).select_from(Session)
    filled = filled.where(Session.offering_id == CourseOffering.id).scalar_subquery()
    called = sa.exists().where(CalledRun.offering_id == CourseOffering.id)
    tested = sa.exists().where(WrittenTest.version_id == CourseOffering.course_version_id)
    best = (CourseOffering.status != wanted, sa.not_(called), filled.desc(), CourseOffering.id)
    if endpoint == "assessments.test":
        best = (sa.not_(tested), *best)
    found = first(visible_to(acting).order_by(*best))
    return found and found.code


def session(acting: Acting, endpoint: str, known: Known) -> Any:
    of_run = CourseOffering.code == known["code"]
    sessions = sa.select(Session.id).join(CourseOffering).where(of_run)
    marked = sa.exists().where(AttendanceRecord.session_id == Session.id)
    return first(sessions.order_by(sa.not_(marked), Session.starts_at))


def journey(acting: Acting, endpoint: str, known: Known) -> Any:
    """A place that is still to be prepared, where this office sees one."""
    statuses = (Place.CONFIRMED, Place.ARRIVED, Place.IN_TRAINING)
    ready = Enrolment.status.in_(CAME if endpoint == "assessments.outcome" else statuses)
    return first(sa.select(Enrolment.id).where(ready).order_by(Enrolment.status, Enrolment.id))


def token(acting: Acting, endpoint: str, known: Known) -> Any:
    word = first(sa.select(Enrolment.word).order_by(Enrolment.id))
    return word and sealed(word, current_app.config["SECRET_KEY"])


def session_to_plan(acting: Acting, endpoint: str, known: Known) -> Any:
    """A session that can still be changed."""
    own = sa.select(Session.id).where(Session.cancelled_at.is_(None))
    runs = visible_to(acting).where(CourseOffering.status == Status.IN_PROGRESS)
    of_runs = Session.offering_id.in_(runs.with_only_columns(CourseOffering.id))
    return first(own.where(of_runs).order_by(Session.starts_at.desc()))


def place(acting: Acting, endpoint: str, known: Known) -> Any:
    of_run = CourseOffering.code == known["code"]
    marked = sa.exists().where(AttendanceRecord.enrolment_id == Enrolment.id)
    places = sa.select(Enrolment.id).join(Enrolment.offering).where(of_run)
    return first(places.order_by(sa.not_(marked), Enrolment.id))


def recommended(acting: Acting, endpoint: str, known: Known) -> Any:
    """Somebody on the list of the run that waits for approval."""
    of_run = CourseOffering.code == known["code"]
    lines = sa.select(AwardLine.enrolment_id).join(Award, Award.id == AwardLine.award_id)
    lines = lines.join(CourseOffering, CourseOffering.id == Award.offering_id)
    return first(lines.where(of_run, Award.status.in_(OPEN)).order_by(AwardLine.id))


def person(acting: Acting, endpoint: str, known: Known) -> Any:
    certified = sa.exists().where(Certificate.person_id == Person.id)
    return first(sa.select(Person.id).order_by(sa.not_(certified), Person.id))


def member_of_the_pool(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(PoolMembership.id).order_by(PoolMembership.id.desc()))


def seats(acting: Acting, endpoint: str, known: Known) -> Any:
    """Those with most to show: free ones, which can be moved."""
    free = SeatAllocation.offered - SeatAllocation.held - SeatAllocation.filled
    found = (
        sa.select(SeatAllocation.id)
        .join(CourseOffering, CourseOffering.id == SeatAllocation.offering_id)
        .where(CourseOffering.status == Status.PLANNED)
    )
    return first(found.order_by(free.desc(), SeatAllocation.id))


def nomination(acting: Acting, endpoint: str, known: Known) -> Any:
    status = {
        "nominations.change": NominationStatus.DRAFT,
        "enrolments.offer": NominationStatus.SELECTED,
    }
    found = sa.select(Nomination.id)
    if endpoint in status:
        found = found.where(Nomination.status == status[endpoint])
    elif endpoint == "enrolments.substitute":
        found = found.where(Nomination.status.in_(HAS_SEAT))
    elif acting.role is Role.COORDINATOR:
        found = found.where(Nomination.status == NominationStatus.SUBMITTED)
    return first(found.order_by(Nomination.id))


def roll(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(Roll.id).order_by(Roll.id))


def pair(acting: Acting, endpoint: str, known: Known) -> Any:
    """One to decide, else any that this office may see."""
    decided = PersonPair.status.not_in(TO_DECIDE)
    return first(sa.select(PersonPair.id).order_by(decided, PersonPair.id))


def call(acting: Acting, endpoint: str, known: Known) -> Any:
    """The one that closes last, so that it is open."""
    known_ones = sa.select(NominationCall.id).where(*concerns(acting))
    return first(known_ones.order_by(NominationCall.closes_on.desc()))


def account(acting: Acting, endpoint: str, known: Known) -> Any:
    """Somebody else: nobody disables the own account. One who was disabled, to be let in again."""
    disabled = Account.disabled_at.is_(None)
    if endpoint == "accounts.enable":
        disabled = sa.not_(disabled)
    if endpoint == "accounts.reset_second_factor":
        disabled = Account.totp_secret != ""
    return first(sa.select(Account.id).where(Account.id != acting.account_id, disabled))


def office(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(Office.id).where(Office.role == Role.FOCAL_POINT))


def holder(acting: Acting, endpoint: str, known: Known) -> Any:
    others = OfficeHolder.account_id != acting.account_id
    return first(sa.select(OfficeHolder.id).where(others, OfficeHolder.until.is_(None)))


def appointment(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(Appointment.id).order_by(Appointment.id))


def job(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(Job.id).order_by(Job.id))


def invitation(acting: Acting | None, endpoint: str, known: Known) -> Any:
    return word_in("invitation")


def password_link(acting: Acting | None, endpoint: str, known: Known) -> Any:
    return word_in("new_password")


def word_in(template: str) -> Any:
    """The secret word of a link stands in the mail alone."""
    kept = Message.sent_at.is_(None), Message.next_try_at.is_(None)
    mails = sa.select(Message).where(Message.template == template, *kept)
    mail = first(mails.order_by(Message.id.desc()))
    return mail and mail.words["token"]


def certificate(acting: Acting | None, endpoint: str, known: Known) -> Any:
    """One of which something is asked, and which is in force."""
    asked = sa.exists().where(
        CertificateRequest.certificate_id == Certificate.id,
        CertificateRequest.status == Answer.ASKED,
    )
    stands = Certificate.status == Issued.ISSUED
    return first(sa.select(Certificate.id).where(stands).order_by(~asked, Certificate.id))


def design(acting: Acting | None, endpoint: str, known: Known) -> Any:
    return first(sa.select(CertificateDesign.id).order_by(CertificateDesign.id.desc()))


def signatory(acting: Acting | None, endpoint: str, known: Known) -> Any:
    return first(sa.select(Signatory.id).order_by(Signatory.id.desc()))


def certificate_code(acting: Acting | None, endpoint: str, known: Known) -> Any:
    with seeing(EVERYTHING):  # the paper is in a stranger's hand
        return first(sa.select(Certificate.code).order_by(Certificate.id))


def link_to_a_certificate(acting: Acting | None, endpoint: str, known: Known) -> Any:
    with seeing(EVERYTHING):  # the mail is its holder's
        certificate = first(sa.select(Certificate).order_by(Certificate.id))
        return give_links([certificate])[0] if certificate else None
