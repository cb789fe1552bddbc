"""The pages of calls."""

from tpp.calls.views import opening
from tpp.calls.views.blueprint import bp

__all__ = ["bp", "opening"]
