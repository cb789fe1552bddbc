"""What the calendar does with offers."""

from flask import Flask

from tpp.nominations.actions import lapse_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(lapse_due)
