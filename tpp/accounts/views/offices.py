"""Offices: making and closing them, inviting people, ending what they hold, the second administrator."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.accounts.actions import links
from tpp.accounts.actions import offices as actions
from tpp.accounts.forms import InviteForm, OfficeFilter, OfficeForm, ReasonForm
from tpp.accounts.models import Appointment, Invitation, Office, OfficeHolder
from tpp.accounts.queries import offices as queries
from tpp.accounts.queries import story
from tpp.accounts.rules.appointments import needs_second_person
from tpp.accounts.views.blueprint import bp
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.queries import about
from tpp.parties.queries import by_code, choices
from tpp.web.forms import options
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/offices")
@requires(Ability.ACCOUNT_MANAGE)
def offices() -> str:
    form = OfficeFilter(request.args)
    page = db.paginate(queries.offices((form.q.data or "")[:200]), per_page=50)
    return render_template(
        "accounts/offices.html",
        form=form,
        page_of_offices=page,
        holders=queries.holders_counted([office.id for office in page.items]),
        waiting=db.session.scalars(queries.waiting_appointments()).all(),
    )


@bp.route("/offices/new", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE)
def new_office() -> Any:
    form = OfficeForm()
    parties = choices(current()["code"])
    form.party.choices = options([("", _("None: of the programme")), *parties])
    if form.validate_on_submit():
        values = form.values()
        try:
            office = actions.make_office(**values | {"party": by_code(values["party"])}, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The office is made. Invite somebody to it."))
            return redirect(url_for(".office", office_id=office.id), 303)
    return render_template("accounts/new_office.html", form=form), form.status


@bp.get("/offices/<int:office_id>")
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_office)
def office(office: Office) -> str:
    invitations = db.session.scalars(queries.invitations_to(office, clock.now())).all()
    return render_template(
        "accounts/office.html",
        office=office,
        holders=db.session.scalars(queries.holders_of(office)).all(),
        invitations=invitations,
        mails=about([f"invitation-{invitation.id}" for invitation in invitations]),
        waiting=[
            a
            for a in db.session.scalars(queries.waiting_appointments())
            if a.office_id == office.id
        ],
        story=story(office),
    )


@bp.route("/offices/<int:office_id>/invitations/new", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_office)
def invite(office: Office) -> Any:
    form = InviteForm()
    if form.validate_on_submit():
        try:
            asked = links.ask(office, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if isinstance(asked, Appointment):
                flash(
                    _("Another administrator has to confirm this. Then the invitation leaves."),
                    "wait",
                )
            else:
                flash(_("The invitation is on its way."))
            return redirect(url_for(".office", office_id=office.id), 303)
    second = needs_second_person(office.role)
    page = "accounts/invite.html"
    return render_template(page, form=form, office=office, needs_second=second), form.status


@bp.post("/invitations/<int:invitation_id>/withdrawal")
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_invitation)
def withdraw_invitation(invitation: Invitation) -> Any:
    actions.withdraw_invitation(invitation, by=acting)
    flash(_("The invitation is withdrawn."))
    return redirect(url_for(".office", office_id=invitation.office_id), 303)


@bp.post("/appointments/<int:appointment_id>/confirmation")
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_appointment)
def confirm(appointment: Appointment) -> Any:
    links.confirm(appointment, by=acting)
    flash(_("The invitation is on its way."))
    return redirect(url_for(".offices"), 303)


@bp.route("/appointments/<int:appointment_id>/refusal", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_appointment)
def refuse(appointment: Appointment) -> Any:
    own = appointment.asked_by_id == acting.account_id
    return with_reason(
        title=_("Withdraw the appointment") if own else _("Refuse the appointment"),
        words=_(
            "%(name)s is not invited to %(office)s.",
            name=appointment.name,
            office=appointment.office.name,
        ),
        deed=lambda reason: links.refuse(appointment, by=acting, reason=reason),
        done=_("Nobody is invited."),
        back=url_for(".offices"),
    )


@bp.route("/offices/<int:office_id>/closure", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_office)
def close(office: Office) -> Any:
    return with_reason(
        title=_("Close %(office)s", office=office.name),
        words=_(
            "Nobody acts for it any more, and invitations to it end. Its work and its history stay."
        ),
        deed=lambda reason: actions.close_office(office, by=acting, reason=reason),
        done=_("The office is closed."),
        back=url_for(".office", office_id=office.id),
    )


@bp.route("/holdings/<int:holder_id>/end", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_MANAGE, on=queries.one_holding)
def end_holding(holder: OfficeHolder) -> Any:
    name, office = holder.account.name, holder.office.name
    return with_reason(
        title=_("End what %(name)s holds", name=name),
        words=_(
            "%(name)s no longer acts for %(office)s, from the next click on.",
            name=name,
            office=office,
        ),
        deed=lambda reason: actions.end_holding(holder, by=acting, reason=reason),
        done=_("It has ended."),
        back=url_for(".office", office_id=holder.office_id),
    )


def with_reason(*, title: str, words: str, deed: Any, done: str, back: str) -> Any:
    """A deed that wants a reason: what it does, why, and then it is done."""
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            deed(form.values()["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(done)
            return redirect(back, 303)
    page = "accounts/with_reason.html"
    return render_template(page, form=form, title=title, explained=words, back=back), form.status
