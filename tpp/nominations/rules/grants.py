"""When somebody of the programme may read the papers of nominees. No database, no web."""

from datetime import datetime, timedelta
from enum import StrEnum

from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


FLOW = Flow(
    "document grant",
    Status.ASKED,
    {
        "granted": {Status.ASKED: Status.GRANTED},
        "refused": {Status.ASKED: Status.REFUSED},
        "withdrawn": {Status.ASKED: Status.WITHDRAWN, Status.GRANTED: Status.WITHDRAWN},
    },
)

USUAL_DAYS, LONGEST_DAYS = 14, 90


def check_asked(reason: str, has_open_one: bool) -> None:
    if not reason.strip():
        raise Refused("Say what the documents are needed for: it is kept in the history.", "reason")
    if has_open_one:
        raise Refused("You have asked for the documents of this run already, or may read them.")


def check_second_person(asked_by: int, decided_by: int | None) -> None:
    if asked_by == decided_by:
        raise Refused("Somebody else decides this: nobody gives themselves a grant.")


def end_of(now: datetime, days: int) -> datetime:
    """Until when a grant of so many days lasts."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("Give between 1 and %(most)s days.", "days", most=LONGEST_DAYS)
    return now + timedelta(days=days)
