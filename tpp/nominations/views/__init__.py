"""The pages of nominations."""

from tpp.nominations.views import grants, judging, lists, papers, putting_forward
from tpp.nominations.views.blueprint import bp

__all__ = ["bp", "grants", "judging", "lists", "papers", "putting_forward"]
