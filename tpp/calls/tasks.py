"""Reminding is one of the worker's rounds."""

from flask import Flask

from tpp.calls.actions import remind_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(remind_due)
