"""What the pages of calls share."""

from flask import Blueprint

bp = Blueprint("calls", __name__)
