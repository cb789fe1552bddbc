"""Pages of the calendar, and feeds for other programs."""

from tpp.calendars.views import feeding, months, years
from tpp.calendars.views.blueprint import bp

__all__ = ["bp", "feeding", "months", "years"]
