"""Comparing new and changed people with the others is one of the worker's rounds."""

from flask import Flask

from tpp.duplicates.actions import look_at_new


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(look_at_new)
