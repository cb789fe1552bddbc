"""What must be true of seats by country. No database, no web."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tpp.errors import Refused
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

NEEDS_REASON = frozenset({"declined"})


class Deed(StrEnum):
    """What a line of the seat ledger records."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HELD = "held"
    FILLED = "filled"
    FREED = "freed"
    RELEASED = "released"
    MOVED = "moved"


@dataclass(frozen=True)
class Picture:
    """The seats of one Party, or of a whole run."""

    offered: int = 0
    held: int = 0
    filled: int = 0
    released: int = 0

    @property
    def free(self) -> int:
        return self.offered - self.held - self.filled


def sum_of(lines: Iterable[Picture]) -> Picture:
    """The picture that the lines of a ledger add up to."""
    picture = Picture()
    for line in lines:
        picture = Picture(
            picture.offered + line.offered,
            picture.held + line.held,
            picture.filled + line.filled,
            picture.released + line.released,
        )
    return picture


def check_seat_free(picture: Picture, seats: int = 1) -> None:
    if picture.free >= seats:
        return
    if seats == 1:
        words = "All seats of this country in the run are taken. Put the person on reserve."
        raise Refused(words)
    raise Refused(
        "This country has %(free)s free seats in the run, not %(seats)s. Choose fewer.",
        free=picture.free,
        seats=seats,
    )


def check_not_declined(status: Status) -> None:
    if status is Status.DECLINED:
        raise Refused(
            "The seats of this run were declined. Ask the programme office to offer them again."
        )


def check_seats(seats: int, others: int, capacity: int, in_use: int) -> None:
    """May a Party be given ``seats``, when ``others`` are offered elsewhere and ``in_use`` are taken?"""
    if seats < 0:
        raise Refused("The number of seats cannot be negative.", "seats")
    if seats < in_use:
        raise Refused(
            "%(in_use)s seats are already held or filled; offer at least as many.",
            "seats",
            in_use=in_use,
        )
    if seats + others > capacity:
        words = "The run has %(capacity)s seats; %(left)s can be offered."
        raise Refused(words, "seats", capacity=capacity, left=capacity - others)


def check_release(seats: int, picture: Picture) -> None:
    if seats < 1:
        raise Refused("Release at least one seat.", "seats")
    if seats > picture.free:
        words = "%(free)s seats are free; the others are held or filled."
        raise Refused(words, "seats", free=picture.free)


def check_none_in_use(picture: Picture) -> None:
    if in_use := picture.held + picture.filled:
        words = "%(in_use)s seats are held or filled. Withdraw or substitute those nominees first."
        raise Refused(words, in_use=in_use)


def check_reason(step: str, reason: str) -> None:
    if step in NEEDS_REASON and not reason.strip():
        raise Refused(
            "Give a reason: it is kept in the history and shown to the programme.", "reason"
        )
