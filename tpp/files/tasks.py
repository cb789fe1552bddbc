"""Erasing files that nobody needs any more is one of the worker's rounds."""

from flask import Flask

from tpp.files.actions import erase_due


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(erase_due)
