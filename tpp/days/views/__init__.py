"""Pages of the day of a run: its file, notes, incidents, and what is missing at its end."""

from tpp.days.views import files, incidents, notes
from tpp.days.views.blueprint import bp

__all__ = ["bp", "files", "incidents", "notes"]
