"""What the calendar does with offers, and what is said when a seat came free."""

from flask import Flask

from tpp.selection.actions import lapse_due, propose_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"] += [lapse_due, propose_due]
