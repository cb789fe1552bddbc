"""The pages of calls and nominations."""

from tpp.nominations.views import calls, lists, putting_forward
from tpp.nominations.views.blueprint import bp

__all__ = ["bp", "calls", "lists", "putting_forward"]
