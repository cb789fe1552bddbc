"""What can be done with a course run."""

from tpp.offerings.actions.partners import (
    add_contribution,
    add_party,
    change_contribution,
    remove_party,
)
from tpp.offerings.actions.planning import change_run, move_run, plan_run
from tpp.offerings.actions.staff import assign, unassign
from tpp.offerings.actions.timetable import (
    add_session,
    cancel_session,
    change_session,
    fill_weekdays,
)

__all__ = [
    "add_contribution",
    "add_party",
    "add_session",
    "assign",
    "cancel_session",
    "change_contribution",
    "change_run",
    "change_session",
    "fill_weekdays",
    "move_run",
    "plan_run",
    "remove_party",
    "unassign",
]
