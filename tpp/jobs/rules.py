"""What must be true of long work."""

from datetime import datetime, timedelta
from enum import StrEnum

from tpp.flow import Flow


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FLOW = Flow(
    "job",
    Status.QUEUED,
    {
        "started": {Status.QUEUED: Status.RUNNING, Status.RUNNING: Status.RUNNING},
        "finished": {Status.RUNNING: Status.DONE},
        "failed": {Status.RUNNING: Status.FAILED, Status.QUEUED: Status.FAILED},
        "cancelled": {Status.QUEUED: Status.CANCELLED, Status.RUNNING: Status.CANCELLED},
        "resumed": {Status.FAILED: Status.QUEUED, Status.CANCELLED: Status.QUEUED},
    },
)

ENDED = frozenset({Status.DONE, Status.FAILED, Status.CANCELLED})

LEASE = timedelta(seconds=30)
"""How long a worker may be silent before its job is taken up by another."""


class Stopped(Exception):
    """The job was cancelled, or its lease went to another worker: stop without a trace."""


def time_left(started_at: datetime, now: datetime, done: int, total: int) -> timedelta | None:
    """What the rest takes at the pace so far; None before there is a pace."""
    if not done or total <= done:
        return None
    return (now - started_at) / done * (total - done)
