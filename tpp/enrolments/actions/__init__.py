"""What can be done with confirmed places, and with all that stands before the first session."""

from tpp.enrolments.actions.arrivals import arrive, take_back
from tpp.enrolments.actions.joining import ask_for_preview, keep, preview_key, send, write
from tpp.enrolments.actions.places import (
    confirm,
    give_up,
    move,
    substitute,
    substitute_new,
    withdraw,
)
from tpp.enrolments.actions.travel import plan, tick

__all__ = [
    "arrive",
    "ask_for_preview",
    "confirm",
    "give_up",
    "keep",
    "move",
    "plan",
    "preview_key",
    "send",
    "substitute",
    "substitute_new",
    "take_back",
    "tick",
    "withdraw",
    "write",
]
