"""The pages of seats."""

from tpp.seats.views import answering, grouping, ledger, of_run, one, overviews
from tpp.seats.views.blueprint import bp

__all__ = ["answering", "bp", "grouping", "ledger", "of_run", "one", "overviews"]
