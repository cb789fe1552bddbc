"""Certificates of their holder: list, page and credential."""

from io import BytesIO
from typing import Any

from flask import abort, render_template, send_file
from werkzeug.wrappers import Response

from tpp import clock
from tpp.access import Ability, can
from tpp.certificates import actions, queries
from tpp.certificates.models import Certificate
from tpp.certificates.press.credential import (
    MEDIA_TYPE,
)
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.queries.links import notice
from tpp.certificates.rules import file_name, state_of
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.files.queries import read
from tpp.web.guard import acting, requires


@bp.get("/my/certificates")
@requires(Ability.CERTIFICATE_OWN)
def mine() -> str:
    owned = queries.owned(acting)
    zone = {it.certificate.id: it.certificate.offering.timezone for it in owned}
    return render_template(
        "certificates/mine.html",
        owned=owned,
        teaches=can(acting, Ability.NAME_WRITE),
        base_url=queries.base_url(),
        notice=notice(),
        state_of=lambda it: state_of(it.status, it.expires_on, clock.today(zone[it.id])),
        signs_for_development=signs_for_development(),
    )


@bp.get("/certificates/<int:certificate_id>/file")
@requires(Ability.CERTIFICATE_DOWNLOAD, on=queries.one_certificate)
def file(certificate: Certificate) -> Any:
    """The page as it was stored; where it is not printed yet, it is asked for."""
    stored = queries.file_of(certificate)
    if stored is None:
        actions.ask_to_print(certificate, by=acting)
        return render_template("certificates/printing.html", certificate=certificate), 202
    name = file_name(certificate.serial, queries.names_on(certificate).names.get("name", ""))
    answer = send_file(
        BytesIO(read(stored)),
        mimetype=stored.media_type,
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
    stored = queries.file_of(certificate)
    token = attached_to(read(stored)) if stored else None
    if token is None:
        abort(404)
    answer = Response(token, mimetype=MEDIA_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{certificate.serial}.jwt")
    answer.headers["Cache-Control"] = "no-store"
    return answer
