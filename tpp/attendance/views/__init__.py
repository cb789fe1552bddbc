"""Attendance: the grid of a run, the sheet of one session, and sheets on devices."""

from tpp.attendance.views.devices import init_app
from tpp.attendance.views.sheets import bp

__all__ = ["bp", "init_app"]
