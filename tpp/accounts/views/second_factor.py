"""The second factor: adding it with a first code, taking it away with password and code."""

from typing import Any

import pyotp
import segno
from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tpp.access import Ability
from tpp.accounts.actions import own
from tpp.accounts.forms import CodeForm, RemoveFactorForm
from tpp.accounts.rules.signing_in import enrolment_address
from tpp.accounts.views.blueprint import bp
from tpp.accounts.views.own import myself, own_account
from tpp.errors import Refused
from tpp.web.guard import acting, requires
from tpp.web.limits import limited

SECRET = "factor"
"""Where the secret waits, on the server, until a first code shows that it works."""


@bp.route("/account/second-factor", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_OWN)
@limited("10 per 15 minutes", by=own_account, methods=("POST",), failures_only=True)
def second_factor() -> Any:
    if current_user.has_second_factor:
        return redirect(url_for(".remove_second_factor"), 303)
    form = CodeForm()
    secret = session.setdefault(SECRET, pyotp.random_base32())
    if form.validate_on_submit():
        try:
            own.add_second_factor(myself(), by=acting, secret=secret, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            session.pop(SECRET, None)
            flash(_("From now on, signing in asks for a code as well."))
            return redirect(url_for(".mine"), 303)
    page = "accounts/second_factor.html"
    return render_template(page, form=form, qr=qr_of(secret), secret=in_fours(secret)), form.status


def qr_of(secret: str) -> dict[str, Any]:
    """The QR as one path for an SVG: a square for each dark module, four of quiet around it."""
    code = segno.make(enrolment_address(secret, current_user.email), error="m")
    rows = list(code.matrix_iter(border=4))
    dark = [(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return {"size": len(rows), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}


def in_fours(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


@bp.route("/account/second-factor/removal", methods=["GET", "POST"])
@requires(Ability.ACCOUNT_OWN)
@limited("10 per 15 minutes", by=own_account, methods=("POST",), failures_only=True)
def remove_second_factor() -> Any:
    if not current_user.has_second_factor:
        return redirect(url_for(".second_factor"), 303)
    form = RemoveFactorForm()
    if form.validate_on_submit():
        try:
            own.remove_second_factor(myself(), by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Signing in no longer asks for a code."))
            return redirect(url_for(".mine"), 303)
    return render_template("accounts/remove_second_factor.html", form=form), form.status
