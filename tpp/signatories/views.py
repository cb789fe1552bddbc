"""The people who sign certificates, for those who keep the list."""

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.accounts.queries.logbook import named
from tpp.db import db
from tpp.errors import Refused
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.files.pictures import LARGEST_BYTES, RASTER, cleaned
from tpp.files.queries import read
from tpp.history.queries import story_of
from tpp.signatories import actions, queries
from tpp.signatories.forms import EndForm, SignatoryForm
from tpp.signatories.models import Signatory
from tpp.signatories.rules import LANGUAGES
from tpp.web.guard import acting, requires

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
    if form.validate_on_submit():
        try:
            row = actions.enter(facts_of(form, None), by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The signatory is on the list."))
            return redirect(url_for(".one", signatory_id=row.id), 303)
    return render_template("signatories/form.html", form=form, signatory=None), form.status


@bp.route("/signatories/<int:signatory_id>/change", methods=["GET", "POST"])
@requires(Ability.SIGNATORY_KEEP, on=queries.one_signatory)
def change(signatory: Signatory) -> Any:
    form = SignatoryForm(data=as_typed(signatory))
    if form.validate_on_submit():
        form.check_fresh(signatory)
        try:
            row = actions.change(signatory, facts_of(form, signatory), by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The new entry replaces the old one."))
            return redirect(url_for(".one", signatory_id=row.id), 303)
    return render_template("signatories/form.html", form=form, signatory=signatory), form.status


@bp.route("/signatories/<int:signatory_id>/end", methods=["GET", "POST"])
@requires(Ability.SIGNATORY_KEEP, on=queries.one_signatory)
def end(signatory: Signatory) -> Any:
    form = EndForm(until_on=signatory.until_on, seen_version=signatory.version)
    if form.validate_on_submit():
        form.check_fresh(signatory)
        try:
            actions.end(signatory, **ending(form), by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The last day is written down."))
            return redirect(url_for(".one", signatory_id=signatory.id), 303)
    return render_template("signatories/end.html", form=form, signatory=signatory), form.status


def ending(form: EndForm) -> dict[str, Any]:
    return {"last": form.until_on.data, "reason": form.reason.data or ""}


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
    sent = form.picture.data
    image = taken_in(sent.stream.read(LARGEST_BYTES + 1)) if sent else kept
    return actions.Facts(**typed, image=image)


def taken_in(contents: bytes) -> StoredFile:
    picture = cleaned(contents, "picture")
    return store(picture.contents, picture.media_type)


@bp.get("/signatories/<int:signatory_id>/signature")
@requires(Ability.SIGNATORY_SIGNATURE, on=queries.one_signatory)
def signature(signatory: Signatory) -> Any:
    """The picture of a signature: a download that nothing shows or keeps, and a line in the history."""
    if signatory.image is None:
        abort(404)
    contents = read(signatory.image)
    actions.record_seeing(signatory, by=acting)
    ending = "png" if signatory.image.media_type == RASTER else "svg"
    answer = send_file(
        BytesIO(contents),
        mimetype=signatory.image.media_type,
        as_attachment=True,
        download_name=f"signature-{signatory.id}.{ending}",
        conditional=False,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = LOCKED_AWAY
    answer.headers["Cache-Control"] = "no-store"
    return answer
