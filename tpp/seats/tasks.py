"""What the calendar does with seats."""

from flask import Flask

from tpp.seats.actions import release_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(release_due)
