"""What Parties mean to give to a run, and gave. No database, no web."""

from decimal import Decimal
from enum import StrEnum
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from tpp.errors import Refused
from tpp.flow import Flow


class Kind(StrEnum):
    TRAINERS = "trainers"
    INTERPRETERS = "interpreters"
    MONEY = "money"
    EQUIPMENT = "equipment"
    SEATS = "seats"
    OTHER = "other"


class Status(StrEnum):
    PLEDGED = "pledged"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


FLOW = Flow(
    "contribution",
    Status.PLEDGED,
    {
        "confirmed": {Status.PLEDGED: Status.CONFIRMED},
        "delivered": {Status.CONFIRMED: Status.DELIVERED},
        "withdrawn": {Status.PLEDGED: Status.WITHDRAWN, Status.CONFIRMED: Status.WITHDRAWN},
    },
)

COUNTED = frozenset({Kind.TRAINERS, Kind.INTERPRETERS})
"""What was given of these is counted from the team of the run, never typed."""
NEEDS_NAME = frozenset({Kind.EQUIPMENT, Kind.OTHER})
"""Kinds that say nothing without a word for what is given."""

MOST = Decimal(10**12)

LEAST = 5
"""Fewer people than these are not told apart by sex to a State: the others could be worked out."""


@cache
def currencies() -> tuple[str, ...]:
    """Codes of ISO 4217 that are money of some territory today."""
    every = get_global("territory_currencies").values()
    now = {
        code for money in every for code, _, until, is_tender in money if is_tender and not until
    }
    return tuple(sorted(now))


def digits(currency: str) -> int:
    """Digits after the point: 2 of CHF, none of JPY, 3 of KWD."""
    return get_currency_precision(currency)


def check_kind(kind: Kind, what: str, currency: str) -> None:
    """Is it said what is given, and in which currency where that is money?"""
    if kind in NEEDS_NAME and not what:
        raise Refused("Say what is given.", "what")
    if kind is Kind.MONEY and currency not in currencies():
        raise Refused("Choose the currency.", "currency")
    if kind is not Kind.MONEY and currency:
        raise Refused("Only money has a currency. Leave it empty.", "currency")


def check_amounts(
    kind: Kind, currency: str, planned: Decimal | None, actual: Decimal | None
) -> None:
    """Empty is not reported, and zero is none; of people and things there are whole numbers."""
    if kind in COUNTED and actual is not None:
        raise Refused("This is counted from the team of the run. Leave it empty.", "actual")
    for amount, field in ((planned, "planned"), (actual, "actual")):
        if amount is not None:
            check_amount(kind, currency, amount, field)


def check_amount(kind: Kind, currency: str, amount: Decimal, field: str) -> None:
    if not amount.is_finite() or not 0 <= amount <= MOST:
        raise Refused("An amount cannot be negative. Leave it empty where it is not known.", field)
    places = digits(currency) if kind is Kind.MONEY else 0
    if amount != amount.quantize(Decimal(1).scaleb(-places)):
        if places:
            words = "%(currency)s has %(digits)s digits after the point at most."
            raise Refused(words, field, currency=currency, digits=places)
        raise Refused("Enter a whole number.", field)


def check_women(kind: Kind, planned: Decimal | None, women: int | None) -> None:
    if women is None:
        return
    if kind is not Kind.TRAINERS:
        raise Refused("Women are planned among trainers. Leave it empty.", "planned_women")
    if women < 0 or women > (planned or 0):
        raise Refused("There cannot be more women than trainers planned.", "planned_women")


def check_step(step: str, kind: Kind, actual: Decimal | None, reason: str) -> None:
    """Delivered is what was reported as given; taking back a promise has a reason."""
    if step == "delivered" and kind not in COUNTED and actual is None:
        raise Refused("Write down first what was given; zero where it was nothing.", "actual")
    if step == "withdrawn" and not reason.strip():
        raise Refused("Give a reason: it is kept in the history.", "reason")


def told_apart(people: int, part: int, is_office: bool) -> int | None:
    """How many of ``people`` are women, as a State may read it; None where it is withheld."""
    return None if is_office and 0 < people < LEAST else part
