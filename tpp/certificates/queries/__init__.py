"""Reading the register of certificates, and what stands between a person and theirs."""

from tpp.certificates.queries.auditing import Audit, audit
from tpp.certificates.queries.comparing import NO_CODE, code_of_page, first_known, issued_files
from tpp.certificates.queries.of_run import (
    Candidate,
    base_url,
    candidates,
    held,
    holding,
    live,
    names_of_all,
    names_to_print,
    replaced,
)
from tpp.certificates.queries.pages import file_of, of_file, printed_of, words_of_these
from tpp.certificates.queries.register import (
    Answer,
    last_row,
    names_on,
    numbers_not_in_force,
    of_persons,
    one_certificate,
    owned,
    page_of,
    verified,
    visible_to,
    words_of,
)

__all__ = [
    "NO_CODE",
    "Answer",
    "Audit",
    "Candidate",
    "audit",
    "base_url",
    "candidates",
    "code_of_page",
    "file_of",
    "first_known",
    "held",
    "holding",
    "issued_files",
    "last_row",
    "live",
    "names_of_all",
    "names_on",
    "names_to_print",
    "numbers_not_in_force",
    "of_file",
    "of_persons",
    "one_certificate",
    "owned",
    "page_of",
    "printed_of",
    "replaced",
    "verified",
    "visible_to",
    "words_of",
    "words_of_these",
]
