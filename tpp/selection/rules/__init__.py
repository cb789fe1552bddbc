"""What must be true of a decision on nominees. No database, no web."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tpp.errors import Conflict, Refused
from tpp.nominations.rules import FLOW, NEEDS_REASON, Share, Status
from tpp.nominations.rules.eligibility import Check, Verdict
from tpp.seats.rules import Claim, Limit, Picture, check_group_free

EXTENDED = "extended"
"""A deed on an offer that leaves it an offer: it ends later."""

STEPS = (
    "selected",
    "put_on_reserve",
    "reviewed",
    "returned",
    "not_selected",
    "found_ineligible",
    EXTENDED,
    "lapsed",
)
"""What the programme office can do with one nominee or many."""

WITH_END = frozenset({"selected", EXTENDED})
"""Steps after which somebody has until a moment to answer."""

ASKS_WHY = NEEDS_REASON | {"lapsed"}
"""Steps for which the programme office gives a reason."""


class Fit(StrEnum):
    """How a nominee stands against all rules of the course together."""

    FIT = "fit"
    UNKNOWN = "unknown"
    BARRED = "barred"


def fit_of(checks: Iterable[Check]) -> Fit:
    """Barred by a required rule that is not met; unknown where one is not known to be."""
    in_the_way = [it for it in checks if it.stands_in_the_way]
    if any(it.verdict is Verdict.NOT_MET for it in in_the_way):
        return Fit.BARRED
    return Fit.UNKNOWN if in_the_way else Fit.FIT


def barring(checks: Iterable[Check]) -> list[Check]:
    """The required rules that are not met, and that nobody has overridden."""
    return [it for it in checks if it.stands_in_the_way and it.verdict is Verdict.NOT_MET]


BARRED = (
    "A rule of the course is not met: %(rules)s. Override it on the page of the nomination, "
    "with a reason, or decide otherwise."
)


def check_not_barred(checks: Iterable[Check]) -> None:
    """What is not known bars nobody: it is shown, and a person decides."""
    if found := barring(checks):
        raise Refused(BARRED, rules=[it.demand for it in found])


def check_can(step: str, status: Status) -> None:
    """Refused where this step does not fit the status."""
    if step == EXTENDED:
        if status is not Status.SELECTED:
            words = "This nominee has no open offer: it is %(status)s."
            raise Refused(words, status=status.replace("_", " "))
        return
    FLOW.after(step, status)


REVIVING = frozenset({"selected", "put_on_reserve"})
"""Steps after which somebody whose nomination had ended is a nominee again."""


def check_not_again(step: str, *, is_again: bool) -> None:
    if step in REVIVING and is_again:
        words = "This person was put forward for this run again. Decide on the newer nomination."
        raise Refused(words)


def check_why(step: str, reason: str) -> None:
    if step in ASKS_WHY and not reason.strip():
        raise Refused("Give a reason: it is kept in the history and shown to the office.", "reason")


def check_later(until: datetime, before: datetime | None) -> None:
    if before is not None and until <= before:
        words = "This is not later than the offer ends now. Choose a later day."
        raise Refused(words, "offer_until")


Seen = Mapping[int, int | None]
"""Nominations by id, with the version that the page showed; None where it showed none."""


class Overtaken(Conflict):
    """Somebody else decided on some of these since the page was opened; nobody was changed."""

    def __init__(self, ids: Sequence[int]):
        super().__init__({}, {})
        self.ids = frozenset(ids)


def check_unchanged(seen: Seen, now: Mapping[int, int]) -> None:
    """Raises Overtaken, with their ids, where a nomination has another version than the page showed."""
    changed = [it for it, version in now.items() if seen.get(it) not in (None, version)]
    if changed:
        raise Overtaken(changed)


NO_SEAT = "No seat of this country is free."


class Room:
    """The seats that are left, of each office and of each group, while they are dealt out one by one."""

    def __init__(self, offices: Mapping[int, Picture], groups: Mapping[int, Limit]):
        self.groups = groups
        self.free = {number: it.free for number, it in offices.items()}
        self.taken: Counter[int] = Counter()

    def take(self, claim: Claim) -> None:
        """One seat more; Refused in the name of the limit that would not hold, and nothing taken."""
        if self.free.get(claim.allocation_id, 0) < 1:
            raise Refused(NO_SEAT)
        for group_id in claim.groups.ids:
            check_group_free(self.groups[group_id], self.taken[group_id] + 1)
        self.free[claim.allocation_id] -= 1
        self.taken.update(claim.groups.ids)

    def has(self, claim: Claim) -> bool:
        """Take one where there is one."""
        try:
            self.take(claim)
        except Refused:
            return False
        return True


@dataclass(frozen=True)
class Waiting:
    """Who waits for a seat, as far as ticking within the seats must know."""

    id: int
    claim: Claim
    fit: Fit


def within(room: Room, waiting: Iterable[Waiting]) -> list[int]:
    """As many as there is room for, in the order of their offices; only whom nothing stands against."""
    return [it.id for it in waiting if it.fit is Fit.FIT and room.has(it.claim)]


@dataclass(frozen=True)
class Line:
    """The seats of one office before and after, and who would sit in them."""

    offered: int
    free: int
    before: Share
    added: Share

    @property
    def after(self) -> Share:
        return self.before + self.added

    @property
    def left(self) -> int:
        return self.free - self.added.people
