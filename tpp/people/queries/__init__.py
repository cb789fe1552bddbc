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
    emails_of,
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
from tpp.people.queries.stated import languages_of, licences_of, stated_of

__all__ = [
    "Candidate",
    "candidates",
    "candidates_of_many",
    "closed",
    "contacts_of",
    "email_of",
    "emails_of",
    "facts_of",
    "is_closed",
    "is_known",
    "keeping_parties",
    "kept_elsewhere",
    "languages_of",
    "licences_of",
    "named_like",
    "names_of",
    "native_name_of",
    "one_person",
    "records_of",
    "standing_for",
    "stated_of",
    "unmerged",
    "visible_to",
]
