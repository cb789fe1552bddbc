"""The public page that says whether a certificate is valid."""

from typing import Any

from flask import redirect, render_template, request, url_for

from tpp import clock
from tpp.certificates import queries
from tpp.certificates.rules import State, code_typed, is_code, state_of
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.web.guard import public
from tpp.web.limits import limited

NO_CODE = "0" * 26
"""Looked up in place of what cannot be a code, so that every miss is the same work."""


@bp.get("/verify")
@public
@limited("120 per minute")
def verify() -> Any:
    """The form; a code that was typed leads to its own address."""
    typed = request.args.get("code", "").strip()
    if typed:
        return redirect(url_for(".verified", code=code_typed(typed)[:64] or "0"), 303)
    return render_template("certificates/verify.html", answer=None, is_asked=False)


@bp.get("/verify/<path:code>")
@public
@limited("120 per minute")
@limited("30 per minute; 200 per hour", failures_only=True)
def verified(code: str) -> Any:
    """What the register says of one certificate; every miss is answered alike."""
    typed = code_typed(code[:200])
    answer = queries.verified(typed if is_code(typed) else NO_CODE)
    if answer is None:
        return render_template("certificates/verify.html", answer=None, is_asked=True), 404
    certificate = answer.certificate
    today = clock.today(certificate.offering.timezone)
    return render_template(
        "certificates/verify.html",
        answer=answer,
        is_asked=True,
        certificate=certificate,
        words=certificate.words,
        state=state_of(certificate.status, certificate.expires_on, today),
        states=State,
        signs_for_development=signs_for_development(),
    )
