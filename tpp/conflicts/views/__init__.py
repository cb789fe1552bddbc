"""The pages of conflicts: of one run, and of all runs for coordinators."""

from tpp.conflicts.views import pages
from tpp.conflicts.views.pages import bp

__all__ = ["bp", "pages"]
