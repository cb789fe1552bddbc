"""What the calendar does with offers, and what other packages are told of nominees."""

from flask import Flask

from tpp.seats.queries import WHO_SITS
from tpp.selection.actions import lapse_due, propose_due
from tpp.selection.queries.sitting import who_sits


def init_app(app: Flask) -> None:
    app.extensions["rounds"] += [lapse_due, propose_due]
    app.extensions[WHO_SITS] = who_sits
