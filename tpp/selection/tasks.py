"""What the calendar does with offers."""

from flask import Flask

from tpp.selection.actions import lapse_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(lapse_due)
