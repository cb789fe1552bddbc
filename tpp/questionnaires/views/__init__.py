"""Pages of questionnaires: those of a course, those of a run, and the one that a code opens."""

from tpp.questionnaires.views import answering, of_courses, of_runs
from tpp.questionnaires.views.blueprint import bp

__all__ = ["answering", "bp", "of_courses", "of_runs"]
