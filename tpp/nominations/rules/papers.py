"""What is recorded beside a nomination: papers and decisions of others. No database, no web."""

from datetime import date

from tpp.errors import Refused
from tpp.nominations.rules import ENDED, TO_DECIDE, Status
from tpp.nominations.rules.eligibility import ClearanceOutcome


def check_still_counts(status: Status) -> None:
    """Papers and decisions are added while the nomination can still lead to a place, or has led to one."""
    if status in ENDED:
        raise Refused("This nomination has ended: nothing is added to it any more.")


TAKEN_BACK_IN = (Status.DRAFT, Status.RETURNED, *TO_DECIDE)
"""Statuses in which nothing was decided about a nominee yet."""


def check_may_take_back(status: Status) -> None:
    """A paper is taken back only before anybody can have decided by it."""
    if status not in TAKEN_BACK_IN:
        raise Refused(
            "It was decided about this nominee, so the document stays: it belongs to the decision."
        )


def check_decision(
    outcome: ClearanceOutcome, certifier: str, decided_on: date | None, today: date
) -> None:
    """A decision was taken by somebody on a day; one that is pending was not taken yet."""
    if outcome is ClearanceOutcome.PENDING:
        return
    if not certifier.strip():
        raise Refused("Name the authority that decided.", "certifier")
    if decided_on is None:
        raise Refused("Enter the day of the decision.", "decided_on")
    if decided_on > today:
        raise Refused("The decision cannot be of a day to come.", "decided_on")
