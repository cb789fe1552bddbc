"""The pages of calls."""

from tpp.calls.views import asking, letters, opening, showing
from tpp.calls.views.blueprint import bp

__all__ = ["asking", "bp", "letters", "opening", "showing"]
