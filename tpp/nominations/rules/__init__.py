"""What must be true of nominations. No database, no web."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tpp.errors import Refused
from tpp.flow import Flow
from tpp.nominations.rules.eligibility import Check, Verdict


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    RETURNED = "returned"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"
    SUBSTITUTED = "substituted"


TO_DECIDE = (Status.SUBMITTED, Status.UNDER_REVIEW)
UNDECIDED = (*TO_DECIDE, Status.RESERVE)

FLOW = Flow(
    "nomination",
    Status.DRAFT,
    {
        "submitted": {Status.DRAFT: Status.SUBMITTED, Status.RETURNED: Status.SUBMITTED},
        "reviewed": {Status.SUBMITTED: Status.UNDER_REVIEW},
        "selected": dict.fromkeys((*UNDECIDED, Status.NOT_SELECTED), Status.SELECTED),
        "put_on_reserve": dict.fromkeys((*TO_DECIDE, Status.NOT_SELECTED), Status.RESERVE),
        "not_selected": dict.fromkeys(UNDECIDED, Status.NOT_SELECTED),
        "found_ineligible": dict.fromkeys(UNDECIDED, Status.INELIGIBLE),
        "returned": dict.fromkeys(TO_DECIDE, Status.RETURNED),
        "accepted": {Status.SELECTED: Status.ACCEPTED},
        "declined": {Status.SELECTED: Status.DECLINED},
        "lapsed": {Status.SELECTED: Status.LAPSED},
        "withdrawn": dict.fromkeys(
            (Status.DRAFT, Status.RETURNED, *UNDECIDED, Status.SELECTED, Status.ACCEPTED),
            Status.WITHDRAWN,
        ),
        "substituted": dict.fromkeys((Status.SELECTED, Status.ACCEPTED), Status.SUBSTITUTED),
    },
    {"reserve": "on reserve"},
)

ENDED = frozenset(
    {
        Status.NOT_SELECTED,
        Status.DECLINED,
        Status.LAPSED,
        Status.INELIGIBLE,
        Status.WITHDRAWN,
        Status.SUBSTITUTED,
    }
)
"""Statuses after which the same person may be put forward again for the same run."""

NEEDS_REASON = frozenset({"returned", "found_ineligible", "declined", "withdrawn", "substituted"})

HAS_SEAT = (Status.SELECTED, Status.ACCEPTED)
"""Statuses in which a seat is held or filled for the nominee."""

OPEN_TO_OFFICE = (Status.DRAFT, Status.RETURNED, *UNDECIDED)
"""Statuses in which the office may still change what it says of the nominee: nobody has decided."""

OFFER_DAYS = 14
"""Days within which an offer is to be answered, unless whoever decides says otherwise."""


def check_offer(offer_until: datetime, now: datetime) -> None:
    if offer_until <= now:
        raise Refused("The offer must end in the future. Choose a later day.", "offer_until")


def check_answered_in_time(offer_until: datetime | None, now: datetime) -> None:
    if offer_until is not None and now >= offer_until:
        raise Refused(
            "This offer has expired. Ask the programme office whether the seat is still free."
        )


def check_can_change(status: Status) -> None:
    if status not in OPEN_TO_OFFICE:
        sentence = "This nomination is %(status)s and cannot be changed any more."
        raise Refused(sentence, status=status.replace("_", " "))


def check_has_seat(status: Status) -> None:
    if status not in HAS_SEAT:
        raise Refused("This nominee has no seat that could be handed on.")


def check_instead(status: Status, same_office: bool, in_the_way: Sequence[Check]) -> None:
    """Who takes over a seat was judged: on reserve, or nothing that the course requires is open.

    A selection looks past what is not known, for a coordinator looks at it; a seat that is handed on is
    looked at by nobody.
    """
    if not same_office or status not in UNDECIDED:
        words = "Choose somebody whom your office has put forward for this run."
        raise Refused(words, "instead")
    if not_met := [it.demand for it in in_the_way if it.verdict is Verdict.NOT_MET]:
        raise Refused(NOT_MET, "instead", rules=not_met)
    if in_the_way:
        raise Refused(NOT_KNOWN, "instead", rules=[it.demand for it in in_the_way])


NOT_MET = (
    "Not met: %(rules)s. The programme office can override a rule of the course; then the seat can be "
    "handed on. Until then it stays where it is."
)
NOT_KNOWN = (
    "Not known: %(rules)s. Nobody looks again at a seat that is handed on, so nothing that the course "
    "requires may be open. Complete the answers and the documents of the nominee, or ask the programme "
    "office to decide. Until then the seat stays where it is."
)


@dataclass(frozen=True)
class Share:
    """People by sex: women, men, and those of whom it is not known, who are never part of a share."""

    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def people(self) -> int:
        return self.women + self.men + self.unknown

    @property
    def known(self) -> int:
        return self.women + self.men

    @property
    def women_percent(self) -> float | None:
        """Women among those whose sex is known, in %; None when it is known of nobody."""
        return 100 * self.women / self.known if self.known else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.women + other.women, self.men + other.men, self.unknown + other.unknown)


def goes_below(floor_percent: int | None, before: Share, added: Share) -> bool:
    """Does adding these people leave women below the floor among those whose sex is known?

    Only a man can bring the share down, so selecting women never goes below, whatever stood before.
    """
    if not floor_percent or not added.men:
        return False
    after = before + added
    return after.women * 100 < floor_percent * after.known


def check_floor(floor_percent: int | None, before: Share, added: Share, reason: str) -> None:
    """A floor rejects nobody: going below it needs a recorded reason from the person who decides."""
    if reason.strip() or not goes_below(floor_percent, before, added):
        return
    after = before + added
    raise Refused(
        "Women would be %(women)s of %(known)s, below the floor of %(floor)s per cent. "
        "Give a reason: it is recorded, and nobody is rejected.",
        "reason",
        women=after.women,
        known=after.known,
        floor=floor_percent,
    )


def check_reason(step: str, reason: str) -> None:
    if step in NEEDS_REASON and not reason.strip():
        raise Refused("Give a reason: it is kept in the history and shown to the office.", "reason")
