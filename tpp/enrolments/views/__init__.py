"""The pages of confirmed places: participants, offers, the journey, the arrival desk."""

from tpp.enrolments.views import (
    arrivals,
    joining,
    offers,
    participants,
    places,
    substitution,
    travel,
)
from tpp.enrolments.views.blueprint import bp

__all__ = [
    "arrivals",
    "bp",
    "joining",
    "offers",
    "participants",
    "places",
    "substitution",
    "travel",
]
