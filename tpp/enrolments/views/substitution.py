"""The office names somebody else for its seat: a nominee, somebody it knows, or somebody new."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from tpp.access import Ability
from tpp.enrolments import actions
from tpp.enrolments.views.blueprint import bp
from tpp.errors import Refused
from tpp.nominations import queries
from tpp.nominations.forms import KnownSubstituteForm, NewSubstituteForm, SubstituteForm
from tpp.nominations.forms.questions import asked_of
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status, check_has_seat
from tpp.nominations.views.putting_forward import (
    facts_in,
    form_for,
    known_person,
    own_party,
    said_in,
)
from tpp.people.models import Person
from tpp.web.forms import options
from tpp.web.guard import acting, requires


@bp.route("/nominations/<int:nomination_id>/substitution", methods=["GET", "POST"])
@requires(Ability.NOMINATION_WITHDRAW, on=queries.one_nomination)
def substitute(nomination: Nomination) -> Any:
    """Whom the office put forward already; ``person`` and ``new`` lead to somebody it did not."""
    if nomination.status is Status.SUBSTITUTED:
        flash(_("The seat of this nominee is handed on already."))
        return redirect(url_for("nominations.nomination", nomination_id=nomination.id), 303)
    check_has_seat(nomination.status)
    person = known_person()
    if person is not None or "new" in request.args:
        return not_nominated_yet(nomination, person)
    others = queries.substitutes_for(nomination)
    form = SubstituteForm()
    form.instead.choices = choices(it for it, _ in others)
    if form.validate_on_submit():
        values = form.values()
        instead = next(it for it, _ in others if str(it.id) == values["instead"])
        try:
            actions.substitute(nomination, instead, by=acting, reason=values["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return handed_on(instead)
    form.instead.choices = choices(it for it, in_the_way in others if not in_the_way)
    return page(nomination, form, others=others)


def choices(nominations: Iterable[Nomination]) -> list[SelectChoice]:
    return options((str(it.id), full(it.person)) for it in nominations)


def full(person: Person) -> str:
    return " ".join(part for part in (person.rank, person.name) if part)


def not_nominated_yet(nomination: Nomination, person: Person | None) -> Any:
    run = nomination.offering
    form = form_for(run, person, own_party(), KnownSubstituteForm, NewSubstituteForm)
    if form.validate_on_submit():
        try:
            whom = person or facts_in(form)
            how = said_in(form) | {"reason": form.reason.data}
            made = actions.substitute_new(nomination, whom, by=acting, **how)
        except Refused as refusal:
            form.refuse(refusal)
            form.once.data = token_urlsafe(16)
        else:
            return handed_on(made)
    return page(nomination, form, person=person, is_new=True)


def handed_on(instead: Nomination) -> Any:
    if instead.status is Status.SELECTED:
        flash(_("The seat is offered to the substitute."))
    else:
        flash(
            _(
                "The substitute is put forward; the seat stays where it is until the rules of the"
                " course are met or the programme office overrides them. Then hand it on here."
            )
        )
    return redirect(url_for("nominations.nomination", nomination_id=instead.id), 303)


def page(nomination: Nomination, form: Any, **about: Any) -> Any:
    words, is_new = request.args.get("q", "")[:200], about.get("is_new", False)
    html = render_template(
        "enrolments/substitution.html",
        nomination=nomination,
        run=nomination.offering,
        form=form,
        asked=asked_of(form) if is_new else [],
        q=words,
        found=[] if is_new else queries.known_people(nomination.offering, words, 6),
        person=about.get("person"),
        is_new=is_new,
        others=about.get("others", []),
    )
    return html, form.status
