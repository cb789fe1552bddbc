"""The ledger of seats: its lines, and what they add up to."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from tpp.accounts.models import Account, Office
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.seats.models import SeatAllocation, SeatEntry, SeatGroup
from tpp.seats.rules import Deed, Picture

SUMS = tuple(
    func.coalesce(func.sum(column), 0)
    for column in (SeatEntry.offered, SeatEntry.held, SeatEntry.filled, SeatEntry.released)
)


def picture_from_ledger(allocation: SeatAllocation) -> Picture:
    """What the lines of the ledger add up to: always what the counters say."""
    lines = select(*SUMS).where(SeatEntry.allocation_id == allocation.id)
    return Picture(*list(db.session.execute(lines).one()))


@dataclass(frozen=True)
class Filter:
    """Which lines of the ledger; None where all."""

    party: str | None = None
    deed: Deed | None = None
    group_id: int | None = None

    @property
    def wanted(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.party:
            found.append(Party.code == self.party)
        if self.deed:
            found.append(SeatEntry.deed == self.deed)
        if self.group_id:
            found.append(
                sa.or_(
                    SeatEntry.station_id == self.group_id,
                    SeatEntry.language_group_id == self.group_id,
                )
            )
        return found


def ledger(run: CourseOffering, narrowed: Filter | None = None) -> Select[*tuple[Any, ...]]:
    """The lines of the seat ledger of a run, newest first, with who did it and in which groups."""
    station, language = aliased(SeatGroup), aliased(SeatGroup)
    return (
        select(
            SeatEntry,
            Party.name.label("party"),
            Account.name.label("who"),
            Office.name.label("office"),
            station.name.label("station"),
            language.name.label("language"),
        )
        .join(Party, Party.id == SeatEntry.party_id)
        .outerjoin(Account, Account.id == SeatEntry.account_id)
        .outerjoin(Office, Office.id == SeatEntry.office_id)
        .outerjoin(station, station.id == SeatEntry.station_id)
        .outerjoin(language, language.id == SeatEntry.language_group_id)
        .where(SeatEntry.offering_id == run.id, *(narrowed or Filter()).wanted)
        .order_by(SeatEntry.id.desc())
    )


def newest_line(run: CourseOffering) -> int:
    """The number of the newest line of a run, 0 before the first."""
    newest = select(func.max(SeatEntry.id)).where(SeatEntry.offering_id == run.id)
    return db.session.scalar(newest) or 0


def newest_offer(allocation: SeatAllocation) -> int:
    """The newest line that changed how many seats a Party is offered, 0 where none did."""
    newest = select(func.max(SeatEntry.id)).where(
        SeatEntry.allocation_id == allocation.id, SeatEntry.offered != 0
    )
    return db.session.scalar(newest) or 0


def releases(run: CourseOffering) -> list[tuple[str, int]]:
    """Codes of the Parties whose seats went back to the programme, and how many, the most first."""
    number = func.sum(SeatEntry.released)
    found = (
        select(Party.code, number)
        .join(SeatEntry, SeatEntry.party_id == Party.id)
        .where(SeatEntry.offering_id == run.id, SeatEntry.released != 0)
        .group_by(Party.code)
        .order_by(number.desc(), Party.code)
    )
    return [(code, seats) for code, seats in db.session.execute(found)]
