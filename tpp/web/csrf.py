"""Every POST carries the token of its own browser (Flask-WTF)."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect


def init_app(app: Flask) -> None:
    CSRFProtect(app)
