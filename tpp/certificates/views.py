"""Certificates: of a run, of their holder, and verified by anybody who has one in hand."""

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability
from tpp.certificates import actions, queries
from tpp.certificates.models import Certificate
from tpp.certificates.press.credential import (
    LISTED,
    MEDIA_TYPE,
    as_json,
    public_jwk,
    status_list,
)
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.rules import State, code_typed, file_name, is_code, state_of
from tpp.certificates.sealing import all_keys, maker, signs_for_development
from tpp.files.queries import read
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, public, requires
from tpp.web.limits import limited
from tpp.web.words import said

bp = Blueprint("certificates", __name__)

NO_CODE = "0" * 26
"""Looked up in place of what cannot be a code, so that every miss is the same work."""


@bp.get("/runs/<string:code>/certificates")
@requires(Ability.CERTIFICATE_LIST, on=one_run)
def of_run(run: CourseOffering) -> str:
    lines = queries.lines_of(run)
    return render_template(
        "certificates/of_run.html",
        run=run,
        lines=lines,
        ready=[line for line in lines if line.is_ready],
        issued=[line for line in lines if line.certificate],
        stopped=[line for line in lines if line.obstacle],
        reasons={it.candidate.enrolment_id: said(it.obstacle) for it in lines if it.obstacle},
        version=run.course_version,
        state_of=state_in(run.timezone),
        signs_for_development=signs_for_development(),
    )


@bp.post("/runs/<string:code>/certificates")
@requires(Ability.CERTIFICATE_ISSUE, on=one_run)
def issue(run: CourseOffering) -> Response:
    job = actions.ask_to_issue(run, by=acting)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


def state_in(timezone: str) -> Any:
    """What the register answers of a certificate today, in a run's zone."""
    today = clock.today(timezone)
    return lambda certificate: state_of(certificate.status, certificate.expires_on, today)


@bp.get("/my/certificates")
@requires(Ability.CERTIFICATE_OWN)
def mine() -> str:
    owned = queries.of_persons(acting.person_ids)
    zone = {it.certificate.id: it.certificate.offering.timezone for it in owned}
    return render_template(
        "certificates/mine.html",
        owned=owned,
        state_of=lambda it: state_of(it.status, it.expires_on, clock.today(zone[it.id])),
        signs_for_development=signs_for_development(),
    )


@bp.get("/certificates/<int:certificate_id>/file")
@requires(Ability.CERTIFICATE_DOWNLOAD, on=queries.one_certificate)
def file(certificate: Certificate) -> Any:
    """The page as it was stored; where it is not printed yet, it is asked for."""
    page = queries.page_of(certificate)
    if page is None:
        actions.ask_to_print(certificate, by=acting)
        return render_template("certificates/printing.html", certificate=certificate), 202
    name = file_name(certificate.serial, queries.names_on(certificate).names.get("name", ""))
    answer = send_file(
        BytesIO(read(page.file)),
        mimetype=page.file.media_type,
        as_attachment=True,
        download_name=name,
        conditional=False,
        etag=False,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/certificates/<int:certificate_id>/credential")
@requires(Ability.CERTIFICATE_DOWNLOAD, on=queries.one_certificate)
def credential(certificate: Certificate) -> Response:
    """The credential that travels in the page, by itself: for a wallet."""
    page = queries.page_of(certificate)
    token = attached_to(read(page.file)) if page else None
    if token is None:
        abort(404)
    answer = Response(token, mimetype=MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{certificate.serial}.jwt")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/issuer")
@public
def issuer() -> Response:
    """Who issues the credentials (Open Badges 3.0, Profile)."""
    return json_of(maker().issuer.profile())


@bp.get("/.well-known/jwks.json")
@public
def public_keys() -> Response:
    """Every key that ever signed a credential, retired ones too (RFC 7517)."""
    return json_of({"keys": [public_jwk(key.id, key.credentials) for key in all_keys()]})


@bp.get("/credentials/status/<int(max=9999):page>")
@public
@limited("120 per minute")
def status_of(page: int) -> Response:
    """Which certificates of a hundred thousand are in force no longer, as a signed list of bits."""
    numbers = queries.numbers_not_in_force(page * LISTED, LISTED)
    if numbers is None:
        abort(404)
    token = status_list(page, numbers, maker().issuer, clock.now())
    answer = Response(token, mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def json_of(value: dict[str, Any]) -> Response:
    answer = Response(as_json(value), mimetype="application/json")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


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
