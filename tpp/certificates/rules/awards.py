"""What must be true before certificates are given: who recommends, who approves, and for which day."""

from collections.abc import Collection, Sized
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from tpp.certificates.rules.register import CODE_LENGTH
from tpp.certificates.rules.words import Words
from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    """How far a list of people recommended for certificates is."""

    RECOMMENDED = "recommended"
    APPROVED = "approved"
    ISSUED = "issued"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


FLOW = Flow(
    "recommendation",
    Status.RECOMMENDED,
    {
        "approved": {Status.RECOMMENDED: Status.APPROVED},
        "returned": {Status.RECOMMENDED: Status.RETURNED},
        "withdrawn": {Status.RECOMMENDED: Status.WITHDRAWN},
        "issued": {Status.APPROVED: Status.ISSUED},
    },
)

OPEN = (Status.RECOMMENDED, Status.APPROVED)
"""A run has one recommendation in these at most."""

AHEAD = timedelta(days=90)
"""A ceremony may be prepared for so long before its day."""
LONGEST_REASON = 1000


def check_ceremony(day: date, ends_on: date, today: date) -> None:
    """The ceremony is not before the last day of the run, and not too far ahead."""
    if day < ends_on:
        raise Refused(
            "The ceremony cannot be before the last day of the run, %(day)s.",
            "dated_on",
            day=ends_on,
        )
    if day > max(today, ends_on) + AHEAD:
        raise Refused(
            "Recommend at most %(days)s days before the ceremony.", "dated_on", days=AHEAD.days
        )


def printed_day(ceremony: date, today: date) -> date:
    """The date of issue: the day of the ceremony or, where that is past, the day of entry."""
    return max(ceremony, today)


MOST_SIGNATURES = 2
"""Places to sign on a page."""


def check_signatories(
    chosen: Collection[int], may_sign: Collection[int], day: date, known: bool
) -> None:
    """Whoever signs may do so on the day that is printed. A register that knows nobody prints none."""
    if not known:
        return
    if not may_sign:
        raise Refused(
            "Nobody on the list of signatories may sign on %(day)s, the date of issue. Enter who signs"
            " then, or choose another day.",
            "signatories",
            day=day,
        )
    if not chosen:
        raise Refused("Choose who signs.", "signatories")
    if len(chosen) > MOST_SIGNATURES:
        raise Refused("Choose at most two: the page has two places to sign.", "signatories")
    if not set(chosen) <= set(may_sign):
        raise Refused(
            "One of those chosen may not sign on %(day)s, the date of issue.",
            "signatories",
            day=day,
        )


def check_somebody(chosen: int) -> None:
    if not chosen:
        raise Refused("Tick at least one certificate.", "give")


def check_unstopped(stopped: Sized) -> None:
    """Whoever approves takes out what cannot be issued now."""
    if stopped:
        raise Refused(
            "%(num)s person on the list cannot get a certificate now. Take that person out.",
            "keep",
            many="%(num)s people on the list cannot get a certificate now. Take them out.",
            num=len(stopped),
        )


def check_none_open(is_open: bool) -> None:
    if is_open:
        raise Refused(
            "Certificates of this run are recommended already. Withdraw that recommendation, or wait"
            " until it is answered."
        )


def check_second_person(recommended_by: int | None, approving: int | None) -> None:
    if approving is None or recommended_by == approving:
        raise Refused("Somebody else has to approve what you recommended.")


def check_own(recommended_by: int | None, withdrawing: int | None) -> None:
    if withdrawing is None or recommended_by != withdrawing:
        raise Refused("Only whoever recommended can withdraw it. Return it instead.")


def check_words(words: str) -> None:
    """Whoever gets a list back is told why."""
    if not words.strip():
        raise Refused("Say what has to be changed before it is recommended again.", "words")


def check_unconfirmed(unconfirmed: int, reason: str) -> None:
    """Names that nobody has looked at are printed only for a reason that is on record."""
    if unconfirmed and not reason.strip():
        raise Refused(
            "%(num)s name is not confirmed. Have it confirmed first, or say why the certificate is"
            " issued all the same.",
            "reason",
            many="%(num)s names are not confirmed. Have them confirmed first, or say why the"
            " certificates are issued all the same.",
            num=unconfirmed,
        )


# The page before it is issued

DRAFT_NUMBER, DRAFT_CODE = "DRAFT", "0" * CODE_LENGTH
"""Stand in for number and code on a page that is only looked at: nothing answers to them."""

MOST_PAGES = 60
"""In one file to look at; somebody waits for it."""


def check_pages(count: int) -> None:
    if count > MOST_PAGES:
        raise Refused(
            "More than %(most)s pages are not put into one file. Look at them one by one.",
            most=MOST_PAGES,
        )


DRAFT_WORDS = {
    "en": "Draft for approval. This is not a certificate.",
    "fr": "Projet soumis à approbation. Ceci n’est pas un certificat.",
    "es": "Borrador para aprobación. No es un certificado.",
    "ru": "Проект на утверждение. Не является свидетельством.",
    "zh": "待批准草稿，不是证书。",
    "ar": "مسودة للاعتماد، وليست شهادة.",
}


def draft_of(words: Words) -> Words:
    """The same page, with what says that it is a draft where a demonstration says what it is."""
    return replace(words, specimen=DRAFT_WORDS[words.language])
