"""The edge: who asks, in which language, and how the answer leaves."""

from flask import Flask

from tpp.web import (
    addresses,
    charts,
    compress,
    csrf,
    errors,
    guard,
    headers,
    health,
    language,
    limits,
    logs,
    moments,
    pages,
    refusals,
    sessions,
    static,
    words,
)


def init_app(app: Flask) -> None:
    """In this order a request passes them; the headers are put around everything."""
    logs.init_app(app)
    static.init_app(app)
    sessions.init_app(app)
    addresses.init_app(app)
    guard.init_app(app)
    csrf.init_app(app)
    limits.init_app(app)
    language.init_app(app)
    errors.init_app(app)
    pages.init_app(app)
    refusals.init_app(app)
    moments.init_app(app)
    words.init_app(app)
    charts.init_app(app)
    compress.init_app(app)
    app.register_blueprint(health.bp)
    headers.init_app(app)
