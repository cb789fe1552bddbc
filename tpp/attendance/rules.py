"""What must be true of attendance. No database, no web."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused
from tpp.offerings.rules import Status as RunStatus


class Mark(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNKNOWN = "unknown"


ATTENDED = frozenset({Mark.PRESENT, Mark.LATE})
OPENS_BEFORE = timedelta(minutes=15)
"""How long before a session its sheet can be filled in."""
LONGEST_DELAY = 600
"""Minutes; whoever comes later was absent."""
TAKEN_IN = frozenset({RunStatus.CONFIRMED, RunStatus.IN_PROGRESS, RunStatus.DELIVERED})
EXPECTED = frozenset(
    {PlaceStatus.CONFIRMED, PlaceStatus.ARRIVED, PlaceStatus.IN_TRAINING, PlaceStatus.FINISHED}
)
"""Whose names stand on a sheet that is still empty."""
NEVER_CAME = frozenset({PlaceStatus.NO_SHOW, PlaceStatus.WITHDRAWN})


class Marked(NamedTuple):
    """A mark as it is set: how late somebody was is known only sometimes."""

    mark: Mark
    minutes: int | None = None

    @property
    def value(self) -> str:
        """As a device keeps it: present, late:20."""
        return f"{self.mark}:{self.minutes}" if self.minutes else str(self.mark)


class Standing(NamedTuple):
    """The mark that stands for one person in one session, and the record that says so."""

    record_id: int
    marked: Marked


def is_held(
    ends_at: datetime, cancelled_at: datetime | None, now: datetime, *, is_taken: bool
) -> bool:
    """A session counts once its sheet was taken or its end has passed, unless it was cancelled.

    Not from its start: nobody's share falls while the trainer has not marked anybody yet.
    """
    return cancelled_at is None and (is_taken or ends_at <= now)


def share_attended(marks: Mapping[Mark, int], sessions_held: int) -> float | None:
    """Share (0 to 1) of the sessions held that somebody attended; None when none was held.

    Late counts as attended. Excused, absent and unknown do not: an unknown mark earns nothing.
    """
    if not sessions_held:
        return None
    return sum(marks.get(mark, 0) for mark in ATTENDED) / sessions_held


def check_sheet_open(
    run: RunStatus, starts_at: datetime, cancelled_at: datetime | None, now: datetime
) -> None:
    """Attendance is taken of sessions that take place, from a quarter of an hour before."""
    if run not in TAKEN_IN:
        raise Refused(
            "This course run is %(status)s: attendance is taken from its confirmation until it is"
            " closed. Ask the programme office.",
            status=run.replace("_", " "),
        )
    if cancelled_at is not None:
        raise Refused("This session was cancelled, so nobody attended it. Reinstate it first.")
    if now < starts_at - OPENS_BEFORE:
        raise Refused("This session has not begun. Its sheet opens 15 minutes before the start.")


def check_mark(marked: Marked) -> None:
    """Minutes belong to a late arrival and are few enough to be one."""
    if marked.minutes is None:
        return
    if marked.mark is not Mark.LATE:
        raise Refused("Minutes are noted only of somebody who came late.", "minutes")
    if not 1 <= marked.minutes <= LONGEST_DELAY:
        raise Refused("Give the minutes as a number from 1 to 600.", "minutes")


def check_expected(place: PlaceStatus) -> None:
    if place in NEVER_CAME:
        raise Refused(
            "Somebody on the sheet is recorded as not having come. Change the status of the place"
            " first."
        )


def changed(
    standing: Mapping[int, Standing], wanted: Mapping[int, Marked]
) -> tuple[dict[int, Marked], dict[int, Marked]]:
    """What a sheet adds and what it corrects; marks that stand already are neither."""
    added = {who: marked for who, marked in wanted.items() if who not in standing}
    corrected = {
        who: marked
        for who, marked in wanted.items()
        if who in standing and standing[who].marked != marked
    }
    return added, corrected


def check_fresh(
    standing: Mapping[int, Standing], corrected: Mapping[int, Marked], seen: int
) -> None:
    """Conflict where somebody else marked the same person after this sheet was opened."""
    newer = [who for who in corrected if standing[who].record_id > seen]
    if newer:
        raise Conflict(
            {str(who): str(standing[who].marked.mark) for who in newer},
            {str(who): str(corrected[who].mark) for who in newer},
        )


def check_stood(
    standing: Mapping[int, Standing],
    corrected: Mapping[int, Marked],
    stood: Mapping[int, Marked | None],
) -> None:
    """Conflict where another mark stands than the one that a device saw when it was marked there."""
    met = [who for who in corrected if standing[who].marked != stood.get(who)]
    if met:
        raise Conflict(
            {str(who): standing[who].marked.value for who in met},
            {str(who): corrected[who].value for who in met},
        )


def check_reason(
    standing: Mapping[int, Standing], corrected: Mapping[int, Marked], reason: str
) -> None:
    """A mark once given is corrected for a reason; what was not known is simply filled in."""
    needs = any(standing[who].marked.mark is not Mark.UNKNOWN for who in corrected)
    if needs and not reason.strip():
        raise Refused(
            "You change marks that were given before. Say why: it is kept with them.", "reason"
        )


def tally(marks: Mapping[int, Marked]) -> dict[str, int]:
    """How many of each mark, as the logbook keeps it."""
    counted = Counter(marked.mark for marked in marks.values())
    return {str(mark): counted[mark] for mark in Mark if counted[mark]}
