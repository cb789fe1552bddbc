"""What a certificate says of somebody who worked in a run, and what must be true before it does."""

from datetime import date

from tpp.certificates.rules.words import Variant
from tpp.errors import Refused
from tpp.offerings.rules import OFF, StaffRole
from tpp.offerings.rules import Status as RunStatus

WORKED = {
    StaffRole.LEAD: Variant.LED,
    StaffRole.TRAINER: Variant.TAUGHT,
    StaffRole.ASSISTANT: Variant.ASSISTED,
    StaffRole.INTERPRETER: Variant.INTERPRETED,
}
"""What each task in a run is certified as; who observes is not."""

OF_TEAM = frozenset(WORKED.values())


def variant_of_work(role: StaffRole, status: RunStatus, starts_on: date, today: date) -> Variant:
    """What the work in a run is certified as; Refused where it is not, or nothing was done yet."""
    if role not in WORKED:
        raise Refused("Who observes a run gets no certificate of it.")
    if status in OFF or status is RunStatus.DRAFT:
        raise Refused("The run does not take place as it stands: nobody has worked in it.")
    if today < starts_on:
        raise Refused(
            "The run begins on %(day)s. Those who work in it can be recommended from then on.",
            day=starts_on,
        )
    return WORKED[role]


def check_not_own(approving: int | None, holders: frozenset[int]) -> None:
    """Nobody approves a certificate of their own."""
    if approving is not None and approving in holders:
        raise Refused(
            "Your own certificate is on this list. Another coordinator approves it, or take it out.",
            "keep",
        )


def check_may_leave(certificates: int, is_listed: bool) -> None:
    """Whoever holds a certificate of a run stays in its team: it says that they worked there."""
    if certificates:
        raise Refused(
            "This person holds a certificate for the work in this run, and so stays in its team."
        )
    if is_listed:
        raise Refused(
            "This person is on the open recommendation for certificates of this run."
            " Withdraw or return that first."
        )
