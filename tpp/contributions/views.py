"""The three parties of a run side by side, what they give, and a State's own part in all its runs."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import Form as AnyForm

from tpp.access import Ability, scope_of
from tpp.contributions import actions, queries
from tpp.contributions.forms import AmountsForm, ContributionForm, PartyForm, StepForm
from tpp.contributions.models import Contribution
from tpp.contributions.rules import COUNTED, FLOW, Kind, Status, told_apart
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings import actions as runs
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.queries import (
    figures,
    one_participation,
    one_run,
    parties_of,
    shown_of_run,
)
from tpp.offerings.rules import PartyRole
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.parties.queries import by_code
from tpp.scope import EVERYTHING
from tpp.web.guard import acting, requires
from tpp.web.language import current
from tpp.web.words import words

bp = Blueprint("contributions", __name__)

SIDES = (PartyRole.HOST, PartyRole.SUPPORTER)


@bp.get("/runs/<string:code>/contributions")
@requires(Ability.CONTRIBUTION_SEE, on=one_run)
def of_run(run: CourseOffering) -> Any:
    """Who hosts, who supports, who sends: planned beside what was given."""
    named, team = parties_of(run), queries.team_of([run.id])
    gifts, added = queries.contributions(run), shown_of_run(acting, run)
    sides = [(role, side(run, named, role, gifts, team)) for role in SIDES]
    every = [it for lines in gifts.values() for it in lines]
    return render_template(
        "contributions/run.html",
        run=run,
        sides=sides,
        unsent=[it for kind in COUNTED if (it := team.get((run.id, None, kind)))],
        others=others(run, named, team),
        senders=added.get("countries", []),
        groups=added.get("groups", []),
        deeds=queries.last_deeds(every),
        counts=figures(acting, [run.id]).get(run.id, {}),
        women_of=women_of,
    )


def side(
    run: CourseOffering, named: list[Participation], role: PartyRole, gifts: Any, team: queries.Team
) -> list[dict[str, Any]]:
    """The Parties of one role with the lines of each: written ones, and those that only records know."""
    parties = []
    for it in (one for one in named if one.role is role):
        lines = [line(gift, team) for gift in gifts.get(it.id, [])]
        if role is first_role(it, named):
            known = {one["kind"] for one in lines}
            lines += unpledged(run, it.party_id, team, known)
        parties.append({"party": it.party, "lines": lines})
    return parties


def first_role(it: Participation, named: list[Participation]) -> PartyRole:
    """A Party that does two things has its trainers counted once."""
    roles = [one.role for one in named if one.party_id == it.party_id]
    return PartyRole.SUPPORTER if PartyRole.SUPPORTER in roles else roles[0]


def line(gift: Contribution, team: queries.Team) -> dict[str, Any]:
    giver = gift.participation
    counted = team.get((giver.offering_id, giver.party_id, gift.kind), queries.Counted())
    return queries.shown(gift, team) | {"gift": gift, "counted": counted}


def unpledged(
    run: CourseOffering, party_id: int | None, team: queries.Team, known: set[Kind]
) -> list[dict[str, Any]]:
    """People of the team whom this Party sent without a pledge."""
    lines = []
    for kind in (Kind.TRAINERS, Kind.INTERPRETERS):
        counted = team.get((run.id, party_id, kind))
        if counted and kind not in known:
            plan = {"kind": kind, "what": "", "unit": "", "planned": None}
            lines.append(plan | {"actual": counted.people, "counted": counted, "gift": None})
    return lines


def others(
    run: CourseOffering, named: list[Participation], team: queries.Team
) -> list[dict[str, Any]]:
    """Parties that sent somebody of the team and neither host nor support the run."""
    known = {it.party_id for it in named if it.role in SIDES}
    ids = sorted({party for (_run, party, _kind) in team if party is not None} - known)
    return [{"party": queries.party(it), "lines": unpledged(run, it, team, set())} for it in ids]


def women_of(people: int, women: int) -> int | None:
    """Women among so many people; None where that is withheld from a State."""
    return told_apart(people, women, scope_of(acting) is not EVERYTHING)


@bp.get("/contributions")
@requires(Ability.CONTRIBUTION_OWN)
def own() -> str:
    """What this State gives to the runs that it hosts or supports. Counts only, and it changes nothing."""
    page = db.paginate(queries.runs_of(acting), per_page=50, error_out=False)
    ids = [run.id for run in page.items]
    roles, team = queries.roles_in(acting, ids), queries.team_of(ids)
    gifts = queries.contributions_to([it.id for these in roles.values() for it in these])
    lines = {key: [line(gift, team) for gift in these] for key, these in gifts.items()}
    return render_template(
        "contributions/own.html",
        page=page,
        roles=roles,
        lines=lines,
        team=team,
        figures=figures(acting, ids),
        sums=queries.sums_of(acting),
        women_of=women_of,
        trainers=Kind.TRAINERS,
    )


@bp.get("/runs/<string:code>/parties")
@requires(Ability.RUN_PLAN, on=one_run)
def parties(run: CourseOffering) -> Any:
    return page(run)


def page(
    run: CourseOffering, party: PartyForm | None = None, gift: ContributionForm | None = None
) -> Any:
    named = [it for it in parties_of(run) if it.role is not PartyRole.SENDER]
    party, gift = party or PartyForm(formdata=None), gift or ContributionForm(formdata=None)
    set_choices(party, gift, named)
    status = 422 if party.errors or gift.errors else 200
    lines = queries.contributions(run)
    page_ = render_template(
        "contributions/parties.html",
        run=run,
        named=named,
        contributions=lines,
        steps={it: FLOW.steps_from(it) for it in Status},
        counted=COUNTED,
        team=queries.team_of([run.id]),
        deeds=queries.last_deeds([it for these in lines.values() for it in these]),
        party=party,
        gift=gift,
    )
    return page_, status


def set_choices(party: PartyForm, gift: ContributionForm, named: list[Participation]) -> None:
    party.party.choices = [*choose(), *party_choices()]
    party.role.choices = [(it.value, words(it)) for it in SIDES]
    language = current()["code"]
    givers = [(str(it.id), f"{it.party.name_in(language)}, {words(it.role)}") for it in named]
    gift.offer([*choose(), *givers])


@bp.post("/runs/<string:code>/parties")
@requires(Ability.RUN_PLAN, on=one_run)
def add_party(run: CourseOffering) -> Any:
    form, other = PartyForm(), ContributionForm(formdata=None)
    set_choices(form, other, [])
    return answered(run, form, lambda: name_party(run, form), page_with={"party": form})


def name_party(run: CourseOffering, form: PartyForm) -> str:
    party = by_code(form.party.data)
    if party is None:
        raise Refused("Choose one.", "party")
    runs.add_party(run, party, PartyRole(form.role.data), by=acting)
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
@requires(Ability.RUN_PLAN, on=one_participation)
def remove_party(participation: Participation) -> Any:
    run = db.session.get_one(CourseOffering, participation.offering_id)
    runs.remove_party(participation, by=acting)
    flash(_("The party is taken out of the run."))
    return redirect(url_for(".parties", code=run.code), 303)


@bp.post("/runs/<string:code>/contributions")
@requires(Ability.RUN_PLAN, on=one_run)
def add_contribution(run: CourseOffering) -> Any:
    form, other = ContributionForm(), PartyForm(formdata=None)
    named = parties_of(run)
    set_choices(other, form, named)
    return answered(run, form, lambda: record_gift(form, named), page_with={"gift": form})


def record_gift(form: ContributionForm, named: list[Participation]) -> str:
    values = form.values()
    giver_id = values.pop("participation")
    giver = next(it for it in named if str(it.id) == giver_id)
    kind = Kind(values.pop("kind"))
    actions.add_contribution(giver, by=acting, kind=kind, **values)
    return _("The contribution is recorded.")


@bp.post("/contributions/<int:contribution_id>")
@requires(Ability.RUN_PLAN, on=queries.one_contribution)
def change_contribution(contribution: Contribution) -> Any:
    run = db.session.get_one(CourseOffering, contribution.offering_id)
    values = AmountsForm().values()
    if "planned_women" not in request.form:
        values["planned_women"] = contribution.planned_women
    actions.change_contribution(contribution, by=acting, **values)
    flash(_("The contribution is saved."))
    return redirect(url_for(".parties", code=run.code), 303)


@bp.post("/contributions/<int:contribution_id>/step")
@requires(Ability.RUN_PLAN, on=queries.one_contribution)
def move_contribution(contribution: Contribution) -> Any:
    run = db.session.get_one(CourseOffering, contribution.offering_id)
    values = StepForm().values()
    actions.move_contribution(
        contribution, values["step"] or "", by=acting, reason=values["reason"] or ""
    )
    flash(_("The contribution is saved."))
    return redirect(url_for(".parties", code=run.code), 303)
