"""The public page that says whether a certificate is valid."""

from typing import Any, NamedTuple

from flask import redirect, request, url_for

from tpp import clock
from tpp.certificates import queries
from tpp.certificates.models import Certificate
from tpp.certificates.rules import State, code_typed, is_code, state_of
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.certificates.views.speaking import page
from tpp.web.guard import public
from tpp.web.limits import limited


class Found(NamedTuple):
    """What the public is told of one certificate."""

    answer: queries.Answer
    certificate: Certificate
    words: dict[str, Any]
    state: State


def found_by(code: str) -> Found | None:
    """The certificate with this code, as it stands today where it was earned."""
    answer = queries.verified(code)
    if answer is None:
        return None
    certificate = answer.certificate
    today = clock.today(certificate.offering.timezone)
    state = state_of(certificate.status, certificate.expires_on, today)
    return Found(answer, certificate, certificate.words, state)


@bp.get("/verify")
@public
@limited("120 per minute")
def verify() -> Any:
    """The form; a code that was typed, or the whole address on the paper, leads to its own address."""
    typed = request.args.get("code", "").strip()
    if typed:
        code = code_typed(typed.partition("#")[0].rpartition("/")[2])
        return redirect(url_for(".verified", code=code[:64] or "0"), 303)
    return page("verify.html")


@bp.get("/verify/<path:code>")
@public
@limited("120 per minute")
@limited("30 per minute; 200 per hour", failures_only=True)
def verified(code: str) -> Any:
    """What the register says of one certificate; every miss is answered alike."""
    typed = code_typed(code[:200])
    found = found_by(typed if is_code(typed) else queries.NO_CODE)
    if found is None:
        return page("verify.html", is_asked=True), 404
    is_trial = signs_for_development()
    return page("verify.html", is_asked=True, found=found, signs_for_development=is_trial)
