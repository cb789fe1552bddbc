"""Reading the register of certificates, and what stands between a person and theirs."""

from tpp.certificates.queries.auditing import Audit, audit
from tpp.certificates.queries.of_run import (
    Candidate,
    Line,
    base_url,
    candidates,
    held,
    lines_of,
    live,
    names_to_print,
    replaced,
)
from tpp.certificates.queries.register import (
    Answer,
    last_row,
    names_on,
    numbers_not_in_force,
    of_persons,
    one_certificate,
    page_of,
    verified,
    visible_to,
    words_of,
)

__all__ = [
    "Answer",
    "Audit",
    "Candidate",
    "Line",
    "audit",
    "base_url",
    "candidates",
    "held",
    "last_row",
    "lines_of",
    "live",
    "names_on",
    "names_to_print",
    "numbers_not_in_force",
    "of_persons",
    "one_certificate",
    "page_of",
    "replaced",
    "verified",
    "visible_to",
    "words_of",
]
