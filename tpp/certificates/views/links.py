"""A link by mail: one certificate without an account, for a while; and who sends and takes them back."""

from io import BytesIO
from typing import Any

from flask import flash, make_response, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability, can
from tpp.certificates import queries
from tpp.certificates.actions import linking
from tpp.certificates.models import Certificate
from tpp.certificates.press.credential import MEDIA_TYPE
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.queries.links import Opened, links_of, opened
from tpp.certificates.rules import file_name, state_of
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.files.queries import read
from tpp.web.guard import acting, public, requires
from tpp.web.limits import limited

OFTEN = "60 per minute"
GUESSES = "20 per minute; 100 per hour"


def private(answer: Any) -> Response:
    """Kept nowhere, found by no search, and its address told to nobody."""
    made = make_response(answer)
    made.headers["Cache-Control"] = "no-store"
    made.headers["Referrer-Policy"] = "no-referrer"
    made.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return made


def dead() -> Response:
    """One answer for what was guessed, is over or was taken back."""
    answer = private(render_template("certificates/link_dead.html"))
    answer.status_code = 404
    return answer


@bp.get("/links/<string:word>")
@public
@limited(OFTEN)
@limited(GUESSES, failures_only=True)
def link(word: str) -> Response:
    it = opened(word)
    if it is None:
        return dead()
    certificate = it.certificate
    today = clock.today(certificate.offering.timezone)
    return private(
        render_template(
            "certificates/link.html",
            it=it,
            word=word,
            certificate=certificate,
            state=state_of(certificate.status, certificate.expires_on, today),
            signs_for_development=signs_for_development(),
        )
    )


@bp.get("/links/<string:word>/file")
@public
@limited(OFTEN)
@limited(GUESSES, failures_only=True)
def link_file(word: str) -> Response:
    it = opened(word)
    if it is None or it.file is None:
        return dead()
    return private(as_file(it))


def as_file(it: Opened) -> Response:
    assert it.file is not None, "asked before"
    return send_file(
        BytesIO(read(it.file)),
        mimetype=it.file.media_type,
        as_attachment=True,
        download_name=file_name(it.certificate.serial, it.names.get("name", "")),
        conditional=False,
        etag=False,
    )


@bp.get("/links/<string:word>/credential")
@public
@limited(OFTEN)
@limited(GUESSES, failures_only=True)
def link_credential(word: str) -> Response:
    it = opened(word)
    token = attached_to(read(it.file)) if it and it.file else None
    if it is None or token is None:
        return dead()
    answer = Response(token, mimetype=MEDIA_TYPE)
    name = f"{it.certificate.serial}.jwt"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return private(answer)


@bp.get("/certificates/<int:certificate_id>/links")
@requires(Ability.CERTIFICATE_LINK, on=queries.one_certificate)
def links(certificate: Certificate) -> str:
    sent = links_of(certificate)
    now = clock.now()
    return render_template(
        "certificates/links.html",
        certificate=certificate,
        sent=sent,
        open=[it for it in sent if it.revoked_at is None and it.until > now],
        back=back_from(certificate),
    )


def back_from(certificate: Certificate) -> tuple[str, str]:
    """Where a reader of this page comes from: the own certificates, or those of the run."""
    if can(acting, Ability.CERTIFICATE_OWN):
        return _("My certificates"), url_for(".mine")
    return _("Certificates"), url_for(".of_run", code=certificate.offering.code)


@bp.post("/certificates/<int:certificate_id>/links")
@requires(Ability.CERTIFICATE_LINK, on=queries.one_certificate)
@limited("20 per hour")
def send_link(certificate: Certificate) -> Response:
    linking.send_link(certificate, by=acting)
    flash(_("A fresh link is on its way by mail."))
    return redirect(url_for(".links", certificate_id=certificate.id), 303)


@bp.post("/certificates/<int:certificate_id>/links/revocation")
@requires(Ability.CERTIFICATE_LINK, on=queries.one_certificate)
def revoke_links(certificate: Certificate) -> Response:
    number = linking.revoke_links(certificate, by=acting)
    flash(
        ngettext(
            "%(num)s link opens nothing any more.", "%(num)s links open nothing any more.", number
        )
    )
    return redirect(url_for(".links", certificate_id=certificate.id), 303)
