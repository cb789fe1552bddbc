"""Finding people and correcting their records."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from tpp.access import Ability
from tpp.db import db
from tpp.errors import Refused
from tpp.parties.queries import by_code, countries
from tpp.people import actions, queries
from tpp.people.forms import PeopleFilter, PersonForm
from tpp.people.forms.stating import stated_in, stating
from tpp.people.models import Person
from tpp.people.rules import Answer, Sex
from tpp.web.guard import acting, requires
from tpp.web.language import LANGUAGES, current

bp = Blueprint("people", __name__)


@bp.get("/people")
@requires(Ability.PERSON_LIST)
def index() -> str:
    form = PeopleFilter(request.args)
    form.party.choices = [("", _("All")), *queries.keeping_parties(current()["code"])]
    page = db.paginate(wanted(form), per_page=50)
    return render_template("people/index.html", form=form, page=page)


def wanted(form: PeopleFilter) -> Select[Person]:
    """Those who fit the filters; a filter that does not exist is left out."""
    people = queries.unmerged(queries.visible_to(acting)).options(
        joinedload(Person.party), joinedload(Person.nationality)
    )
    if form.q.data:
        people = queries.named_like(people, form.q.data[:200])
    if form.party.data and form.party.data in dict(form.party.choices):
        people = people.where(Person.party_id == int(form.party.data))
    if form.sex.data in set(Sex):
        people = people.where(Person.sex == Sex(form.sex.data))
    return people.order_by(Person.name, Person.id)


@bp.route("/people/<int:person_id>/record", methods=["GET", "POST"])
@requires(Ability.PERSON_CHANGE, on=queries.one_person)
def change(person: Person) -> Any:
    form = filled(person)
    if form.validate_on_submit():
        form.check_fresh(person)
        try:
            save(person, form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The record is saved."))
            return redirect(url_for("reports.person", person_id=person.id), 303)
    return render_template("people/change.html", form=form, person=person), form.status


def filled(person: Person) -> PersonForm:
    native = queries.native_name_of(person)
    form = PersonForm(
        obj=person,
        native_name=native.text if native else "",
        native_language=native.language if native else "",
        email=queries.email_of(person) or "",
        nationality=person.nationality.code,
        seen_version=person.version,
    )
    form.nationality.choices = countries(current()["code"])
    if person.nationality.code not in dict(form.nationality.choices):
        form.nationality.choices.append((person.nationality.code, person.nationality.name))
    return form


def save(person: Person, values: dict[str, Any]) -> None:
    nationality = by_code(values.pop("nationality"))
    if nationality is None:
        raise Refused(_("Choose the nationality from the list."), "nationality")
    words = {name: value or "" for name, value in values.items() if name != "born_on"}
    facts = words | {"born_on": values["born_on"], "nationality_id": nationality.id}
    actions.change(person, by=acting, **facts)


@bp.route("/people/<int:person_id>/stated", methods=["GET", "POST"])
@requires(Ability.PERSON_CHANGE, on=queries.one_person)
def state(person: Person) -> Any:
    """What courses ask of somebody, whatever course it is: rank, languages, licences, service left."""
    form = stating_form(person)
    if form.validate_on_submit():
        form.check_fresh(shown_of(person, form))
        actions.state(person, stated_in(form), by=acting, reason=form.reason.data or "")
        flash(_("The record is saved."))
        return redirect(url_for("reports.person", person_id=person.id), 303)
    return render_template("people/stated.html", form=form, person=person), form.status


def stating_form(person: Person) -> Any:
    known = queries.stated_of(person)
    spoken = {name.partition("-")[2] for name in known if name.startswith("language-")}
    asked = dict.fromkeys((*LANGUAGES, *sorted(spoken)))
    return stating(asked)(data=known, seen_version=person.version)


def shown_of(person: Person, form: Any) -> SimpleNamespace:
    """The record by the names of the questions, as somebody sees it who opens the page now."""
    known, unsaid = queries.stated_of(person), {"reason": form.reason.data}
    for name in form.ASKED:
        unsaid[name] = Answer.UNKNOWN if form[name].type == "RadioField" else form[name].default
    return SimpleNamespace(version=person.version, **(unsaid | known))


@bp.post("/people/<int:person_id>/account")
@requires(Ability.PERSON_LET_IN, on=queries.one_person)
def let_in(person: Person) -> Any:
    """Open the account with which a trainee answers offers and fetches certificates."""
    actions.let_in(person, by=acting)
    flash(_("The account is open. The link for a first password is on its way."))
    return redirect(url_for("reports.person", person_id=person.id), 303)
