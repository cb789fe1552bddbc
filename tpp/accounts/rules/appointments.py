"""Who needs a second person: an office of the programme is given by two administrators."""

from datetime import datetime, timedelta
from enum import StrEnum

from tpp.acting import Role
from tpp.errors import Refused
from tpp.flow import Flow

OF_THE_PROGRAMME = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR})
OF_A_PARTY = frozenset({Role.FOCAL_POINT, Role.SUPPORTER})

INVITED_FOR = timedelta(days=7)
LINK_FOR = timedelta(hours=1)


class Status(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


FLOW = Flow(
    "appointment",
    Status.WAITING,
    {
        "confirmed": {Status.WAITING: Status.CONFIRMED},
        "refused": {Status.WAITING: Status.REFUSED},
        "withdrawn": {Status.WAITING: Status.WITHDRAWN},
    },
)


def needs_second_person(role: Role) -> bool:
    """Whoever sees every country, or lets others in, is not let in by one person alone."""
    return role in OF_THE_PROGRAMME


def check_second_person(
    decides: int | None, *, asked_by: int | None, appointed: int | None
) -> None:
    """Whoever asked, and whoever is to be appointed, does not decide."""
    if decides is None or decides == asked_by:
        raise Refused("You asked for this yourself: another administrator decides.")
    if decides == appointed:
        raise Refused("This is about yourself: another administrator decides.")


def check_party(role: Role, has_party: bool) -> None:
    """A national office belongs to a country or organisation; one of the programme to none."""
    if role in OF_A_PARTY and not has_party:
        raise Refused("Choose the country or organisation whose office this is.", "party")
    if role in OF_THE_PROGRAMME and has_party:
        raise Refused("An office of the programme belongs to no country.", "party")


def check_open(closed_at: datetime | None) -> None:
    if closed_at is not None:
        raise Refused("This office is closed: it keeps its history and takes nobody new.")
