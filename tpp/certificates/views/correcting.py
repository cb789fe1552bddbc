"""Asking for a corrected name, and the second person's answer to whatever was asked."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.certificates import queries
from tpp.certificates.actions import correcting
from tpp.certificates.forms.corrections import CorrectionForm, ReasonForm
from tpp.certificates.models import Certificate, CertificateRequest
from tpp.certificates.queries import corrections
from tpp.certificates.rules.corrections import Wish
from tpp.certificates.views.blueprint import bp
from tpp.errors import Refused
from tpp.web.guard import acting, requires
from tpp.web.words import said


@bp.get("/certificates/<int:certificate_id>/correction")
@requires(Ability.CERTIFICATE_CORRECT, on=queries.one_certificate)
def correction(certificate: Certificate) -> Any:
    form = form_for(certificate, formdata=None)
    return correction_page(certificate, form) if form else back_to(certificate.id)


def form_for(certificate: Certificate, **given: Any) -> CorrectionForm | None:
    """The form, beginning with what is printed; none, and why, where those names were erased."""
    try:
        return CorrectionForm(correcting.printed_names(certificate), **given)
    except Refused as refusal:
        flash(said(refusal), "refusal")
        return None


def correction_page(certificate: Certificate, form: CorrectionForm) -> str:
    waiting = corrections.open_request(certificate, Wish.CORRECTION)
    return render_template(
        "certificates/correction.html", certificate=certificate, form=form, waiting=waiting
    )


@bp.post("/certificates/<int:certificate_id>/correction")
@requires(Ability.CERTIFICATE_CORRECT, on=queries.one_certificate)
def ask_correction(certificate: Certificate) -> Any:
    form = form_for(certificate)
    if form is None:
        return back_to(certificate.id)
    if not form.validate():
        return correction_page(certificate, form), 422
    try:
        reason, names = form.values()["reason"], form.names()
        correcting.ask(certificate, Wish.CORRECTION, reason, by=acting, names=names)
    except Refused as refusal:
        form.refuse(refusal)
        return correction_page(certificate, form), 422
    flash(_("Asked. The programme office decides; you are told by e-mail."))
    return back_to(certificate.id)


@bp.get("/certificate-requests")
@requires(Ability.CERTIFICATE_ASKED)
def requests() -> str:
    return render_template(
        "certificates/correction_requests.html", waiting=corrections.requests_waiting()
    )


@bp.post("/certificate-requests/<int:request_id>/grant")
@requires(Ability.CERTIFICATE_DECIDE, on=corrections.one_request)
def grant_request(asked: CertificateRequest) -> Any:
    done = correcting.grant(asked, by=acting)
    if done.id == asked.certificate_id:
        flash(_("The certificate is revoked. The holder and the office are told."))
    else:
        flash(_("Certificate %(number)s takes its place and is being printed.", number=done.serial))
    return back_to(done.id)


@bp.post("/certificate-requests/<int:request_id>/refusal")
@requires(Ability.CERTIFICATE_DECIDE, on=corrections.one_request)
def refuse_request(asked: CertificateRequest) -> Any:
    correcting.refuse(asked, ReasonForm().values()["reason"], by=acting)
    flash(_("Refused. The certificate stays as it is."))
    return back_to(asked.certificate_id)


@bp.post("/certificate-requests/<int:request_id>/withdrawal")
@requires(Ability.CERTIFICATE_CORRECT, on=corrections.one_request)
def withdraw_request(asked: CertificateRequest) -> Any:
    correcting.withdraw(asked, by=acting)
    flash(_("Taken back. The certificate stays as it is."))
    return back_to(asked.certificate_id)


def back_to(certificate_id: int) -> Any:
    return redirect(url_for(".one", certificate_id=certificate_id), 303)
