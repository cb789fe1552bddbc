"""Following a link from a mail: an invitation, or a new password for a forgotten one."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.accounts.actions import links
from tpp.accounts.forms import AcceptForm, ChoosePasswordForm, ForgottenForm
from tpp.accounts.queries.offices import by_email
from tpp.accounts.views.blueprint import bp
from tpp.errors import Refused
from tpp.web.forms import Form
from tpp.web.guard import public
from tpp.web.limits import account_typed, limited


@bp.route("/passwords", methods=["GET", "POST"])
@public
@limited("30 per hour", methods=("POST",))
@limited("5 per hour", by=account_typed, methods=("POST",))
def forgotten() -> Any:
    """The answer is the same whether or not there is such an account."""
    form = ForgottenForm()
    if form.validate_on_submit():
        links.forget_password(form.values()["email"])
        return redirect(url_for(".on_its_way"), 303)
    return render_template("accounts/forgotten.html", form=form), form.status


@bp.get("/passwords/sent")
@public
def on_its_way() -> str:
    return render_template("accounts/on_its_way.html")


def dead_link() -> tuple[str, int]:
    return render_template("accounts/dead_link.html"), 404


@bp.route("/passwords/<string:token>", methods=["GET", "POST"])
@public
@limited("30 per 15 minutes")
def choose_password(token: str) -> Any:
    if links.live(token, is_invitation=False) is None:
        return dead_link()
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        try:
            links.choose_password(token, form.values()["password"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your new password is set. Sign in with it."))
            return redirect(url_for(".sign_in"), 303)
    return render_template("accounts/choose_password.html", form=form), form.status


@bp.route("/invitations/<string:token>", methods=["GET", "POST"])
@public
@limited("30 per 15 minutes")
def accept(token: str) -> Any:
    invitation = links.live(token, is_invitation=True)
    if invitation is None:
        return dead_link()
    is_known = by_email(invitation.email) is not None
    form: Form = Form() if is_known else AcceptForm(name=invitation.name)
    if form.validate_on_submit():
        try:
            links.accept(token, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The office is yours. Sign in to begin."))
            return redirect(url_for(".sign_in"), 303)
    page = "accounts/accept.html"
    return render_template(page, form=form, invitation=invitation, is_known=is_known), form.status
