"""What becomes of a pair of records, and what keeps two of them from being merged. No database."""

from collections.abc import Collection
from enum import StrEnum

from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    OPEN = "pair_open"
    LATER = "pair_later"
    DIFFERENT = "pair_different"
    MERGED = "pair_merged"


FLOW = Flow(
    "pair of records",
    Status.OPEN,
    {
        "put_off": {Status.OPEN: Status.LATER},
        "told_apart": {Status.OPEN: Status.DIFFERENT, Status.LATER: Status.DIFFERENT},
        "merged": {Status.OPEN: Status.MERGED, Status.LATER: Status.MERGED},
        "taken_apart": {Status.MERGED: Status.OPEN},
        "reopened": {Status.DIFFERENT: Status.OPEN},
    },
)

TO_DECIDE = (Status.OPEN, Status.LATER)

CHOSEN = (
    "name",
    "born_on",
    "sex",
    "nationality_id",
    "service",
    "rank",
    "rank_band",
    "unit",
    "service_number",
    "serves_until",
)
"""Facts of which the record that stays keeps one: those of the other record are chosen one by one.

All else - names in other scripts, addresses, languages, training, certificates - stays on its own record
and is read together.
"""


FOR_THE_PROGRAMME = "These two records cannot be merged by your office. Ask the programme office."


class Side(StrEnum):
    """One record of a pair, as the page shows them."""

    FIRST = "first"
    SECOND = "second"


def check_no_clash(runs: Collection[str]) -> None:
    """Two live nominations or two places in one run cannot become those of one human being."""
    if runs:
        raise Refused(
            "Both records are nominated, or have a place, in %(runs)s. "
            "Withdraw one of the two there first.",
            runs=", ".join(sorted(runs)),
        )


def check_accounts(first: bool, second: bool) -> None:
    """Somebody signs in by one account: which of two is closed is not decided by a merge."""
    if first and second:
        raise Refused(
            "Both records have an account. Let an administrator take the trainee's office from one "
            "of the two accounts first."
        )


def check_stand(is_closed: bool) -> None:
    if is_closed:
        raise Refused("One of these records was merged already. Look at the list again.")


def check_not_joined(is_joined: bool) -> None:
    """A record points at one other record; by which of another Party it does is not told."""
    if is_joined:
        raise Refused(FOR_THE_PROGRAMME)


def check_can_undo(is_merged_further: bool, has_later: bool) -> None:
    """What was merged last is taken apart first: facts come back in the order in which they went."""
    if has_later:
        raise Refused(
            "Another merge into the record that stayed came later. Take that apart first."
        )
    if is_merged_further:
        raise Refused(
            "The record that stayed was itself merged into another one since. Take that apart first."
        )
