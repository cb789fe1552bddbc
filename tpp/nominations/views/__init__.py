"""The pages of nominations."""

from tpp.nominations.views import lists, putting_forward
from tpp.nominations.views.blueprint import bp

__all__ = ["bp", "lists", "putting_forward"]
