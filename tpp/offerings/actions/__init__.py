"""What can be done with a course run."""

from tpp.offerings.actions.details import Details, details_of, make_group
from tpp.offerings.actions.partners import add_party, remove_party
from tpp.offerings.actions.planning import change_run, move_run, plan_run
from tpp.offerings.actions.staff import assign, change_staffing, unassign
from tpp.offerings.actions.timetable import (
    add_session,
    cancel_session,
    change_session,
    fill_weekdays,
)

__all__ = [
    "Details",
    "add_party",
    "add_session",
    "assign",
    "cancel_session",
    "change_run",
    "change_session",
    "change_staffing",
    "details_of",
    "fill_weekdays",
    "make_group",
    "move_run",
    "plan_run",
    "remove_party",
    "unassign",
]
