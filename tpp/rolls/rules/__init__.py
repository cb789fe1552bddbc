"""What must be true of a nominal roll: a list of nominees that an office uploads. No database, no web."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from tpp.errors import Refused
from tpp.flow import Flow
from tpp.rolls.rules.checking import Judged
from tpp.rolls.rules.matching import Candidate


class Status(StrEnum):
    READ = "read"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"
    ABANDONED = "abandoned"


FLOW = Flow(
    "roll",
    Status.READ,
    {
        "checked": {Status.READ: Status.CHECKED},
        "applied": {Status.CHECKED: Status.APPLIED, Status.APPLIED: Status.APPLIED},
        "undone": {Status.APPLIED: Status.UNDONE},
        "abandoned": {Status.READ: Status.ABANDONED, Status.CHECKED: Status.ABANDONED},
    },
)

OPEN = (Status.READ, Status.CHECKED, Status.APPLIED)
"""Statuses in which rows may still be corrected and written."""


class State(StrEnum):
    """What a row will do, or did."""

    UNREAD = "unread"
    PROBLEM = "problem"
    DOUBTFUL = "doubtful"
    NEW = "new"
    KNOWN = "known"
    ALREADY = "already"
    LEFT_OUT = "left_out"
    DONE = "done"


READY = (State.NEW, State.KNOWN)
"""States of rows that will be written."""
TO_SETTLE = (State.PROBLEM, State.DOUBTFUL)

SAME, DIFFERENT, OUT = "same", "new", "out"
"""Decisions about a row: the same person (``same:<number>``), somebody new, leave the row out."""

UNDO_WITHIN = timedelta(days=1)


def decided_person(decision: str) -> int | None:
    """The number of the person who was said to be the one of the row."""
    word, _, number = decision.partition(":")
    return int(number) if word == SAME and number.isdecimal() and len(number) < 10 else None


def state_of(
    judged: Judged, found: Sequence[Candidate], decision: str, nominated: set[int]
) -> tuple[State, int | None]:
    """What a row will do, and with whom: problems first, then doubts, then what is plain."""
    if decision == OUT:
        return State.LEFT_OUT, None
    if judged.problems:
        return State.PROBLEM, None
    person = person_of(found, decision)
    if person is not None:
        return (State.ALREADY if person in nominated else State.KNOWN), person
    if found and decision != DIFFERENT:
        return State.DOUBTFUL, None
    return State.NEW, None


def person_of(found: Sequence[Candidate], decision: str) -> int | None:
    """The known person of a row: the sure one, else the one that somebody chose among those shown."""
    if len(found) == 1 and found[0].is_sure:
        return found[0].id
    chosen = decided_person(decision)
    return chosen if chosen in {it.id for it in found} else None


def check_open(status: Status) -> None:
    if status not in OPEN:
        raise Refused("This list is closed. Upload it again to go on.")


def check_undo(applied_at: datetime | None, now: datetime) -> None:
    if applied_at is None or now - applied_at > UNDO_WITHIN:
        raise Refused(
            "What a list made can be undone within a day. Withdraw the nominations one by one."
        )
