"""Who takes part in a run: the list, its files, and what happened to each."""

from collections.abc import Iterator
from typing import Any

from flask import (
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability, can
from tpp.db import db
from tpp.enrolments import actions, queries
from tpp.enrolments.forms import ParticipantFilter
from tpp.enrolments.models import Enrolment
from tpp.enrolments.queries import BY_PARTY, Filter
from tpp.enrolments.rules import FLOW, GONE, Status, check_step
from tpp.enrolments.sheets import csv_lines, xlsx_file
from tpp.enrolments.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run, page_of
from tpp.offerings.views.blueprint import chosen_words
from tpp.offerings.views.runs import page_number
from tpp.people.rules import Sex
from tpp.scope import current, see
from tpp.seats.forms import ReasonForm
from tpp.web.guard import acting, requires
from tpp.web.words import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/runs/<string:code>/participants")
@requires(Ability.PARTICIPANT_LIST, on=one_run)
def participants(run: CourseOffering) -> str:
    form = filter_form(run)
    found = queries.participants(run, narrowed_by(form), sort())
    return render_template(
        "enrolments/participants.html",
        run=run,
        form=form,
        page=page_of(found, page_number()),
        by_status=queries.by_status(run),
        steps=FLOW.steps,
    )


def sort() -> str:
    return request.args.get("sort", BY_PARTY)


def filter_form(run: CourseOffering) -> ParticipantFilter:
    """The filters with what there is to choose from; anything else is not found."""
    form = ParticipantFilter(request.args)
    sexes = [(Sex.WOMAN, _("Women")), (Sex.MAN, _("Men")), (Sex.UNKNOWN, _("Not known"))]
    form.sex.choices = [("", _("Women and men")), *((str(value), word) for value, word in sexes)]
    form.status.choices = [("", _("Any status")), *chosen_words(Status)]
    form.party.choices = [("", _("All countries")), *queries.parties_in(run)]
    for field in (form.sex, form.status, form.party):
        if (field.data or "") not in dict(field.choices):
            abort(404)
    return form


def narrowed_by(form: ParticipantFilter) -> Filter:
    return Filter(
        status=Status(form.status.data) if form.status.data else None,
        party=form.party.data or "",
        sex=Sex(form.sex.data) if form.sex.data else None,
        text=(form.q.data or "")[:200],
    )


@bp.get("/runs/<string:code>/participants.csv")
@requires(Ability.PARTICIPANT_LIST, on=one_run)
def participants_csv(run: CourseOffering) -> Response:
    form, scope = filter_form(run), current()
    lines = csv_lines(heads(), rows(run, form), about(run, form))

    def within_scope() -> Iterator[str]:
        """The answer is written when the request's own session is gone; this one sees no more."""
        see(scope)
        yield from lines

    name = {"Content-Disposition": f'attachment; filename="{file_name(run, "csv")}"'}
    return Response(stream_with_context(within_scope()), mimetype="text/csv", headers=name)


@bp.get("/runs/<string:code>/participants.xlsx")
@requires(Ability.PARTICIPANT_LIST, on=one_run)
def participants_xlsx(run: CourseOffering) -> Response:
    form = filter_form(run)
    file = xlsx_file(_("Participants"), heads(), rows(run, form), about(run, form))
    return send_file(file, XLSX, as_attachment=True, download_name=file_name(run, "xlsx"))


def file_name(run: CourseOffering, ending: str) -> str:
    return f"participants-{run.code}-{clock.now():%Y-%m-%d}.{ending}"


def opens_records() -> bool:
    """A trainer may not open a person's record, and reads neither birth dates nor numbers."""
    return can(acting, Ability.PERSON_LIST)


def heads() -> list[str]:
    """The columns of the file; a trainer's has neither birth dates nor service numbers."""
    names = [
        _("Name"),
        _("Name in another script"),
        _("Rank"),
        _("Unit"),
        _("Service"),
        _("Woman or man"),
    ]
    names += [_("Sent by"), _("Code"), _("Nationality"), _("Status"), _("Confirmed (UTC)")]
    return [*names, _("Date of birth"), _("Service number")] if opens_records() else names


def rows(run: CourseOffering, form: ParticipantFilter) -> Iterator[list[Any]]:
    every = {value: words(value) for value in (*Status, *Sex)}
    found = queries.to_export(run, narrowed_by(form), sort())
    for it in db.session.execute(found.execution_options(yield_per=500)):
        line = [it.name, it.native_name, it.rank, it.unit, words(it.service), every[it.sex]]
        line += [it.party, it.party_code, it.nationality, every[it.status], it.confirmed_at]
        yield [*line, it.born_on, it.service_number] if opens_records() else line


def about(run: CourseOffering, form: ParticipantFilter) -> list[str]:
    """What the file holds, of which kind, and when it was read."""
    chosen = [
        dict(field.choices)[field.data]
        for field in (form.status, form.party, form.sex)
        if field.data
    ]
    if form.q.data:
        chosen.append(_("name has “%(words)s”", words=form.q.data[:200]))
    now = format_datetime(clock.now(), "d MMM y, HH:mm 'UTC'", rebase=False)
    return [
        _(
            "Participants of %(code)s, %(course)s",
            code=run.code,
            course=run.course_version.course.title,
        ),
        _("Only: %(filters)s", filters=", ".join(map(str, chosen)))
        if chosen
        else _("All participants"),
        _("Seen by: %(office)s", office=acting.office_name),
        _("Recorded, as of %(time)s", time=now),
    ]


@bp.post("/runs/<string:code>/participants/steps")
@requires(Ability.ENROLMENT_MOVE, on=one_run)
def move(run: CourseOffering) -> Any:
    """One step for those who are ticked, or for everybody whom it fits."""
    reason = ReasonForm().values()["reason"]
    step = request.form.get("all") or request.form.get("step", "")
    moved = actions.move(asked(run, step), step, by=acting, reason=reason)
    flash(
        ngettext(
            "%(num)s participant is now: %(status)s.",
            "%(num)s participants are now: %(status)s.",
            len(moved),
            status=words(moved[0].status) if moved else "",
        )
    )
    return redirect(url_for(".participants", code=run.code), 303)


def asked(run: CourseOffering, step: str) -> list[Enrolment]:
    if request.form.get("all"):
        check_step(step)
        places = queries.in_status(run, set(Status) & FLOW.steps[step].keys() - GONE)
    else:
        ids = [int(it) for it in request.form.getlist("place") if it.isdecimal() and len(it) < 10]
        places = queries.chosen(run, ids)
    if not places:
        raise Refused("Tick at least one participant first.")
    return places
