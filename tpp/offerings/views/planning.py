"""Planning a run, changing the plan, and its steps."""

from secrets import token_urlsafe
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.queries import offered_versions
from tpp.catalogue.rules import Delivery
from tpp.errors import Refused
from tpp.offerings import actions, queries
from tpp.offerings.forms import LANGUAGES, PlanForm, RunFacts, StatusForm
from tpp.offerings.models import CourseOffering
from tpp.offerings.views.blueprint import begun, bp, choose, chosen_words, party_choices
from tpp.parties.models import Party
from tpp.parties.queries import by_code, by_name
from tpp.web.guard import acting, requires
from tpp.web.words import words


@bp.route("/runs/new", methods=["GET", "POST"])
@requires(Ability.RUN_PLAN)
def new() -> Any:
    versions = {version.course.code: version for version in offered_versions()}
    form = PlanForm(course=request.args.get("course"), once=token_urlsafe(16))
    form.course.choices = [*choose(), *((code, it.course.title) for code, it in versions.items())]
    form.host.choices = [*choose(_("Not decided yet")), *party_choices()]
    set_choices(form)
    if form.validate_on_submit():
        try:
            run = plan(form, versions)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(code)s is planned. Now offer its seats to countries.", code=run.code))
            return redirect(url_for("seats.of_run", code=run.code), 303)
    return render_template("offerings/plan.html", form=form, zones=zones(), run=None), form.status


def set_choices(form: RunFacts) -> None:
    locale = get_locale() or Locale("en")
    spoken = ((code, Locale(code).get_display_name(locale) or code) for code in LANGUAGES)
    form.languages.choices = [(code, begun(name)) for code, name in spoken]
    form.delivery.choices = chosen_words(Delivery)
    form.machines.choices = [(it, begun(words(it))) for it in queries.machines_known()]


def zones() -> list[str]:
    """Zones by place, for the list that helps typing; every name of the database is understood."""
    return sorted(name for name in available_timezones() if is_place(name))


def is_place(name: str) -> bool:
    return name == "UTC" or (name.split("/")[0] in PLACES and "/" in name)


PLACES = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def plan(form: PlanForm, versions: dict[str, CourseVersion]) -> CourseOffering:
    values = form.values()
    host, supporters = by_code(values.pop("host")), parties_named(values.pop("supporters"))
    version = versions[values.pop("course")]
    values["machines"] = values["machines"] or None
    return actions.plan_run(
        version,
        by=acting,
        hosts=[host] if host else [],
        supporters=supporters,
        draft=request.form.get("as") == "draft",
        **values,
    )


def parties_named(typed: str | None) -> list[Party]:
    """Parties by their names or codes, with commas between them."""
    found: dict[int, Party] = {}
    for words_ in filter(None, (part.strip() for part in (typed or "").split(","))):
        party = by_code(words_.upper()) or by_name(words_)
        if party is None:
            sentence = "There is no party called “%(name)s”. Use its name or its three-letter code."
            raise Refused(sentence, "supporters", name=words_[:60])
        found[party.id] = party
    return list(found.values())


@bp.route("/runs/<string:code>/plan", methods=["GET", "POST"])
@requires(Ability.RUN_PLAN, on=queries.one_run)
def plan_of_run(run: CourseOffering) -> Any:
    form = RunFacts(obj=run, seen_version=run.version)
    set_choices(form)
    if form.validate_on_submit():
        form.check_fresh(run)
        try:
            actions.change_run(run, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The plan of %(code)s is saved.", code=run.code))
            return redirect(url_for(".run", code=run.code), 303)
    return render_template("offerings/plan.html", form=form, zones=zones(), run=run), form.status


@bp.post("/runs/<string:code>/status")
@requires(Ability.RUN_PLAN, on=queries.one_run)
def move(run: CourseOffering) -> Any:
    values = StatusForm().values()
    actions.move_run(run, values["step"], by=acting, reason=values["reason"])
    flash(_("%(code)s is now: %(status)s.", code=run.code, status=words(run.status)))
    return redirect(url_for(".run", code=run.code), 303)
