"""Papers of a nominee: added by the office, read by those who may, sent as downloads only."""

from io import BytesIO
from typing import Any

from flask import current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from tpp.access import Ability, can
from tpp.catalogue.rules.eligibility import Criterion, DocumentKind
from tpp.errors import Refused
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.files.rules.uploads import check_upload, ending_of
from tpp.nominations import actions, queries
from tpp.nominations.forms.papers import DocumentForm
from tpp.nominations.models import Nomination, NomineeDocument
from tpp.nominations.rules.papers import TAKEN_BACK_IN, check_still_counts
from tpp.nominations.views.blueprint import bp
from tpp.offerings.views.blueprint import choose, chosen_words
from tpp.web.guard import acting, requires
from tpp.web.words import words

LOCKED_AWAY = "default-src 'none'; sandbox"


@bp.route("/nominations/<int:nomination_id>/documents", methods=["GET", "POST"])
@requires(Ability.DOCUMENT_ADD, on=queries.one_nomination)
def documents(nomination: Nomination) -> Any:
    form = DocumentForm()
    form.kind.choices = [*choose(), *chosen_words(DocumentKind)]
    if form.validate_on_submit():
        try:
            check_still_counts(nomination.status)
            stored = taken_in(form.file.data)
            actions.add_document(nomination, DocumentKind(form.kind.data), stored, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The document is kept."))
            return redirect(url_for(".documents", nomination_id=nomination.id), 303)
    page = render_template(
        "nominations/documents.html",
        nomination=nomination,
        run=nomination.offering,
        form=form,
        papers=queries.documents_of_one(nomination),
        may_read=lambda it: can(acting, Ability.DOCUMENT_READ, it),
        may_take_back=lambda it: (
            nomination.status in TAKEN_BACK_IN and can(acting, Ability.DOCUMENT_TAKE_BACK, it)
        ),
        wanted=[words(kind) for kind in wanted(nomination)],
        most_mb=current_app.config["UPLOAD_MB"],
    )
    return page, form.status


def taken_in(file: FileStorage) -> StoredFile:
    """The bytes, checked and in the store: before any transaction, and under no name of theirs."""
    most = current_app.config["UPLOAD_MB"] * 1_048_576
    contents = file.stream.read(most + 1)
    return store(contents, check_upload(contents, file.filename or "", most))


def wanted(nomination: Nomination) -> list[DocumentKind]:
    """The papers that the course asks for and that are not here yet."""
    rules = queries.rules_of([nomination.offering_id])[nomination.offering_id]
    kinds = [
        DocumentKind(it.parameters["document"])
        for it in rules
        if it.criterion is Criterion.DOCUMENT
    ]
    here = queries.documents_by_kind(nomination)
    return [kind for kind in kinds if kind not in here]


@bp.get("/documents/<int:document_id>")
@requires(Ability.DOCUMENT_READ, on=queries.one_document)
def document(document: NomineeDocument) -> Any:
    """The bytes as they were sent in: a download under a name of ours, which nothing may run."""
    contents = read(document.file)
    if acting.party_id != document.party_id:
        actions.record_reading(document, by=acting)
    answer = send_file(
        BytesIO(contents),
        mimetype=document.file.media_type,
        as_attachment=True,
        download_name=name_of(document),
        conditional=False,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = LOCKED_AWAY
    return answer


@bp.post("/documents/<int:document_id>/withdrawal")
@requires(Ability.DOCUMENT_TAKE_BACK, on=queries.one_ever)
def take_back(document: NomineeDocument) -> Any:
    actions.take_back(document, by=acting)
    flash(_("The document is taken back, and its file is erased."))
    return redirect(url_for(".documents", nomination_id=document.nomination_id), 303)


def name_of(document: NomineeDocument) -> str:
    kind = document.kind.replace("_", "-")
    return f"{kind}-{document.id}.{ending_of(document.file.media_type)}"
