"""The pages of course runs."""

from tpp.offerings.views import planning, runs, staff, timetable
from tpp.offerings.views.blueprint import bp

__all__ = ["bp", "planning", "runs", "staff", "timetable"]
