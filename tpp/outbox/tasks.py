"""Sending mail is one of the worker's rounds."""

from flask import Flask

from tpp.outbox.actions import send_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(send_due)
