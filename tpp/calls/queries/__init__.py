"""Reading calls. The scope of the request narrows them to one's own country."""

from tpp.calls.queries.rows import call_and_seats, call_of

__all__ = ["call_and_seats", "call_of"]
