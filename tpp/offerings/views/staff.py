"""The team of a run."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.accounts.models import Account
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings import actions, queries
from tpp.offerings.forms import ChangedStaffForm, StaffForm
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.rules import StaffRole
from tpp.offerings.views.blueprint import bp, choose, chosen_words, party_choices
from tpp.parties.queries import by_code
from tpp.web.guard import acting, requires


@bp.route("/runs/<string:code>/team", methods=["GET", "POST"])
@requires(Ability.RUN_PLAN, on=queries.one_run)
def team(run: CourseOffering) -> Any:
    form = StaffForm()
    there = {it.account_id for it in queries.staff_of(run)}
    others = [(str(it.id), it.name) for it in queries.trainers() if it.id not in there]
    form.account.choices = [*choose(), *others]
    form.role.choices = chosen_words(StaffRole)
    form.party.choices = [*choose(_("Not stated")), *party_choices()]
    if form.validate_on_submit():
        try:
            assign(run, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The team is saved. Whoever is in it sees this run now."))
            return redirect(url_for(".team", code=run.code), 303)
    shown = {
        "staff": queries.staff_of(run),
        "roles": form.role.choices,
        "parties": form.party.choices,
    }
    return render_template("offerings/team.html", run=run, form=form, **shown), form.status


def assign(run: CourseOffering, form: StaffForm) -> None:
    account = db.session.get_one(Account, int(form.account.data))
    party = by_code(form.party.data)
    actions.assign(run, account, role=StaffRole(form.role.data), party=party, by=acting)


@bp.post("/staffings/<int:staffing_id>/removal")
@requires(Ability.RUN_PLAN, on=queries.one_staffing)
def unassign(staffing: Staffing) -> Any:
    code = staffing.offering.code
    actions.unassign(staffing, by=acting)
    flash(_("They are taken off the team and do not see this run any more."))
    return redirect(url_for(".team", code=code), 303)


@bp.post("/staffings/<int:staffing_id>")
@requires(Ability.RUN_PLAN, on=queries.one_staffing)
def change_staffing(staffing: Staffing) -> Any:
    values, code = changed(), staffing.offering.code
    actions.change_staffing(staffing, by=acting, **values)
    flash(_("The team is saved. Whoever is in it sees this run now."))
    return redirect(url_for(".team", code=code), 303)


def changed() -> dict[str, Any]:
    form = ChangedStaffForm()
    form.role.choices = chosen_words(StaffRole)
    form.party.choices = [*choose(_("Not stated")), *party_choices()]
    values = form.values()
    return {"role": StaffRole(values["role"]), "party": by_code(values["party"])}
