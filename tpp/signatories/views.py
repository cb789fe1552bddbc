"""The people who sign certificates, for those who keep the list."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.accounts.queries.logbook import named
from tpp.db import db
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.files.pictures import LARGEST_BYTES, RASTER, cleaned
from tpp.history.queries import story_of
from tpp.signatories import actions, queries
from tpp.signatories.forms import EndForm, SignatoryForm
from tpp.signatories.models import Signatory
from tpp.signatories.rules import LANGUAGES
from tpp.web.guard import acting, requires
from tpp.web.saving import saved, sent

bp = Blueprint("signatories", __name__)

LOCKED_AWAY = "default-src 'none'; sandbox"


@bp.get("/signatories")
@requires(Ability.SIGNATORY_SEE)
def index() -> str:
    return render_template(
        "signatories/index.html", everybody=queries.everybody(), today=clock.now().date()
    )


@bp.get("/signatories/<int:signatory_id>")
@requires(Ability.SIGNATORY_SEE, on=queries.one_signatory)
def one(signatory: Signatory) -> str:
    return render_template(
        "signatories/one.html",
        signatory=signatory,
        successor=queries.successor(signatory),
        earlier=queries.earlier(signatory),
        tongues=[it for it in LANGUAGES if it in signatory.names],
        lines=named(db.session.scalars(story_of(signatory)).all()),
        today=clock.now().date(),
    )


@bp.route("/signatories/new", methods=["GET", "POST"])
@requires(Ability.SIGNATORY_KEEP)
def new() -> Any:
    form = SignatoryForm()
    row = saved(form, lambda: actions.enter(facts_of(form, None), by=acting))
    return done(row, _("The signatory is on the list.")) if row else form_page(form, None)


@bp.route("/signatories/<int:signatory_id>/change", methods=["GET", "POST"])
@requires(Ability.SIGNATORY_KEEP, on=queries.one_signatory)
def change(signatory: Signatory) -> Any:
    form = SignatoryForm(data=as_typed(signatory))
    row = saved(form, lambda: replace(signatory, form))
    return (
        done(row, _("The new entry replaces the old one.")) if row else form_page(form, signatory)
    )


def replace(signatory: Signatory, form: SignatoryForm) -> Signatory:
    form.check_fresh(signatory)
    return actions.change(signatory, facts_of(form, signatory), by=acting)


def done(row: Signatory, what: str) -> Any:
    flash(what)
    return redirect(url_for(".one", signatory_id=row.id), 303)


def form_page(form: SignatoryForm, signatory: Signatory | None) -> Any:
    return render_template("signatories/form.html", form=form, signatory=signatory), form.status


@bp.route("/signatories/<int:signatory_id>/end", methods=["GET", "POST"])
@requires(Ability.SIGNATORY_KEEP, on=queries.one_signatory)
def end(signatory: Signatory) -> Any:
    form = EndForm(until_on=signatory.until_on, seen_version=signatory.version)
    if saved(form, lambda: end_time(signatory, form)):
        return done(signatory, _("The last day is written down."))
    return render_template("signatories/end.html", form=form, signatory=signatory), form.status


def end_time(signatory: Signatory, form: EndForm) -> Signatory:
    form.check_fresh(signatory)
    typed: dict[str, Any] = {"last": form.until_on.data, "reason": form.reason.data or ""}
    return actions.end(signatory, **typed, by=acting)


def as_typed(row: Signatory) -> dict[str, Any]:
    """The form's fields as they stand."""
    words = {f"name_{it}": text for it, text in row.names.items()}
    words |= {f"title_{it}": text for it, text in row.titles.items()}
    days = {"from_on": row.from_on, "until_on": row.until_on}
    return {**words, **days, "seen_version": row.version}


def facts_of(form: SignatoryForm, row: Signatory | None) -> actions.Facts:
    """What was typed; a new signature is cleaned and stored, one that is there stays unless unticked."""
    kept = row.image if row and not form.without_picture.data else None
    typed: dict[str, Any] = {
        "names": form.spoken("name"),
        "titles": form.spoken("title"),
        "from_on": form.from_on.data,
        "until_on": form.until_on.data,
    }
    actions.Facts(**typed).check()  # before a picture is kept for nothing
    given = form.picture.data
    image = taken_in(given.stream.read(LARGEST_BYTES + 1)) if given else kept
    return actions.Facts(**typed, image=image)


def taken_in(contents: bytes) -> StoredFile:
    picture = cleaned(contents, "picture")
    return store(picture.contents, picture.media_type)


@bp.get("/signatories/<int:signatory_id>/signature")
@requires(Ability.SIGNATORY_SIGNATURE, on=queries.one_signatory)
def signature(signatory: Signatory) -> Any:
    """The picture of a signature: a download that nothing shows or keeps, and a line in the history."""
    image = signatory.image
    ending = "png" if image and image.media_type == RASTER else "svg"
    answer = sent(image, f"signature-{signatory.id}.{ending}")
    actions.record_seeing(signatory, by=acting)
    answer.headers["Content-Security-Policy"] = LOCKED_AWAY
    return answer
