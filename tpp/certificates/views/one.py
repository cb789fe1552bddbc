"""One certificate: what is printed, what became of it, and what can be done."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability, can
from tpp.accounts.queries import Line, story
from tpp.certificates import queries
from tpp.certificates.actions import correcting, ending
from tpp.certificates.forms.corrections import ReasonForm
from tpp.certificates.models import Certificate, CertificateRequest
from tpp.certificates.queries import corrections, renewing
from tpp.certificates.rules import State, state_of
from tpp.certificates.rules.corrections import Answer, Wish
from tpp.certificates.sealing import signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.db import db
from tpp.errors import Refused
from tpp.parties.models import Party
from tpp.web.guard import acting, requires
from tpp.web.language import current


@bp.get("/certificates/<int:certificate_id>")
@requires(Ability.CERTIFICATE_SEE, on=queries.one_certificate)
def one(certificate: Certificate) -> str:
    return page_of(certificate)


def page_of(certificate: Certificate, deed: str = "", form: ReasonForm | None = None) -> str:
    """The page, with the form of one deed as it was sent where a rule refused it."""
    today = clock.today(certificate.offering.timezone)
    shows_people = can(acting, Ability.CERTIFICATE_ASKED)
    asked = [it for it in corrections.requests_about(certificate) if shows_people or is_told(it)]
    return render_template(
        "certificates/one.html",
        certificate=certificate,
        names=queries.names_on(certificate).names,
        page_stored=queries.page_of(certificate),
        state=state_of(certificate.status, certificate.expires_on, today),
        states=State,
        run=certificate.offering,
        party=party_of(certificate),
        before=corrections.predecessor(certificate),
        after=corrections.successor(certificate),
        renewed=renewing.renewed(certificate),
        renewal=renewing.renewal(certificate),
        asked=asked,
        waiting={it.wish: it for it in asked if it.status is Answer.ASKED},
        wishes=Wish,
        lines=[it if shows_people else as_an_office(it) for it in story(certificate)],
        shows_people=shows_people,
        deed=deed,
        form=form or ReasonForm(formdata=None),
        signs_for_development=signs_for_development(),
    )


def is_told(asked: CertificateRequest) -> bool:
    """The holder and the office read what was asked of a name, and of the rest what came of it."""
    return asked.wish is Wish.CORRECTION or asked.status is Answer.GRANTED


def as_an_office(line: Line) -> Line:
    """Who works in which office is for the programme to know."""
    return line._replace(account_name=line.office_name, office_name=None)


def party_of(certificate: Certificate) -> str:
    """The country or organisation that nominated the holder, in the reader's language; none of a team."""
    if certificate.party_id is None:
        return ""
    return db.session.get_one(Party, certificate.party_id).name_in(current()["code"])


def done_with_reason(
    certificate: Certificate, deed: str, act: Callable[[str], Any], said: str
) -> Any:
    """Do it for the reason that was typed; a refusal stands beside the field."""
    form = ReasonForm()
    if form.validate():
        try:
            act(form.values()["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(said)
            return redirect(url_for(".one", certificate_id=certificate.id), 303)
    return page_of(certificate, deed, form), 422


@bp.post("/certificates/<int:certificate_id>/suspension")
@requires(Ability.CERTIFICATE_STOP, on=queries.one_certificate)
def suspend(certificate: Certificate) -> Any:
    said = _("The certificate is suspended. The holder and the office are told.")
    act = partial(ending.suspend, certificate, by=acting)
    return done_with_reason(certificate, "suspend", act, said)


@bp.post("/certificates/<int:certificate_id>/reinstatement")
@requires(Ability.CERTIFICATE_STOP, on=queries.one_certificate)
def reinstate(certificate: Certificate) -> Any:
    said = _("The certificate is in force again. The holder and the office are told.")
    act = partial(ending.reinstate, certificate, by=acting)
    return done_with_reason(certificate, "reinstate", act, said)


@bp.post("/certificates/<int:certificate_id>/revocation")
@requires(Ability.CERTIFICATE_STOP, on=queries.one_certificate)
def ask_revocation(certificate: Certificate) -> Any:
    return ask(certificate, Wish.REVOCATION)


@bp.post("/certificates/<int:certificate_id>/reissue")
@requires(Ability.CERTIFICATE_STOP, on=queries.one_certificate)
def ask_reissue(certificate: Certificate) -> Any:
    return ask(certificate, Wish.REISSUE)


def ask(certificate: Certificate, wish: Wish) -> Any:
    said = _("Asked. It is done when another coordinator has confirmed it.")
    act = partial(correcting.ask, certificate, wish, by=acting)
    return done_with_reason(certificate, wish, act, said)
