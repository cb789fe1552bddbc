"""The trainers' pool, one member of it, and the page on which a member answers invitations."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.accounts.queries.logbook import story
from tpp.assessments.models import Outcome
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.queries import count_of, one_run
from tpp.offerings.rules import StaffRole
from tpp.offerings.views.blueprint import choose, chosen_words
from tpp.people.queries import languages_of, licences_of
from tpp.pool import actions, queries, rules
from tpp.pool.forms import AnswerForm, InviteForm, PoolFilter, PoolStepForm
from tpp.pool.models import PoolInvitation, PoolMembership
from tpp.pool.rules import Status
from tpp.web.forms import ButtonForm
from tpp.web.guard import acting, requires
from tpp.web.language import LANGUAGES, current

bp = Blueprint("pool", __name__)


@bp.get("/pool")
@requires(Ability.POOL_LIST)
def index() -> str:
    form = filter_form()
    page = db.paginate(queries.members(wanted(form)), per_page=50, error_out=False)
    accounts = [it.person.account_id for it in page.items if it.person.account_id]
    proposed = count_of(queries.proposals())
    taught = queries.last_taught(accounts)
    return render_template(
        "pool/index.html", form=form, page=page, taught=taught, proposed=proposed
    )


def filter_form() -> PoolFilter:
    form = PoolFilter(request.args)
    every = [("", _("All"))]
    form.course.choices = every + [(str(it.id), it.title) for it in queries.courses()]
    form.language.choices = every + [(code, name) for code, name in names_of_languages()]
    named = [(str(it.id), it.name_in(current()["code"])) for it in queries.countries()]
    form.country.choices = every + named
    form.status.choices = every + chosen_words(Status)
    return form


def names_of_languages() -> list[tuple[str, str]]:
    return list(LANGUAGES.items())


def wanted(form: PoolFilter) -> queries.Wanted:
    """The filters in force; one that does not exist is left out."""

    def chosen(name: str) -> str:
        field = form[name]
        return field.data if field.data in dict(field.choices) else ""

    since = form.since.data if isinstance(form.since.data, date) else None
    return queries.Wanted(
        text=(form.q.data or "")[:200],
        course_id=int(chosen("course") or 0),
        language=chosen("language"),
        country_id=int(chosen("country") or 0),
        status=Status(chosen("status")) if chosen("status") else None,
        active_since=since,
    )


@bp.get("/pool/proposals")
@requires(Ability.POOL_KEEP)
def proposals() -> str:
    """Who completed a training of trainers: listed, and entered by a person only."""
    found = queries.proposals().limit(100)
    return render_template("pool/proposals.html", lines=db.session.execute(found).all())


@bp.post("/pool/proposals/<int:outcome_id>")
@requires(Ability.POOL_KEEP, on=queries.one_proposal)
def enter(outcome: Outcome) -> Any:
    values = ButtonForm().values()
    membership = actions.enter(outcome, by=acting, reason=values["reason"] or "")
    flash(_("The person is entered. The next step is a recommendation."))
    return redirect(url_for(".member", membership_id=membership.id), 303)


@bp.get("/pool/<int:membership_id>")
@requires(Ability.POOL_SEE, on=queries.one_membership)
def member(membership: PoolMembership) -> str:
    person = membership.person
    account = [person.account_id] if person.account_id else []
    return render_template(
        "pool/member.html",
        it=membership,
        person=person,
        languages=languages_of([person.id]).get(person.id, {}),
        licences=licences_of([person.id]).get(person.id, {}),
        steps=rules.steps_of(membership.status, membership.level),
        invitations=queries.invitations_of(membership),
        taught=queries.last_taught(account).get(person.account_id or 0),
        active=membership.status in rules.ACTIVE,
        lines=story(membership),
    )


@bp.post("/pool/<int:membership_id>/step")
@requires(Ability.POOL_KEEP, on=queries.one_membership)
def step(membership: PoolMembership) -> Any:
    values = PoolStepForm().values()
    reason = values["reason"] or ""
    actions.step(membership, values["step"] or "", by=acting, reason=reason)
    flash(_("The step is recorded."))
    return redirect(url_for(".member", membership_id=membership.id), 303)


@bp.route("/pool/<int:membership_id>/invitation", methods=["GET", "POST"])
@requires(Ability.POOL_KEEP, on=queries.one_membership)
def invite(membership: PoolMembership) -> Any:
    form = InviteForm()
    runs = queries.runs_to_teach(clock.now().date())
    named = [(it.code, f"{it.course_version.course.title}, {it.code}") for it in runs]
    form.run.choices = [*choose(), *named]
    form.role.choices = [*choose(), *chosen_words(StaffRole)]
    if form.validate_on_submit():
        try:
            ask(membership, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The invitation is on its way."))
            return redirect(url_for(".member", membership_id=membership.id), 303)
    return render_template("pool/invite.html", form=form, it=membership), form.status


def ask(membership: PoolMembership, form: InviteForm) -> None:
    run = one_run(acting, form.run.data)
    if run is None:
        raise Refused("Choose one.", "run")
    role, values = StaffRole(form.role.data), form.values()
    actions.invite(membership, run, role=role, until_on=values["until_on"], by=acting)


@bp.post("/pool-invitations/<int:invitation_id>/withdrawal")
@requires(Ability.POOL_KEEP, on=queries.one_invitation)
def withdraw(invitation: PoolInvitation) -> Any:
    reason = ButtonForm().values()["reason"] or ""
    actions.withdraw(invitation, by=acting, reason=reason)
    flash(_("The invitation is taken back."))
    return redirect(url_for(".member", membership_id=invitation.membership_id), 303)


@bp.post("/pool-invitations/<int:invitation_id>/staffing")
@requires(Ability.POOL_KEEP, on=queries.one_invitation)
def staff(invitation: PoolInvitation) -> Any:
    actions.staff(invitation, by=acting)
    flash(_("The person is in the team of the run now."))
    return redirect(url_for(".member", membership_id=invitation.membership_id), 303)


@bp.get("/teaching")
@requires(Ability.POOL_OWN)
def mine() -> str:
    """A member of the pool reads how far they are, and answers."""
    own = queries.memberships_of(acting)
    asked = [it for one in own for it in queries.invitations_of(one)]
    return render_template("pool/mine.html", memberships=own, invitations=asked, form=AnswerForm())


@bp.post("/pool-invitations/<int:invitation_id>/answer")
@requires(Ability.POOL_ANSWER, on=queries.one_invitation)
def answer(invitation: PoolInvitation) -> Any:
    values = AnswerForm().values()
    if values["answer"] == "yes":
        actions.accept(invitation, by=acting, free_until=values["free_until"])
        flash(_("Thank you. The programme office confirms your place in the team."))
    else:
        actions.decline(invitation, by=acting, reason=values["reason"] or "")
        flash(_("Thank you for your answer."))
    return redirect(url_for(".mine"), 303)
