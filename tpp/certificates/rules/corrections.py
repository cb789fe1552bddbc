"""What may be asked of a certificate that was issued, and who may answer. No database, no web.

Nothing printed is ever changed: a correction, and the re-issue of what was revoked in error, is a new
certificate. Both, and every revocation, need a second person.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from babel.dates import format_date

from tpp.certificates.rules.register import Status
from tpp.certificates.rules.wording import LOCALES, Entry, Names
from tpp.certificates.rules.words import Words, check_words
from tpp.errors import Refused
from tpp.flow import Flow
from tpp.letters import described

LONGEST_REASON = 1000


class Wish(StrEnum):
    """What is asked for."""

    CORRECTION = "correction"
    """A new certificate with the name as it should have been printed."""
    REVOCATION = "revocation"
    REISSUE = "reissue"
    """A new certificate in place of one that was revoked in error."""


class Answer(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The certificate was revoked before anybody answered."""


REQUEST_FLOW = Flow(
    "certificate request",
    Answer.ASKED,
    {
        "granted": {Answer.ASKED: Answer.GRANTED},
        "refused": {Answer.ASKED: Answer.REFUSED},
        "withdrawn": {Answer.ASKED: Answer.WITHDRAWN},
        "lapsed": {Answer.ASKED: Answer.LAPSED},
    },
)

FITS = {
    Wish.CORRECTION: frozenset({Status.ISSUED}),
    Wish.REVOCATION: frozenset({Status.ISSUED, Status.SUSPENDED}),
    Wish.REISSUE: frozenset({Status.REVOKED}),
}
"""Of which certificates each thing can be asked; a suspended one is reinstated before it is corrected."""


def check_fits(wish: Wish, status: Status, *, is_replaced: bool) -> None:
    """Can this be done to a certificate that stands so? One that was replaced is history."""
    if is_replaced:
        raise Refused("This certificate was replaced by another one. Open the new one.")
    if status in FITS[wish]:
        return
    if status is Status.SUSPENDED:
        raise Refused("This certificate is suspended. Reinstate it first.")
    if status is Status.REVOKED:
        raise Refused("This certificate was revoked. It can be issued again, not corrected.")
    raise Refused("This certificate is in force: only a revoked one is issued again.")


def check_second_person(decides: int | None, *, asked_by: int | None, holder: int | None) -> None:
    """Whoever asked, and whoever holds the certificate, does not decide."""
    if decides is None or decides == asked_by:
        raise Refused("You asked for this yourself: another coordinator decides.")
    if decides == holder:
        raise Refused("This is about your own certificate: another coordinator decides.")


def check_reason(reason: str) -> str:
    """Why, in a few words: kept in the register, never published."""
    said = reason.strip()
    if not said:
        raise Refused("Say why: it is kept in the history.", "reason")
    if len(said) > LONGEST_REASON:
        raise Refused("Shorten the reason to 1,000 characters.", "reason")
    return said


def check_differs(printed: Names, wanted: Names) -> None:
    """A correction corrects something, and a name in Latin letters stays in them."""
    if (printed.name, printed.native) == (wanted.name, wanted.native):
        raise Refused("This is how the name is printed already.", "name")
    if not not_latin(printed.name):
        check_latin(wanted.name)


def check_latin(name: str) -> None:
    other = not_latin(name)
    if other:
        words = "Write this name in Latin letters, as in the passport; %(letter)s is none of them."
        raise Refused(words, "name", letter=described(other))


def not_latin(name: str) -> str:
    """The first letter that is not Latin, else nothing; apostrophes and marks belong to every script."""
    letters = (it for it in name if unicodedata.category(it) in ("Lu", "Ll", "Lt", "Lo"))
    return next((it for it in letters if not unicodedata.name(it, "").startswith("LATIN")), "")


def reissued(printed: Mapping[str, Any], names: Names, entry: Entry, base_url: str) -> Words:
    """The words of a certificate that takes the place of another: the same but for names and entry.

    Course, dates, place and qualification are printed as they were, whatever the run says today;
    Refused where a name cannot be printed.
    """
    before = Words.from_json({**printed, **names.to_json()})
    url = f"{base_url}/verify/{entry.code}"
    words = replace(
        before,
        issued=format_date(entry.issued_on, "long", LOCALES[before.language]),
        issued_iso=entry.issued_on.isoformat(),
        number=entry.serial,
        url=url,
        url_short=url.partition("://")[2],
    )
    check_words(words)
    return words
