"""Who answered a call and who did not: one line a Party. An office sees its own line only."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tpp.accounts.models import Office
from tpp.acting import Role
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.calls.queries.readers import letters
from tpp.calls.queries.rows import seats_of
from tpp.calls.rules import Answer, answer_of
from tpp.db import db
from tpp.outbox.rules import Fate
from tpp.parties.models import Party
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Deed, Status


class Nominees(NamedTuple):
    """How many people a Party sent in for a run, in one status."""

    offering_id: int
    party_id: int
    status: str
    people: int
    women: int
    unknown: int
    first_sent_at: datetime | None


NOMINEES: list[Callable[[Sequence[int]], Iterable[Nominees]]] = []
"""Who counts nominees of runs: filled by the package that keeps them."""


@dataclass
class Line:
    """What a call's page says of one Party."""

    party: Party
    asked: AskedParty | None = None
    seats: dict[int, SeatAllocation] = field(default_factory=dict)
    """By run."""
    by_status: Counter[str] = field(default_factory=Counter)
    people: int = 0
    women: int = 0
    unknown: int = 0
    sent_at: datetime | None = None
    declined_at: datetime | None = None
    fates: Counter[Fate] = field(default_factory=Counter)
    """Of the letters to its accounts."""

    @property
    def offered(self) -> int:
        return sum(it.offered for it in self.seats.values())

    @property
    def has_declined(self) -> bool:
        return bool(self.seats) and all(it.status is Status.DECLINED for it in self.seats.values())

    @property
    def answer(self) -> tuple[Answer, datetime] | None:
        no_nominees_at = self.asked.no_nominees_at if self.asked else None
        declined_at = self.declined_at if self.has_declined else None
        return answer_of(self.sent_at, declined_at, no_nominees_at)

    def add(self, counted: Nominees) -> None:
        self.by_status[counted.status] += counted.people
        self.people += counted.people
        self.women += counted.women
        self.unknown += counted.unknown
        times = [at for at in (self.sent_at, counted.first_sent_at) if at]
        self.sent_at = min(times, default=None)


def lines_of(call: NominationCall) -> list[Line]:
    """One line for each Party that is asked or has seats in the runs of a call, by name."""
    lines: dict[int, Line] = {}
    for asked in asked_by(call):
        lines[asked.party_id] = Line(asked.party, asked)
    for seats in seats_of(call):
        line = lines.setdefault(seats.party_id, Line(seats.party))
        line.seats[seats.offering_id] = seats
    runs = runs_in(call)
    for counted in nominated(runs):
        if counted.party_id in lines:
            lines[counted.party_id].add(counted)
    for party_id, at in declined(runs).items():
        if party_id in lines:
            lines[party_id].declined_at = at
    for addressee, message in letters(call):
        if addressee.party_id in lines and message is not None:
            lines[addressee.party_id].fates[message.fate] += 1
    return sorted(lines.values(), key=lambda line: line.party.name)


def asked_by(call: NominationCall) -> list[AskedParty]:
    found = select(AskedParty).options(joinedload(AskedParty.party))
    return list(db.session.scalars(found.where(AskedParty.call_id == call.id)))


def runs_in(call: NominationCall) -> list[int]:
    found = select(CalledRun.offering_id).where(CalledRun.call_id == call.id)
    return list(db.session.scalars(found))


def nominated(runs: Sequence[int]) -> list[Nominees]:
    """People sent in for these runs; drafts are the offices' own affair."""
    return [counted for count in NOMINEES for counted in count(runs)]


def declined(runs: Sequence[int]) -> dict[int, datetime]:
    """When Parties declined seats in these runs."""
    lines = (
        select(SeatEntry.party_id, func.max(SeatEntry.at))
        .where(SeatEntry.offering_id.in_(runs), SeatEntry.deed == Deed.DECLINED)
        .group_by(SeatEntry.party_id)
    )
    return dict(db.session.execute(lines).all())


def offices_of() -> list[Party]:
    """Parties that have an open office of a focal point, by name."""
    held = select(Office.party_id).where(
        Office.role == Role.FOCAL_POINT, Office.closed_at.is_(None), Office.party_id.is_not(None)
    )
    found = select(Party).where(Party.id.in_(held), Party.is_offered).order_by(Party.name)
    return list(db.session.scalars(found))
