"""The sheets of one person and of a class, requests and decisions: their shape."""

from tpp.assessments.forms.classes import ConductForm, PointsFileForm, PointsForm, read_points
from tpp.assessments.forms.deciding import AnswerForm, BetweenForm, OverrideForm
from tpp.assessments.forms.sheets import AssessmentForm, going_on

__all__ = [
    "AnswerForm",
    "AssessmentForm",
    "BetweenForm",
    "ConductForm",
    "OverrideForm",
    "PointsFileForm",
    "PointsForm",
    "going_on",
    "read_points",
]
