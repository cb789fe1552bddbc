"""An office nominates, changes and sends."""

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability
from tpp.calls.queries import call_of
from tpp.db import db
from tpp.errors import Refused
from tpp.nominations import actions, queries
from tpp.nominations.forms import KnownPersonForm, NewPersonForm, NominationForm
from tpp.nominations.forms.questions import asked_of, asking, expected_in
from tpp.nominations.models import Nomination
from tpp.nominations.rules import OPEN_TO_OFFICE, Status
from tpp.nominations.rules.eligibility import missing
from tpp.nominations.views.blueprint import bp, mission_choices
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.parties.models import Party
from tpp.parties.queries import by_code
from tpp.parties.rules import PartyKind
from tpp.people.forms.stating import stated_in
from tpp.people.models import Person
from tpp.people.queries import Candidate, candidates, stated_of
from tpp.people.rules.matching import Facts
from tpp.seats.queries import allocation_of, groups_of
from tpp.web.forms import Form
from tpp.web.guard import acting, requires
from tpp.web.words import said


@bp.route("/runs/<string:code>/nominations/new", methods=["GET", "POST"])
@requires(Ability.NOMINATION_SUBMIT, on=one_run)
def new(run: CourseOffering) -> Any:
    person, party = known_person(), own_party()
    form, alike = form_for(run, person, party), []
    if form.validate_on_submit():
        try:
            is_new = person is None and queries.by_once(form.once.data) is None
            alike = alike_in_office(form, party) if is_new else []
            check_somebody_else(alike)
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
            tell_what_is_open(made)
            return redirect(url_for(".of_run", code=run.code), 303)
    return new_page(run, person, form, alike)


def tell_what_is_open(nomination: Nomination) -> None:
    """What the course asks and nobody has answered yet: it was sent all the same, and can be added."""
    lacks = missing(queries.checks_of([nomination])[nomination.id])
    if lacks and nomination.status is not Status.DRAFT:
        what = "; ".join(said(it.demand) for it in lacks)
        flash(
            _("Not known or not met of what the course asks: %(what)s.", what=what)
            + " "
            + _("Open the nomination to add it; the programme office sees it beside the name."),
            "wait",
        )


def alike_in_office(form: Any, party: Party) -> list[Candidate]:
    """People of one's own office who may be the one written down: never those of another Party."""
    values = form.values()
    names = tuple(values[it] for it in ("name", "native_name") if values[it])
    emails = frozenset([values["email"].lower()] if values["email"] else [])
    facts = Facts(names, values["born_on"], values["service_number"] or "", emails)
    return candidates(facts, party_id=party.id, limit=3)


def check_somebody_else(alike: list[Candidate]) -> None:
    if alike and not request.form.get("another"):
        raise Refused(
            "Your office may already keep a record of this person. Look below: nominate from that record, "
            "or say that this is somebody else."
        )


def own_party() -> Party:
    return db.session.get_one(Party, acting.party_id)


def known_person() -> Person | None:
    """The person of one's own office whom the address names; anybody else is not found."""
    number = request.values.get("person", "")
    if not number:
        return None
    small = number.isdecimal() and len(number) < 10
    found = queries.one_person(int(number)) if small else None
    return found or abort(404)


def form_for(
    run: CourseOffering,
    person: Person | None,
    party: Party,
    known_form: type[Form] = KnownPersonForm,
    new_form: type[Form] = NewPersonForm,
) -> Any:
    """The questions of the course beside those about the nomination; about somebody new, all of them."""
    rules, groups = queries.rules_of([run.id])[run.id], groups_of(run)
    if person is not None:
        known = stated_of(person)
        form: Any = asking(known_form, rules, groups)(
            person=person.id, once=token_urlsafe(16), data=known
        )
    else:
        own = party.code if party.kind is PartyKind.COUNTRY else ""
        form = asking(new_form, rules, groups)(nationality=own, once=token_urlsafe(16))
        form.nationality.choices = [*choose(), *party_choices(PartyKind.COUNTRY)]
    return with_missions(form)


def with_missions(form: Any) -> Any:
    form.mission.choices = mission_choices()
    if "deploys_to" in form:
        form.deploys_to.choices = [*choose(_("Not stated")), *party_choices(PartyKind.MISSION)]
    return form


def put_forward(run: CourseOffering, party: Party, person: Person | None, form: Any) -> Nomination:
    how = said_in(form) | {"submit": request.form.get("as") != "draft"}
    if person is not None:
        return actions.nominate(run, person, by=acting, **how)
    return actions.nominate_new(run, party, facts_in(form), by=acting, **how)


