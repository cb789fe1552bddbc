"""Signing in with a password and a code, signing out, and acting for another office."""

from hmac import compare_digest
from typing import Any

import structlog
from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.accounts.actions import signing_in
from tpp.accounts.forms import CodeForm, SignInForm
from tpp.accounts.models import Account
from tpp.accounts.queries.offices import held_now
from tpp.accounts.rules.signing_in import HALFWAY
from tpp.accounts.views.blueprint import bp
from tpp.db import db
from tpp.errors import Refused
from tpp.web.addresses import local
from tpp.web.guard import public, requires
from tpp.web.limits import account_in_this_browser, limited, remember_here
from tpp.web.sessions import let_in, let_out, renew_form_tokens

log = structlog.get_logger()

HALF = "half"
"""What the browser of somebody remembers between the password and the code."""

WRONG = "The e-mail address or the password is not right, or the account cannot be used."
NO_OFFICE = "You hold no office at present. Ask an administrator of the register."


def account_halfway() -> str:
    return f"code:{session.get(HALF, {}).get('account', '-')}"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limited("120 per minute", methods=("POST",))
@limited("60 per 15 minutes", methods=("POST",), failures_only=True)
@limited("10 per 15 minutes", by=account_in_this_browser, methods=("POST",), failures_only=True)
def sign_in() -> Any:
    onward = local(request.values.get("next", ""))
    if g.acting:
        return redirect(onward or "/", 303)
    form = SignInForm()
    if form.validate_on_submit():
        account = signing_in.known(**form.values())
        if account is None:
            log.warning("sign-in refused")
            form.refuse(Refused(WRONG))
        elif account.has_second_factor:
            return ask_for_code(account, onward)
        else:
            try:
                return enter(account, onward)
            except Refused as refusal:
                form.refuse(refusal)
    return render_template("accounts/sign_in.html", form=form, onward=onward), form.status


def ask_for_code(account: Account, onward: str) -> Any:
    session[HALF] = {
        "account": account.id,
        "since": clock.now().timestamp(),
        "proof": proof_of(account),
        "next": onward,
    }
    return redirect(url_for(".check_code"), 303)


def proof_of(account: Account) -> str:
    """Ends what is halfway when the password is changed meanwhile."""
    return signing_in.token_hash(account.password_hash)[:16]


def account_of_half() -> Account | None:
    """Whose password was right a moment ago in this browser."""
    half = session.get(HALF) or {}
    account = db.session.get(Account, half.get("account") or 0)
    if account is None or not account.is_active or not account.has_second_factor:
        return None
    is_late = clock.now().timestamp() - half["since"] > HALFWAY.total_seconds()
    return account if not is_late and compare_digest(half["proof"], proof_of(account)) else None


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
@limited("60 per 15 minutes", methods=("POST",))
@limited("5 per 15 minutes", by=account_halfway, methods=("POST",), failures_only=True)
def check_code() -> Any:
    account = account_of_half()
    if account is None:
        session.pop(HALF, None)
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            if not signing_in.use_code(account, form.values()["code"]):
                log.warning("code refused", account=account.id)
                raise Refused(
                    "This code is not right, or it was used already. Wait for the next one.", "code"
                )
            return enter(account, session[HALF]["next"])
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("accounts/check_code.html", form=form), form.status


def enter(account: Account, onward: str) -> Any:
    """Sign in for the office held longest; another one is chosen at the top of the page."""
    offices = held_now(account)
    if not offices:
        raise Refused(NO_OFFICE)
    let_in(account, offices[0].id)
    log.info("signed in", account=account.id, office=offices[0].id)
    return remember_here(redirect(local(onward) or "/", 303), account.email)


@bp.post("/sign-out")
@public
def sign_out() -> Any:
    if g.acting:
        log.info("signed out", account=g.acting.account_id)
    let_out()
    flash(_("You are signed out."))
    return redirect(url_for(".sign_in"), 303)


@bp.post("/account/office")
@requires(Ability.ACCOUNT_OWN)
def act_for() -> Any:
    """Act for another office that one holds; pages opened for the last one can send nothing more."""
    chosen = request.form.get("office", "")
    office = next((held for held in g.open.offices if str(held.id) == chosen), None)
    if office is None:
        abort(404)
    signing_in.act_for(g.open.id, office.id)
    renew_form_tokens()
    return redirect("/", 303)
