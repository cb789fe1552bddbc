"""The pages of participants and of offers."""

from tpp.enrolments.views import offers, participants
from tpp.enrolments.views.blueprint import bp

__all__ = ["bp", "offers", "participants"]
