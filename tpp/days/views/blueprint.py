"""What the pages of the days of a run share."""

from flask import Blueprint

bp = Blueprint("days", __name__)
