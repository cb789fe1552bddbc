"""What must be true of seats by country. No database, no web."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tpp.errors import Conflict, Refused
from tpp.flow import Flow


class Status(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


FLOW = Flow(
    "seat offer",
    Status.OFFERED,
    {
        "accepted": {Status.OFFERED: Status.ACCEPTED},
        "declined": {Status.OFFERED: Status.DECLINED, Status.ACCEPTED: Status.DECLINED},
        "offered_again": {Status.DECLINED: Status.OFFERED},
    },
)

NEEDS_REASON = frozenset({"declined", "moved"})


class Deed(StrEnum):
    """What a line of the seat ledger records."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HELD = "held"
    FILLED = "filled"
    FREED = "freed"
    HANDED_ON = "handed_on"
    """To somebody else of the same office."""
    RELEASED = "released"
    MOVED = "moved"
    """From the seats of one Party to those of another."""


class GroupKind(StrEnum):
    """What the seats of a group share, beyond the run."""

    STATION = "station"
    LANGUAGE = "language"


class Groups(NamedTuple):
    """The groups of a run in which somebody sits, by their ids; None where it does not matter."""

    station_id: int | None = None
    language_group_id: int | None = None

    @property
    def ids(self) -> list[int]:
        return [it for it in self if it is not None]


NO_GROUPS = Groups()


class Claim(NamedTuple):
    """Seats of one Party in the same groups, claimed or given up together."""

    allocation_id: int
    groups: Groups = NO_GROUPS
    seats: int = 1


@dataclass(frozen=True)
class Picture:
    """The seats of one Party, of a group or of a whole run."""

    offered: int = 0
    held: int = 0
    filled: int = 0
    released: int = 0

    @property
    def free(self) -> int:
        return self.offered - self.held - self.filled

    @property
    def in_use(self) -> int:
        return self.held + self.filled

    def __add__(self, other: "Picture") -> "Picture":
        return Picture(
            self.offered + other.offered,
            self.held + other.held,
            self.filled + other.filled,
            self.released + other.released,
        )


@dataclass(frozen=True)
class Limit:
    """A group of a run as a claim meets it."""

    kind: GroupKind
    name: str
    picture: Picture


def sum_of(lines: Iterable[Picture]) -> Picture:
    """The picture that the lines of a ledger add up to."""
    return sum(lines, Picture())


def check_claims(
    claims: Iterable[Claim], offices: Mapping[int, Picture], groups: Mapping[int, Limit]
) -> None:
    """May these seats all be held at once? Refused in the name of the first limit that they break.

    The run's own seats are not asked here: no more of them than it has are ever offered.
    """
    of_office: dict[int, int] = {}
    of_group: dict[int, int] = {}
    for claim in claims:
        of_office[claim.allocation_id] = of_office.get(claim.allocation_id, 0) + claim.seats
        for group_id in claim.groups.ids:
            of_group[group_id] = of_group.get(group_id, 0) + claim.seats
    for allocation_id, seats in sorted(of_office.items()):
        check_seat_free(offices[allocation_id], seats)
    for kind in GroupKind:
        for group_id, seats in sorted(of_group.items()):
            if groups[group_id].kind is kind:
                check_group_free(groups[group_id], seats)


def check_seat_free(picture: Picture, seats: int = 1) -> None:
    if picture.free >= seats:
        return
    if seats == 1:
        words = "All seats of this country in the run are taken. Put the person on reserve."
        raise Refused(words)
    raise Refused(
        "This country has %(num)s free seat in the run, not %(seats)s. Choose fewer.",
        many="This country has %(num)s free seats in the run, not %(seats)s. Choose fewer.",
        num=picture.free,
        seats=seats,
    )


def check_group_free(limit: Limit, seats: int) -> None:
    if limit.picture.free >= seats:
        return
    one, many = GROUP_FULL[limit.kind]
    raise Refused(one, many=many, name=limit.name, num=limit.picture.free, seats=seats)


