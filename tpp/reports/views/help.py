"""What the register is, who sees what, and where to begin."""

from flask import render_template

from tpp.reports.views.blueprint import bp
from tpp.web.guard import public


@bp.get("/help")
@public
def help() -> str:
    return render_template("reports/help.html")
