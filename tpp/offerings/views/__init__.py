"""The pages of course runs."""

from tpp.offerings.views import partners, planning, runs, staff, timetable
from tpp.offerings.views.blueprint import bp

__all__ = ["bp", "partners", "planning", "runs", "staff", "timetable"]
