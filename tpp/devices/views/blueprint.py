"""One blueprint for what devices send and what they keep."""

from flask import Blueprint

bp = Blueprint("devices", __name__)
