"""What devices send, what they are given to keep, and the page that opens without a network."""

from flask import Flask

from tpp.devices.views import keeping, sending, shell
from tpp.devices.views.blueprint import bp

__all__ = ["bp", "init_app", "keeping", "sending", "shell"]


def init_app(app: Flask) -> None:
    """Other packages say what a device may send, and what it is given to work with.

    ``device_deeds[kind] = function(payload, by)`` runs inside the transaction that writes the receipt,
    checks the payload and the ability itself, and gives what the device is told (ids and numbers), or
    None. ``device_sheets`` are functions of who acts that give a part of today's sheets.
    """
    app.extensions.setdefault("device_deeds", {})
    app.extensions.setdefault("device_sheets", [])
    app.before_request(keeping.leave_if_asked)
    app.after_request(keeping.end_with_the_session)
