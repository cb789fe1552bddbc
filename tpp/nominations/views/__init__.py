"""The pages of calls and nominations."""

from tpp.nominations.views import calls, deciding, lists, putting_forward
from tpp.nominations.views.blueprint import bp

__all__ = ["bp", "calls", "deciding", "lists", "putting_forward"]
