"""Reading people. Which of them are seen is settled by the scope of the request."""

from tpp.people.queries.candidates import (
    Candidate,
    candidates,
    candidates_of_many,
    facts_of,
)
from tpp.people.queries.records import (
    closed,
    contacts_of,
    email_of,
    is_closed,
    is_known,
    keeping_parties,
    kept_elsewhere,
    named_like,
    names_of,
    native_name_of,
    one_person,
    records_of,
    standing_for,
    unmerged,
    visible_to,
)

__all__ = [
    "Candidate",
    "candidates",
    "candidates_of_many",
    "closed",
    "contacts_of",
    "email_of",
    "facts_of",
    "is_closed",
    "is_known",
    "keeping_parties",
    "kept_elsewhere",
    "named_like",
    "names_of",
    "native_name_of",
    "one_person",
    "records_of",
    "standing_for",
    "unmerged",
    "visible_to",
]
