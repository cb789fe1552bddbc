"""The courses, readable for everyone signed in."""

from datetime import date
from itertools import groupby

from babel import Locale
from flask import Blueprint, abort, render_template, request
from flask_babel import get_locale

from tpp.access import Ability
from tpp.acting import Acting
from tpp.catalogue import queries
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.rules import Pillar
from tpp.catalogue.rules.eligibility import demand
from tpp.db import db
from tpp.web.guard import requires

bp = Blueprint("catalogue", __name__)


@bp.get("/courses")
@requires(Ability.COURSE_SEE)
def index():
    pillar = wanted_pillar()
    latest_ones = db.session.scalars(queries.latest_versions())
    courses = db.session.scalars(queries.courses(pillar)).all()
    return render_template(
        "catalogue/index.html",
        pillars=Pillar,
        chosen=pillar,
        groups=[(key, list(some)) for key, some in groupby(courses, lambda course: course.pillar)],
        versions={version.course_id: version for version in latest_ones},
        competency_counts=queries.competency_counts(),
        total=len(courses),
    )


def wanted_pillar() -> Pillar | None:
    name = request.args.get("pillar", "")
    if name and name not in list(Pillar):
        abort(404)
    return Pillar(name) if name else None


def latest(_: Acting, code: str) -> CourseVersion | None:
    return next(iter(versions_named(code)), None)


def numbered(_: Acting, code: str, number: int) -> CourseVersion | None:
    return next((it for it in versions_named(code) if it.number == number), None)


def versions_named(code: str) -> list[CourseVersion]:
    # PostgreSQL cannot even be asked for a text with a NUL in it.
    course = queries.by_code(code) if code.isprintable() else None
    return queries.versions_of(course) if course else []


@bp.get("/courses/<string:code>")
@requires(Ability.COURSE_SEE, on=latest)
def course(version: CourseVersion):
    return page_of(version)


@bp.get("/courses/<string:code>/versions/<int:number>")
@requires(Ability.COURSE_SEE, on=numbered)
def version(version: CourseVersion):
    return page_of(version)


def page_of(version: CourseVersion) -> str:
    return render_template(
        "catalogue/course.html",
        course=version.course,
        version=version,
        versions=queries.versions_of(version.course),
        competencies=queries.competencies_of(version),
        tests=queries.written_tests_of(version),
        rule_set_on=date.fromisoformat(version.completion["set_on"])
        if version.completion
        else None,
        rules=[(it, demand(it.criterion, it.parameters)) for it in queries.rules_of(version)],
        spoken=[language_name(code) for code in version.languages],
    )


def language_name(code: str) -> str:
    """French, for fr, in the reader's language."""
    return Locale.parse(code).get_display_name(get_locale()) or code
