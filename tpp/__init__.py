"""The training register of the Triangular Partnership Programme."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask

ROOT = Path(__file__).parent.parent

PACKAGES = (
    "parties",
    "history",
    "jobs",
    "outbox",
    "files",
    "accounts",
    "people",
    "catalogue",
    "venues",
    "offerings",
    "contributions",
    "historical",
    "seats",
    "calls",
    "nominations",
    "selection",
    "rolls",
    "enrolments",
    "conflicts",
    "timetables",
    "calendars",
    "devices",
    "attendance",
    "assessments",
    "questionnaires",
    "signatories",
    "designs",
    "certificates",
    "pool",
    "days",
    "duplicates",
    "reports",
    "demonstration",
)
"""In the order of a training's life: each imports only those before it."""


def create_app(settings: Any) -> Flask:
    """Assemble the application; refuses to start when a view does not say who may see it."""
    app = Flask(__name__, template_folder=ROOT / "templates", static_folder=None)
    app.config.from_object(settings)

    app.extensions["rounds"] = []
    for part in ("db", "web"):
        import_module(f"tpp.{part}").init_app(app)
    for package in PACKAGES:
        for part in ("models", "actions", "tasks", "cli", "views"):
            plug_in(app, f"tpp.{package}.{part}")
    import_module("tpp.web.guard").check_every_view_is_declared(app)
    return app


def plug_in(app: Flask, name: str) -> None:
    """Import a part of a package, where it has one, and register what it brings."""
    if find_spec(name) is None:
        return
    module = import_module(name)
    if hasattr(module, "init_app"):
        module.init_app(app)
    if hasattr(module, "cli"):
        app.cli.add_command(module.cli)
    if hasattr(module, "bp"):
        app.register_blueprint(module.bp)
