"""Assessments: people and competencies, sheets of one person and of a class, and outcomes."""

from flask import Flask

from tpp.assessments import queries
from tpp.assessments.views import (
    conduct,
    explained,
    moderation,
    of_run,
    person,
    stations,
    written,
)
from tpp.assessments.views.blueprint import bp
from tpp.nominations.queries.eligibility import EARLIER

__all__ = [
    "bp",
    "conduct",
    "explained",
    "init_app",
    "moderation",
    "of_run",
    "person",
    "stations",
    "written",
]


def init_app(app: Flask) -> None:
    """Nominations ask which courses somebody completed; they stand before this package."""
    app.extensions[EARLIER] = queries.completed_courses
