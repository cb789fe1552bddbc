"""Pages that read across the register: first screens, figures, one person's training, help."""

from flask import Flask

from tpp.reports.queries.earlier import took_part
from tpp.reports.views import exports, funnel, help, home, participation, person
from tpp.reports.views.blueprint import bp
from tpp.selection.queries import TOOK_PART


def init_app(app: Flask) -> None:
    """Where nominees are selected, it is asked what they took part in before."""
    app.extensions[TOOK_PART] = took_part


__all__ = ["bp", "exports", "funnel", "help", "home", "participation", "person"]
