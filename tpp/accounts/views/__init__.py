"""Pages for signing in, one's account, the offices and the logbook."""

from tpp.accounts.views import accounts, links, logbook, offices, own, second_factor, signing_in
from tpp.accounts.views.blueprint import bp

__all__ = ["accounts", "bp", "links", "logbook", "offices", "own", "second_factor", "signing_in"]