def facts_in(form: Any) -> dict[str, Any]:
    """The record of somebody new."""
    values = form.values()
    facts = {name: values[name] for name in NewPersonForm.PERSON}
    return facts | {"nationality": by_code(values["nationality"])}


def said_in(form: Any) -> dict[str, Any]:
    """What the office says of the nominee, as keyword arguments of the actions."""
    values = form.values()
    deploys_to = by_code(values.get("deploys_to") or "")
    return {
        "mission": by_code(values["mission"]),
        "note": values["note"],
        "once": values.get("once") or None,
        "expected": expected_in(form, deploys_to.id if deploys_to else None),
        "stated": stated_in(form),
    }


def new_page(
    run: CourseOffering, person: Person | None, form: Any, alike: Sequence[Candidate] = ()
) -> Any:
    words = request.args.get("q", "")[:200]
    page = render_template(
        "nominations/new.html",
        run=run,
        person=person,
        form=form,
        asked=asked_of(form),
        q=words,
        alike=alike,
        found=[] if person else queries.known_people(run, words, 20 if words.strip() else 6),
        call=call_of(run),
        allocation=allocation_of(run, acting.party_id),
        closed=why_closed(run),
    )
    return page, form.status


def why_closed(run: CourseOffering) -> str:
    """Why nobody can be nominated now; empty where somebody can."""
    try:
        actions.seats_for(run, acting.party_id or 0)
    except Refused as refusal:
        return said(refusal)
    return ""


@bp.route("/runs/<string:code>/nominations/drafts", methods=["GET", "POST"])
@requires(Ability.NOMINATION_SUBMIT, on=one_run)
def drafts(run: CourseOffering) -> Any:
    """What would be sent and what is held back, and why; then all that is complete is sent."""
    party, refused = own_party(), ""
    if request.method == "POST":
        try:
            sent = actions.submit_complete(run, party, by=acting)
        except Refused as refusal:
            refused = said(refusal)
        else:
            flash(sent_words(len(sent), left=len(queries.drafts_of(run, party.id))))
            return redirect(url_for(".of_run", code=run.code), 303)
    found = queries.drafts_of(run, party.id)
    checks = queries.checks_of(found)
    lacks = [(it, missing(checks[it.id])) for it in found]
    page = render_template(
        "nominations/drafts.html",
        run=run,
        ready=[it for it, what in lacks if not what],
        held=[(it, what) for it, what in lacks if what],
        closed=refused or why_closed(run),
    )
    return page, 422 if refused else 200


def sent_words(number: int, left: int) -> str:
    if not number:
        return (
            _("Nothing was complete, so nothing was sent.")
            if left
            else _("No draft is left: everything is sent.")
        )
    return ngettext(
        "%(num)s nomination is submitted.", "%(num)s nominations are submitted.", number
    )


@bp.route("/nominations/<int:nomination_id>/words", methods=["GET", "POST"])
@requires(Ability.NOMINATION_WITHDRAW, on=queries.one_nomination)
def change(nomination: Nomination) -> Any:
    if nomination.status not in OPEN_TO_OFFICE:
        flash(
            _("It was decided about this nominee, so what was said cannot be changed any more."),
            "refusal",
        )
        return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
    form = change_form(nomination)
    if form.validate_on_submit():
        form.check_fresh(nomination)
        how = said_in(form)
        how.pop("once")
        try:
            actions.change(nomination, by=acting, **how)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The nomination is saved."))
            return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
    page = render_template(
        "nominations/change.html",
        nomination=nomination,
        run=nomination.offering,
        form=form,
        asked=asked_of(form),
    )
    return page, form.status


def change_form(nomination: Nomination) -> Any:
    mission, run = nomination.mission, nomination.offering
    known = stated_of(nomination.person) | queries.expected_of(nomination)
    form = asking(NominationForm, queries.rules_of([run.id])[run.id], groups_of(run))(
        note=nomination.note,
        mission=mission.code if mission else "",
        seen_version=nomination.version,
        data=known,
    )
    return with_missions(form)


@bp.post("/nominations/<int:nomination_id>/submission")
@requires(Ability.NOMINATION_WITHDRAW, on=queries.one_nomination)
def submit(nomination: Nomination) -> Any:
    actions.submit(nomination, by=acting)
    flash(_("The nomination is submitted."))
    tell_what_is_open(nomination)
    return redirect(url_for(".nomination", nomination_id=nomination.id), 303)
