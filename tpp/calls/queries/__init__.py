"""Reading calls. The scope of the request narrows them to one's own country."""

from tpp.calls.queries.answers import NOMINEES, Line, Nominees, lines_of, nominated, offices_of
from tpp.calls.queries.lists import SHOWN, calls, count_by_list, runs_to_call
from tpp.calls.queries.readers import (
    Reader,
    addressees,
    letters,
    may_be_reminded,
    nobody_to_write_to,
    one_addressee,
    readers,
    written_for,
    written_keys,
)
from tpp.calls.queries.rows import (
    asked_of,
    call_and_seats,
    call_of,
    one_call,
    runs_of,
    seats_of,
)

__all__ = [
    "NOMINEES",
    "SHOWN",
    "Line",
    "Nominees",
    "Reader",
    "addressees",
    "asked_of",
    "call_and_seats",
    "call_of",
    "calls",
    "count_by_list",
    "letters",
    "lines_of",
    "may_be_reminded",
    "nobody_to_write_to",
    "nominated",
    "offices_of",
    "one_addressee",
    "one_call",
    "readers",
    "runs_of",
    "runs_to_call",
    "seats_of",
    "written_for",
    "written_keys",
]
