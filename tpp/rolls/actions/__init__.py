"""What an office does with a nominal roll: upload, say what columns mean, correct, write, undo."""

from flask import Flask

from tpp.rolls.actions.applying import apply, ask_to_apply
from tpp.rolls.actions.checking import check, check_or_ask
from tpp.rolls.actions.correcting import Correction, correct
from tpp.rolls.actions.ending import abandon, forget, forget_due, undo
from tpp.rolls.actions.reading import Table, read
from tpp.rolls.actions.uploading import is_plain, map_columns, upload

__all__ = [
    "Correction",
    "Table",
    "abandon",
    "apply",
    "ask_to_apply",
    "check",
    "check_or_ask",
    "correct",
    "forget",
    "forget_due",
    "is_plain",
    "map_columns",
    "read",
    "undo",
    "upload",
]


def init_app(app: Flask) -> None:
    app.extensions["rounds"].append(forget_due)
