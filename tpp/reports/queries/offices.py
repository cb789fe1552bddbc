"""What an office has before it: a country's calls and nominees, a supporter's runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from tpp.acting import Acting
from tpp.assessments.models import Outcome
from tpp.assessments.rules import DECIDED
from tpp.calls.models import CalledRun
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.nominations.models import Nomination
from tpp.nominations.rules import ENDED, Status
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.rules import LIVE
from tpp.offerings.rules import Status as RunStatus
from tpp.people.models import ContactPoint, Person
from tpp.people.rules import ContactKind, Sex
from tpp.reports.queries.figures import SUPPORTING
from tpp.reports.queries.work import RUN, of_runs, read
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import TO_SETTLE
from tpp.rolls.rules import Status as RollStatus
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import Status as SeatStatus

MOST = 10
NOT_SENT = (Status.DRAFT, Status.RETURNED)


def open_calls(now: datetime) -> Sequence[Any]:
    """Calls that are open to this office, with its seats and the people it has put forward."""
    named = (
        select(func.count(Nomination.id))
        .where(
            Nomination.offering_id == SeatAllocation.offering_id,
            Nomination.party_id == SeatAllocation.party_id,
            Nomination.status.not_in(ENDED),
        )
        .scalar_subquery()
    )
    women = (
        select(func.count(Enrolment.id))
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.offering_id == SeatAllocation.offering_id,
            Enrolment.party_id == SeatAllocation.party_id,
            Enrolment.status != PlaceStatus.WITHDRAWN,
            Person.sex == Sex.WOMAN,
        )
        .scalar_subquery()
    )
    seats = (
        women.label("women"),
        SeatAllocation.status,
        SeatAllocation.offered,
        SeatAllocation.held,
        SeatAllocation.filled,
        SeatAllocation.released,
    )
    lines = of_runs(
        SeatAllocation, CalledRun.call_id, CalledRun.closes_at, named.label("named"), *seats
    )
    is_open = (CalledRun.opens_at <= now, CalledRun.closes_at > now)
    return read(
        lines.join(CalledRun, CalledRun.offering_id == SeatAllocation.offering_id)
        .where(*is_open, CourseOffering.status.in_(LIVE))
        .where(SeatAllocation.status != SeatStatus.DECLINED, SeatAllocation.offered > 0)
        .order_by(CalledRun.closes_at)
    )


def seats_to_answer() -> Sequence[Any]:
    """Seats offered to this office that it has neither accepted nor declined."""
    lines = of_runs(SeatAllocation, SeatAllocation.offered)
    waits = (SeatAllocation.status == SeatStatus.OFFERED, SeatAllocation.offered > 0)
    live = CourseOffering.status.in_(LIVE)
    return read(lines.where(*waits, live).order_by(CourseOffering.starts_on))


NOMINEE = (
    Nomination.id,
    Nomination.status,
    Nomination.reason,
    Nomination.offer_until,
    Person.name,
    Person.sex,
)


def offers_to_answer(now: datetime) -> Sequence[Any]:
    """Nominees who are offered a place that nobody has taken or declined yet."""
    lines = of_runs(Nomination, *NOMINEE).join(Person, Person.id == Nomination.person_id)
    waits = (Nomination.status == Status.SELECTED, Nomination.offer_until > now)
    return read(lines.where(*waits).order_by(Nomination.offer_until))


def lists_to_correct() -> Sequence[Any]:
    """Lists of nominees that are not written yet, with the rows that somebody has to settle."""
    settles = func.count(RollRow.id).filter(RollRow.state.in_(TO_SETTLE)).label("number")
    lines = of_runs(Roll, Roll.id, settles).join(RollRow, RollRow.roll_id == Roll.id)
    is_open = (Roll.status == RollStatus.CHECKED, CourseOffering.status.in_(LIVE))
    found = lines.where(*is_open).group_by(Roll.id, *RUN).order_by(Roll.id.desc()).limit(MOST)
    return read(found)


def with_something_missing() -> Sequence[Any]:
    """Nominees who were returned or not sent, or who cannot be written to, in runs to come."""
    email = (
        select(ContactPoint.id)
        .where(ContactPoint.person_id == Person.id, ContactPoint.kind == ContactKind.EMAIL)
        .exists()
    )
    lines = of_runs(Nomination, *NOMINEE, email.label("has_email")).join(
        Person, Person.id == Nomination.person_id
    )
    waits = or_(Nomination.status.in_(NOT_SENT), Nomination.status.in_((Status.SELECTED,)) & ~email)
    in_order = (CourseOffering.starts_on, Person.name)
    return read(lines.where(waits, CourseOffering.status.in_(LIVE)).order_by(*in_order))


def latest_results() -> Sequence[Any]:
    """The outcomes decided last."""
    lines = of_runs(Outcome, Outcome.status, Person.id.label("person_id"), Person.name, Person.sex)
    decided = lines.join(Person, Person.id == Outcome.person_id).where(Outcome.status.in_(DECIDED))
    return read(decided.order_by(Outcome.id.desc()).limit(MOST))


def runs_of_supporter(acting: Acting) -> Sequence[Any]:
    """The runs that a State hosts or supports, the latest first, with what it does in each."""
    lines = of_runs(
        Participation,
        CourseOffering.id,
        CourseOffering.status,
        CourseOffering.seats,
        Participation.id.label("participation_id"),
        Participation.role,
    )
    own = (Participation.party_id == acting.party_id, Participation.role.in_(SUPPORTING))
    return read(
        lines.where(*own, CourseOffering.status != RunStatus.DRAFT).order_by(
            CourseOffering.starts_on.desc(), CourseOffering.id.desc()
        )
    )
