"""Reading accounts, offices and the logbook. They are not private to a country."""

from tpp.accounts.queries.logbook import Line, story

__all__ = ["Line", "story"]
