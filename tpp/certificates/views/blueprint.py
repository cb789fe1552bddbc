"""Certificates: of a run, of their holder, and verified by anybody who has one in hand."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)
