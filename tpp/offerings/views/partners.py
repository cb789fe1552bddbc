"""Hosts, supporters, and what they give."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms import Form as AnyForm

from tpp.access import Ability
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings import actions, queries
from tpp.offerings.forms import AmountsForm, ContributionForm, PartyForm
from tpp.offerings.models import Contribution, CourseOffering, Participation
from tpp.offerings.rules import PartyRole
from tpp.offerings.views.blueprint import bp, choose, party_choices
from tpp.parties.queries import by_code
from tpp.web.guard import acting, requires
from tpp.web.language import current
from tpp.web.words import words


@bp.get("/runs/<string:code>/parties")
@requires(Ability.RUN_PLAN, on=queries.one_run)
def parties(run: CourseOffering) -> Any:
    return page(run)


def page(
    run: CourseOffering, party: PartyForm | None = None, gift: ContributionForm | None = None
) -> Any:
    named = [it for it in queries.parties_of(run) if it.role is not PartyRole.SENDER]
    party, gift = party or PartyForm(formdata=None), gift or ContributionForm(formdata=None)
    set_choices(party, gift, named)
    status = 422 if party.errors or gift.errors else 200
    lines = queries.contributions(run)
    page_ = render_template(
        "offerings/parties.html", run=run, named=named, contributions=lines, party=party, gift=gift
    )
    return page_, status


def set_choices(party: PartyForm, gift: ContributionForm, named: list[Participation]) -> None:
    party.party.choices = [*choose(), *party_choices()]
    party.role.choices = [(it.value, words(it)) for it in (PartyRole.HOST, PartyRole.SUPPORTER)]
    language = current()["code"]
    gift.participation.choices = [
        *choose(),
        *((str(it.id), f"{it.party.name_in(language)}, {words(it.role)}") for it in named),
    ]


@bp.post("/runs/<string:code>/parties")
@requires(Ability.RUN_PLAN, on=queries.one_run)
def add_party(run: CourseOffering) -> Any:
    form, other = PartyForm(), ContributionForm(formdata=None)
    set_choices(form, other, [])
    return answered(run, form, lambda: name_party(run, form), page_with={"party": form})


def name_party(run: CourseOffering, form: PartyForm) -> str:
    party = by_code(form.party.data)
    if party is None:
        raise Refused("Choose one.", "party")
    actions.add_party(run, party, PartyRole(form.role.data), by=acting)
    return _("%(party)s is named.", party=party.name_in(current()["code"]))


def answered(run: CourseOffering, form: AnyForm, deed: Any, page_with: dict[str, Any]) -> Any:
    """Do it and go back to the page, or show the page with what is in the way."""
    if form.validate():
        try:
            flash(deed())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".parties", code=run.code), 303)
    return page(run, **page_with)


@bp.post("/participations/<int:participation_id>/removal")
@requires(Ability.RUN_PLAN, on=queries.one_participation)
def remove_party(participation: Participation) -> Any:
    run = db.session.get_one(CourseOffering, participation.offering_id)
    actions.remove_party(participation, by=acting)
    flash(_("The party is taken out of the run."))
    return redirect(url_for(".parties", code=run.code), 303)


@bp.post("/runs/<string:code>/contributions")
@requires(Ability.RUN_PLAN, on=queries.one_run)
def add_contribution(run: CourseOffering) -> Any:
    form, other = ContributionForm(), PartyForm(formdata=None)
    named = queries.parties_of(run)
    set_choices(other, form, named)
    return answered(run, form, lambda: record_gift(form, named), page_with={"gift": form})


def record_gift(form: ContributionForm, named: list[Participation]) -> str:
    values = form.values()
    giver = next(it for it in named if str(it.id) == values["participation"])
    given = {name: values[name] for name in ("what", "planned", "actual")}
    actions.add_contribution(giver, by=acting, unit=values["unit"], **given)
    return _("The contribution is recorded.")


@bp.post("/contributions/<int:contribution_id>")
@requires(Ability.RUN_PLAN, on=queries.one_contribution)
def change_contribution(contribution: Contribution) -> Any:
    run = db.session.get_one(CourseOffering, contribution.offering_id)
    actions.change_contribution(contribution, by=acting, **AmountsForm().values())
    flash(_("The contribution is saved."))
    return redirect(url_for(".parties", code=run.code), 303)