GROUP_FULL = {
    GroupKind.STATION: (
        "The machine station %(name)s has %(num)s free seat, not %(seats)s. "
        "Choose fewer, or another station.",
        "The machine station %(name)s has %(num)s free seats, not %(seats)s. "
        "Choose fewer, or another station.",
    ),
    GroupKind.LANGUAGE: (
        "The language group %(name)s has %(num)s free seat, not %(seats)s. "
        "Choose fewer, or another language group.",
        "The language group %(name)s has %(num)s free seats, not %(seats)s. "
        "Choose fewer, or another language group.",
    ),
}


def check_not_declined(status: Status) -> None:
    if status is Status.DECLINED:
        raise Refused(
            "The seats of this run were declined. Ask the programme office to offer them again."
        )


def check_first_offer(seats: int) -> None:
    if seats == 0:
        raise Refused("This Party has no seats in the run. Offer at least one.", "seats")


def check_seats(seats: int, others: int, capacity: int, in_use: int) -> None:
    """May a Party be given ``seats``, when ``others`` are offered elsewhere and ``in_use`` are taken?"""
    if seats < 0:
        raise Refused("The number of seats cannot be negative.", "seats")
    if seats < in_use:
        raise Refused(
            "%(num)s seat is already held or filled; offer at least as many.",
            "seats",
            many="%(num)s seats are already held or filled; offer at least as many.",
            num=in_use,
        )
    if seats + others > capacity:
        one = "The run has %(num)s seat; %(left)s can be offered."
        many = "The run has %(num)s seats; %(left)s can be offered."
        raise Refused(one, "seats", many=many, num=capacity, left=capacity - others)


def check_release(seats: int, picture: Picture) -> None:
    if seats < 1:
        raise Refused("Release at least one seat.", "seats")
    if seats > picture.free:
        one = "%(num)s seat is free; the others are held or filled."
        many = "%(num)s seats are free; the others are held or filled."
        raise Refused(one, "seats", many=many, num=picture.free)


def check_move(seats: int, picture: Picture, *, is_other: bool) -> None:
    """May so many seats go to another Party?"""
    if not is_other:
        raise Refused("These seats are there already. Choose another country.", "party")
    if seats < 1:
        raise Refused("Move at least one seat.", "seats")
    if seats > picture.free:
        one = "%(num)s seat is free and can be moved; the others are held or filled."
        many = "%(num)s seats are free and can be moved; the others are held or filled."
        raise Refused(one, "seats", many=many, num=picture.free)


def check_none_in_use(picture: Picture) -> None:
    if picture.in_use:
        one = "%(num)s seat is held or filled. Withdraw or substitute that nominee first."
        many = "%(num)s seats are held or filled. Withdraw or substitute those nominees first."
        raise Refused(one, many=many, num=picture.in_use)


def check_group(seats: int, capacity: int, in_use: int) -> None:
    """May a group of a run have so many seats?"""
    if seats < 1:
        raise Refused("A group has at least one seat. Remove it, if it is not used.", "seats")
    if seats < in_use:
        one = "%(num)s seat of this group is held or filled; it needs at least as many."
        many = "%(num)s seats of this group are held or filled; it needs at least as many."
        raise Refused(one, "seats", many=many, num=in_use)
    if seats > capacity:
        one = "The run has %(num)s seat; a group cannot have more."
        many = "The run has %(num)s seats; a group cannot have more."
        raise Refused(one, "seats", many=many, num=capacity)


def check_reason(step: str, reason: str) -> None:
    if step in NEEDS_REASON and not reason.strip():
        raise Refused(
            "Give a reason: it is kept in the history and shown to the programme.", "reason"
        )


def check_seen(seen: int | None, now: int, theirs: int, yours: object) -> None:
    """Raises Conflict where the number of seats was changed after the page was opened."""
    if seen is not None and seen != now:
        raise Conflict({"seats": str(theirs)}, {"seats": str(yours)})


def days_left(release_on: date | None, today: date) -> int | None:
    """Until unused seats are given back: 0 on the day itself and after it, None where there is none."""
    return None if release_on is None else max(0, (release_on - today).days)
