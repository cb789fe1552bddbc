"""Machine stations and language groups of a run."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.seats import actions, queries
from tpp.seats.forms import GroupForm, GroupSeatsForm
from tpp.seats.models import SeatGroup
from tpp.seats.rules import GroupKind
from tpp.seats.views.blueprint import bp, group_words
from tpp.web.guard import acting, requires


@bp.get("/runs/<string:code>/seats/groups")
@requires(Ability.SEATS_ALLOCATE, on=one_run)
def groups(run: CourseOffering) -> Any:
    return page(run, GroupForm(formdata=None))


def page(run: CourseOffering, form: GroupForm) -> Any:
    form.kind.choices = group_words()
    shown = render_template(
        "seats/groups.html",
        run=run,
        groups=queries.groups_of(run),
        kinds=dict(group_words()),
        form=form,
    )
    return shown, 422 if form.errors else 200


@bp.post("/runs/<string:code>/seats/groups")
@requires(Ability.SEATS_ALLOCATE, on=one_run)
def add_group(run: CourseOffering) -> Any:
    form = GroupForm()
    form.kind.choices = group_words()
    if form.validate():
        try:
            add(run, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The group is added."))
            return back(run)
    return page(run, form)


def add(run: CourseOffering, form: GroupForm) -> None:
    values = form.values()
    kind = GroupKind(values["kind"])
    actions.add_group(run, kind, values["name"], values["seats"], by=acting)


def back(run: CourseOffering) -> Any:
    return redirect(url_for(".groups", code=run.code), 303)


@bp.post("/groups/<int:group_id>")
@requires(Ability.SEATS_ALLOCATE, on=queries.one_group)
def change_group(group: SeatGroup) -> Any:
    form = GroupSeatsForm()
    actions.change_group(group, form.values()["seats"], by=acting, seen=form.was_seen)
    flash(_("The group is changed."))
    return back(group.offering)


@bp.post("/groups/<int:group_id>/removal")
@requires(Ability.SEATS_ALLOCATE, on=queries.one_group)
def remove_group(group: SeatGroup) -> Any:
    run = group.offering
    actions.remove_group(group, by=acting)
    flash(_("The group is removed."))
    return back(run)
