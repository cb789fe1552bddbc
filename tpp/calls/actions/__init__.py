"""What can be done with calls."""

from tpp.calls.actions.opening import open_call

__all__ = ["open_call"]
