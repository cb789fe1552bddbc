"""The pages of participants and of offers share one blueprint."""

from flask import Blueprint

bp = Blueprint("enrolments", __name__)
