"""My account: name, language, time zone, password, open browsers."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tpp import clock
from tpp.access import Ability
from tpp.accounts.actions import own, signing_in
from tpp.accounts.forms import PasswordForm, ProfileForm, zones
from tpp.accounts.models import Account, SignedIn
from tpp.accounts.queries.signed_in import sessions_of
from tpp.accounts.views.blueprint import bp
from tpp.acting import Acting
from tpp.db import db
from tpp.errors import Refused
from tpp.web.guard import acting, requires
from tpp.web.limits import limited
from tpp.web.sessions import let_in


def myself() -> Account:
    """The account signed in, as Flask-Login has it."""
    return current_user._get_current_object()


def own_account() -> str:
    """For counting tries: the account signed in."""
    return f"own:{g.acting.account_id if g.acting else '-'}"


@bp.route("/account", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_OWN)
def mine() -> Any:
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        own.change_profile(myself(), by=acting, **form.values())
        session["language"] = form.language.data
        flash(_("Your account is saved."))
        return redirect(url_for(".mine"), 303)
    browsers = db.session.scalars(sessions_of(g.open.account_id, clock.now())).all()
    words = {"form": form, "browsers": browsers, "here": g.open, "zones": zones()}
    return render_template("accounts/mine.html", **words), form.status


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_OWN)
@limited("10 per 15 minutes", by=own_account, methods=("POST",), failures_only=True)
def change_password() -> Any:
    form = PasswordForm()
    if form.validate_on_submit():
        account, office = myself(), g.open.office_id
        try:
            own.change_password(account, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            let_in(account, office)
            flash(_("Your password is changed. Every other browser is signed out."))
            return redirect(url_for(".mine"), 303)
    return render_template("accounts/change_password.html", form=form), form.status


def own_browser(who: Acting, browser_id: int) -> SignedIn | None:
    found = db.session.get(SignedIn, browser_id)
    return found if found and found.account_id == who.account_id else None


@bp.post("/account/browsers/<int:browser_id>/end")
@requires(Ability.ACCOUNT_OWN, on=own_browser)
def end_browser(browser: SignedIn) -> Any:
    if browser.id == g.open.id:
        abort(404)
    signing_in.close_browser(browser.id, browser.account_id)
    flash(_("That browser is signed out."))
    return redirect(url_for(".mine"), 303)


@bp.post("/account/browsers/end")
@requires(Ability.ACCOUNT_OWN)
def end_browsers() -> Any:
    signing_in.close_browsers(g.open.account_id, but=g.open.id)
    flash(_("Every other browser is signed out."))
    return redirect(url_for(".mine"), 303)
