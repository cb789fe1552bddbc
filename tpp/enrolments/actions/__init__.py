"""What can be done with confirmed places, and with all that stands before the first session."""

from tpp.enrolments.actions.places import confirm, give_up, move, substitute, substitute_new, withdraw

__all__ = ["confirm", "give_up", "move", "substitute", "substitute_new", "withdraw"]
