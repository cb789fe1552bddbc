"""Uploading a list for a run, and the template for it."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.errors import Refused
from tpp.files.rules import fingerprint
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.rolls import actions, queries
from tpp.rolls.forms import UploadForm
from tpp.rolls.models import Roll
from tpp.rolls.rules import Status
from tpp.rolls.sheets import template_csv, template_xlsx
from tpp.rolls.views.blueprint import bp
from tpp.seats.queries import allocation_of
from tpp.web.guard import acting, requires
from tpp.web.language import current

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/runs/<string:code>/rolls")
@requires(Ability.ROLL_LIST, on=one_run)
def of_run(run: CourseOffering) -> Any:
    return page_of(run, UploadForm())


@bp.post("/runs/<string:code>/rolls")
@requires(Ability.ROLL_UPLOAD, on=one_run)
def upload(run: CourseOffering) -> Any:
    form = UploadForm()
    if not form.validate_on_submit():
        return page_of(run, form), 422
    try:
        roll = take(run, form.file.data)
    except Refused as refusal:
        form.refuse(refusal)
        return page_of(run, form), 422
    asks = roll.status is Status.READ and queries.job_of(roll) is None
    return redirect(url_for(".columns" if asks else ".roll", roll_id=roll.id), 303)


def take(run: CourseOffering, sent: Any) -> Roll:
    """Read the file; check it at once where every heading is understood."""
    contents = sent.read()
    before = queries.is_known_file(run, acting.party_id or 0, fingerprint(contents))
    roll = actions.upload(run, contents, shown_name(sent.filename), by=acting)
    if before:
        flash(_("The same file was uploaded before. What it made then is not made again."))
    if actions.is_plain(roll):
        actions.check_or_ask(roll, by=acting)
    return roll


def shown_name(name: str | None) -> str:
    """The name of the file without what cannot be shown or is a path."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())


def page_of(run: CourseOffering, form: UploadForm) -> str:
    return render_template(
        "rolls/of_run.html",
        run=run,
        form=form,
        rolls=queries.rolls_of_run(acting, run),
        allocation=allocation_of(run, acting.party_id),
        language=current()["code"],
    )


@bp.get("/runs/<string:code>/rolls/template.xlsx")
@requires(Ability.ROLL_UPLOAD, on=one_run)
def template_as_xlsx(run: CourseOffering) -> Response:
    return attached(
        template_xlsx(current()["code"], queries.asked_of(run)), f"{run.code}.xlsx", XLSX
    )


@bp.get("/runs/<string:code>/rolls/template.csv")
@requires(Ability.ROLL_UPLOAD, on=one_run)
def template_as_csv(run: CourseOffering) -> Response:
    return attached(
        template_csv(current()["code"], queries.asked_of(run)),
        f"{run.code}.csv",
        "text/csv; charset=utf-8",
    )


def attached(contents: bytes, name: str, media_type: str) -> Response:
    head = {"Content-Disposition": f'attachment; filename="nominees-{name}"'}
    return Response(contents, content_type=media_type, headers=head)
