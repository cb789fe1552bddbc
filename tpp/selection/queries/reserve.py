"""Free seats, and who is next on the reserve of the same office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.accounts.queries.offices import IN_OFFICE
from tpp.acting import Role
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries import checks_of
from tpp.nominations.rules import Status
from tpp.nominations.rules.eligibility import Check
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import LIVE
from tpp.outbox.models import Message
from tpp.people.models import Person
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.queries import allocations
from tpp.seats.rules import Deed
from tpp.selection.rules import barring

TOLD_WITHIN = timedelta(days=2)
"""A seat that came free longer ago is no news; the page of the selection still shows it."""


@dataclass(frozen=True)
class Next:
    """Somebody on reserve for whom a seat of their office is free."""

    nomination: Nomination
    allocation: SeatAllocation
    barring: list[Check]
    """Required rules that are not met: the seat cannot be offered before they are overridden."""


def next_on_reserve(run: CourseOffering) -> list[Next]:
    """For each free seat of an office the next of its reserve, in the order of their ranks."""
    free = {it.id: it for it in allocations(run) if it.picture.free > 0}
    waiting = reserve_of_offices(run, list(free)) if free else []
    checks = checks_of(waiting)
    left = {number: it.picture.free for number, it in free.items()}
    found = []
    for it in waiting:
        if left[it.allocation_id] > 0:
            left[it.allocation_id] -= 1
            found.append(Next(it, free[it.allocation_id], barring(checks[it.id])))
    return found


def reserve_of_offices(run: CourseOffering, allocation_ids: Sequence[int]) -> list[Nomination]:
    found = (
        select(Nomination)
        .join(Person, Person.id == Nomination.person_id)
        .options(contains_eager(Nomination.person))
        .where(
            Nomination.offering_id == run.id,
            Nomination.allocation_id.in_(allocation_ids),
            Nomination.status == Status.RESERVE,
        )
        .order_by(Nomination.allocation_id, Nomination.reserve_rank, Nomination.id)
    )
    return list(db.session.scalars(found))


class Untold(NamedTuple):
    """A seat that came free while somebody is on reserve, and a coordinator who was not told yet."""

    entry_id: int
    account_id: int
    name: str
    email: str
    language: str
    code: str
    party: int


def untold(now: datetime) -> list[Untold]:
    """Seats that came free lately, one line for each person of the programme office."""
    allocation = SeatAllocation
    waits = sa.exists().where(
        Nomination.allocation_id == SeatEntry.allocation_id,
        Nomination.status == Status.RESERVE,
        Nomination.decided_at <= SeatEntry.at,
    )
    key = sa.literal("seat-free-") + sa.cast(SeatEntry.id, sa.String)
    key = key + "-" + sa.cast(Account.id, sa.String)
    columns = (SeatEntry.id, Account.id, Account.name, Account.email, Account.language)
    found = (
        select(*columns, CourseOffering.code, SeatEntry.party_id)
        .select_from(SeatEntry)
        .join(allocation, allocation.id == SeatEntry.allocation_id)
        .join(CourseOffering, CourseOffering.id == SeatEntry.offering_id)
        .join(Office, sa.and_(Office.role == Role.COORDINATOR, Office.closed_at.is_(None)))
        .join(OfficeHolder, OfficeHolder.office_id == Office.id)
        .join(Account, Account.id == OfficeHolder.account_id)
        .where(
            SeatEntry.deed == Deed.FREED,
            SeatEntry.at > now - TOLD_WITHIN,
            allocation.offered > allocation.held + allocation.filled,
            CourseOffering.status.in_(LIVE),
            CourseOffering.is_demonstration.is_(False),
            Account.is_demonstration.is_(False),
            *IN_OFFICE,
            waits,
            ~sa.exists().where(Message.key == key),
        )
        .order_by(SeatEntry.id, Account.id)
        .distinct()
    )
    return [Untold(*row) for row in db.session.execute(found)]
