"""An office nominates, changes and sends."""

from secrets import token_urlsafe
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.calls.queries import call_of
from tpp.db import db
from tpp.errors import Refused
from tpp.nominations import actions, queries
from tpp.nominations.forms import KnownPersonForm, NewPersonForm, NominationForm
from tpp.nominations.models import Nomination
from tpp.nominations.rules import NOT_SENT, Status
from tpp.nominations.views.blueprint import bp, mission_choices
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.parties.models import Party
from tpp.parties.queries import by_code
from tpp.parties.rules import PartyKind
from tpp.people.models import Person
from tpp.seats.queries import allocation_of
from tpp.web.guard import acting, requires


@bp.route("/runs/<string:code>/nominations/new", methods=["GET", "POST"])
@requires(Ability.NOMINATION_SUBMIT, on=one_run)
def new(run: CourseOffering) -> Any:
    person = known_person()
    party = db.session.get_one(Party, acting.party_id)
    form = known_form(person) if person else new_form(party)
    form.mission.choices = mission_choices()
    if form.validate_on_submit():
        try:
            made = put_forward(run, party, person, form)
        except Refused as refusal:
            form.refuse(refusal)
            form.once.data = token_urlsafe(16)
        else:
            sent = made.status is not Status.DRAFT
            flash(
                _("The nomination is submitted.")
                if sent
                else _("The draft is kept; it is not sent yet.")
            )
            return redirect(url_for(".of_run", code=run.code), 303)
    return new_page(run, person, form)


def known_person() -> Person | None:
    """The person of one's own office whom the address names; anybody else is not found."""
    number = request.values.get("person", "")
    if not number:
        return None
    small = number.isdecimal() and len(number) < 10
    found = queries.one_person(int(number)) if small else None
    return found or abort(404)


def known_form(person: Person) -> KnownPersonForm:
    return KnownPersonForm(person=person.id, once=token_urlsafe(16))


def new_form(party: Party) -> NewPersonForm:
    own = party.code if party.kind is PartyKind.COUNTRY else ""
    form = NewPersonForm(nationality=own, once=token_urlsafe(16))
    form.nationality.choices = [*choose(), *party_choices(PartyKind.COUNTRY)]
    return form


def put_forward(
    run: CourseOffering, party: Party, person: Person | None, form: KnownPersonForm | NewPersonForm
) -> Nomination:
    values = form.values()
    how: dict[str, Any] = {
        "by": acting,
        "mission": by_code(values["mission"]),
        "note": values["note"],
        "once": values["once"] or None,
        "submit": request.form.get("as") != "draft",
    }
    if person is not None:
        return actions.nominate(run, person, **how)
    facts = {name: values[name] for name in NewPersonForm.PERSON}
    facts["nationality"] = by_code(values["nationality"])
    return actions.nominate_new(run, party, facts, **how)


def new_page(run: CourseOffering, person: Person | None, form: Any) -> Any:
    words = request.args.get("q", "")[:200]
    page = render_template(
        "nominations/new.html",
        run=run,
        person=person,
        form=form,
        q=words,
        found=queries.known_people(words) if words.strip() and person is None else [],
        call=call_of(run),
        allocation=allocation_of(run, acting.party_id),
    )
    return page, form.status


@bp.route("/nominations/<int:nomination_id>/words", methods=["GET", "POST"])
@requires(Ability.NOMINATION_WITHDRAW, on=queries.one_nomination)
def change(nomination: Nomination) -> Any:
    mission = nomination.mission
    form = NominationForm(
        note=nomination.note,
        mission=mission.code if mission else "",
        seen_version=nomination.version,
    )
    form.mission.choices = mission_choices()
    if nomination.status not in NOT_SENT:
        flash(_("What was sent cannot be changed; the programme office can return it."), "refusal")
        return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
    if form.validate_on_submit():
        form.check_fresh(nomination)
        try:
            save(nomination, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The nomination is saved."))
            return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
    page = render_template(
        "nominations/change.html", nomination=nomination, run=nomination.offering, form=form
    )
    return page, form.status


def save(nomination: Nomination, form: NominationForm) -> None:
    values = form.values()
    actions.change(nomination, by=acting, mission=by_code(values["mission"]), note=values["note"])


@bp.post("/nominations/<int:nomination_id>/submission")
@requires(Ability.NOMINATION_WITHDRAW, on=queries.one_nomination)
def submit(nomination: Nomination) -> Any:
    actions.submit(nomination, by=acting)
    flash(_("The nomination is submitted."))
    return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
