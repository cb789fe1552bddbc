"""What the calendar does with invitations to teach."""

from flask import Flask

from tpp.pool.actions import lapse_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(lapse_due)
