"""Pages of timetables."""

from tpp.timetables.views import laying, showing, templates, times_off
from tpp.timetables.views.blueprint import bp

__all__ = ["bp", "laying", "showing", "templates", "times_off"]
