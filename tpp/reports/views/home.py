"""The first screen: one's own work, by what the office does."""

from collections.abc import Callable
from typing import Any

from flask import render_template

from tpp.access import Ability
from tpp.acting import Role
from tpp.reports.views import screens_of_offices, screens_of_people, screens_of_programme
from tpp.reports.views.blueprint import bp
from tpp.web.guard import acting, requires

SCREENS: dict[Role, Callable[[], dict[str, Any]]] = {
    Role.COORDINATOR: screens_of_programme.coordinator,
    Role.AUDITOR: screens_of_programme.auditor,
    Role.ADMINISTRATOR: screens_of_programme.administrator,
    Role.FOCAL_POINT: screens_of_offices.focal_point,
    Role.SUPPORTER: screens_of_offices.supporter,
    Role.TRAINER: screens_of_people.trainer,
    Role.TRAINEE: screens_of_people.trainee,
}


@bp.get("/")
@requires(Ability.HOME_SEE)
def home() -> str:
    return render_template(f"reports/home_{acting.role}.html", **SCREENS[acting.role]())


@bp.get("/work")
@requires(Ability.RUN_PLAN)
def work() -> str:
    """Every list behind the numbers of the programme office's first screen."""
    return render_template("reports/work.html", **screens_of_programme.waiting())
