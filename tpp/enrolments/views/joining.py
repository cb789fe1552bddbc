"""Joining instructions of a run: written language by language, looked at, sent."""

from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tpp.access import Ability
from tpp.db import db
from tpp.enrolments import actions
from tpp.enrolments.forms import JoiningForm
from tpp.enrolments.models import JoiningInstructions
from tpp.enrolments.queries import joining as queries
from tpp.enrolments.rules.joining import LANGUAGES, NEEDED, Section, Status, blocks, languages_of
from tpp.enrolments.views.blueprint import bp
from tpp.errors import Refused
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.jobs.rules import Status as JobStatus
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import local_day, one_run
from tpp.offerings.rules import moment
from tpp.offerings.views.blueprint import begun
from tpp.web.guard import acting, requires
from tpp.wording import direction

bp.app_template_global("formatted")(blocks)


@bp.get("/runs/<string:code>/joining")
@requires(Ability.JOINING_SEE, on=one_run)
def joining(run: CourseOffering) -> str:
    versions = queries.versions(run)
    newest = versions[0] if versions else None
    texts = newest.texts if newest else {}
    sent = next((it for it in versions if it.status is Status.SENT), None)
    return render_template(
        "enrolments/joining.html",
        run=run,
        versions=versions,
        newest=newest,
        sent=sent,
        is_changed=bool(sent and sent.run_version != run.version),
        letters={it.id: queries.have_letters(it) for it in versions},
        people=len(queries.written_to(run)),
        tongues=[language_line(it, texts) for it in languages_of(run.languages, texts)],
        sections=list(Section),
    )


def language_line(code: str, texts: dict[str, Any]) -> dict[str, Any]:
    """How far one language is written."""
    some = texts.get(code, {})
    return {
        "code": code,
        "name": named(code),
        "written": len(some),
        "is_ready": all(some.get(it) for it in NEEDED),
    }


def named(code: str) -> str:
    locale = get_locale() or Locale("en")
    return begun(Locale(code).get_display_name(locale) or code)


def language_asked(run: CourseOffering) -> str:
    code = request.args.get("language") or languages_of(run.languages)[0]
    if code not in LANGUAGES:
        abort(404)
    return code


@bp.route("/runs/<string:code>/joining/text", methods=["GET", "POST"])
@requires(Ability.JOINING_PREPARE, on=one_run)
def joining_text(run: CourseOffering) -> Any:
    language, row = language_asked(run), queries.newest(run.id)
    form = JoiningForm(data=as_typed(run, row, language))
    if form.validate_on_submit():
        try:
            write(run, row, language, form)
        except Refused as refusal:
            form.refuse(at_its_field(refusal, language))
        else:
            flash(_("The instructions in %(language)s are saved.", language=named(language)))
            return redirect(url_for(".joining", code=run.code), 303)
    page = render_template(
        "enrolments/joining_text.html",
        run=run,
        form=form,
        language=language,
        side=direction(language),
        named=named,
        sections=list(Section),
        is_next=bool(row and row.status is Status.SENT),
    )
    return page, form.status


def as_typed(run: CourseOffering, row: JoiningInstructions | None, language: str) -> dict[str, Any]:
    typed: dict[str, Any] = {"seen": f"{row.number}:{row.version}" if row else "0:0"}
    if row is None:
        return typed
    if row.reports_at:
        typed["reports_on"] = local_day(row.reports_at, run.timezone)
        typed["reports_at"] = on_the_wall_time(row, run)
    return typed | row.texts.get(language, {})


def on_the_wall_time(row: JoiningInstructions, run: CourseOffering) -> Any:
    assert row.reports_at
    return row.reports_at.astimezone(ZoneInfo(run.timezone)).time()


def write(
    run: CourseOffering, row: JoiningInstructions | None, language: str, form: JoiningForm
) -> None:
    values = form.values()
    day, at = values["reports_on"], values["reports_at"]
    if bool(day) != bool(at):
        raise Refused(
            "Give the day and the time, or neither.", "reports_at" if day else "reports_on"
        )
    reports = moment(day, at, run.timezone, "reports_at") if day else None
    texts = {**(row.texts if row else {}), language: form.texts()}
    actions.write(run, texts, by=acting, reports_at=reports, seen=form.numbers_seen())


def at_its_field(refusal: Refused, language: str) -> Refused:
    """The form has one language, the rule names both: language and section."""
    refusal.field = (refusal.field or "").removeprefix(f"{language}-") or None
    return refusal


@bp.post("/runs/<string:code>/joining/sending")
@requires(Ability.JOINING_PREPARE, on=one_run)
def send_joining(run: CourseOffering) -> Any:
    row = queries.newest(run.id)
    if row is None:
        raise Refused("Write the instructions first.")
    job = actions.send(row, by=acting)
    if job is None:
        flash(_("These instructions are in force. Whoever gets a place from now on is sent them."))
        return redirect(url_for(".joining", code=run.code), 303)
    flash(
        ngettext("%(num)s letter is being made.", "%(num)s letters are being made.", job.total or 0)
    )
    return redirect(url_for("jobs.job", job_id=job.id), 303)


@bp.post("/runs/<string:code>/joining/previews")
@requires(Ability.JOINING_PREPARE, on=one_run)
def ask_for_preview(run: CourseOffering) -> Any:
    row, language = queries.newest(run.id), request.form.get("language", "")
    if row is None or not row.texts.get(language):
        raise Refused("Write the instructions in this language first.")
    job = actions.ask_for_preview(row, language, by=acting)
    if job.status is JobStatus.DONE:
        return redirect(url_for(".joining_preview", code=run.code, language=language), 303)
    return redirect(url_for("jobs.job", job_id=job.id), 303)


@bp.get("/runs/<string:code>/joining.pdf")
@requires(Ability.JOINING_SEE, on=one_run)
def joining_preview(run: CourseOffering) -> Any:
    """The newest version as a letter, with an example in place of a person."""
    row, language = queries.newest(run.id), language_asked(run)
    job = queries.job_about(actions.preview_key(row, language)) if row else None
    stored = db.session.get(StoredFile, job.result.get("file")) if job and job.result else None
    if stored is None:
        abort(404)
    return letter_file(stored, f"joining-{run.code}-{language}-preview.pdf")


def letter_file(stored: StoredFile, name: str) -> Response:
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
