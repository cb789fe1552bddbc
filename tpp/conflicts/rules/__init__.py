"""Which plans want the same thing at once. No database, no web."""

from tpp.conflicts.rules.finding import find
from tpp.conflicts.rules.plans import Block, Conflict, Kind, Plan, Post, RunPlan, check_reason

__all__ = ["Block", "Conflict", "Kind", "Plan", "Post", "RunPlan", "check_reason", "find"]
