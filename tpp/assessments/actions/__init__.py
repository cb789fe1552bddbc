"""Recording what trainees showed, and deciding outcomes."""

from tpp.assessments.actions.assessing import assess, assess_again, decide_between
from tpp.assessments.actions.deciding import (
    Decided,
    ask_override,
    confirm_override,
    decide,
    is_news,
    refuse_override,
)
from tpp.assessments.actions.entering import enter_points, record_conduct

__all__ = [
    "Decided",
    "ask_override",
    "assess",
    "assess_again",
    "confirm_override",
    "decide",
    "decide_between",
    "enter_points",
    "is_news",
    "record_conduct",
    "refuse_override",
]
