"""The pages of the calendar."""

from flask import Blueprint

bp = Blueprint("calendars", __name__)
