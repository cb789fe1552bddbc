"""Reading the day of a run."""

from tpp.days.queries.checklist import checklist
from tpp.days.queries.incidents import (
    incidents_of,
    may_see_all,
    may_write,
    one_incident,
    steps_of,
)
from tpp.days.queries.notes import notes_of, one_note
from tpp.days.queries.roster import OnRoster, roster, telephones

__all__ = [
    "OnRoster",
    "checklist",
    "incidents_of",
    "may_see_all",
    "may_write",
    "notes_of",
    "one_incident",
    "one_note",
    "roster",
    "steps_of",
    "telephones",
]
