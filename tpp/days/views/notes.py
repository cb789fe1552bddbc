"""What the team notes of each day."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability
from tpp.days import actions, queries
from tpp.days.forms import CorrectionForm, NoteForm
from tpp.days.models import DailyNote
from tpp.days.views.blueprint import bp
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.web.guard import acting, requires


@bp.route("/runs/<string:code>/notes", methods=["GET", "POST"])
@requires(Ability.NOTE_KEEP, on=one_run)
def notes(run: CourseOffering) -> Any:
    form = NoteForm(day=min(max(clock.today(run.timezone), run.starts_on), run.ends_on))
    if form.validate_on_submit():
        try:
            actions.note(run, form.day.data, form.text.data, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The note is kept."))
            return redirect(url_for(".notes", code=run.code), 303)
    page = render_template("days/notes.html", run=run, form=form, **read(run))
    return page, form.status


def read(run: CourseOffering) -> dict[str, Any]:
    """Notes that stand, and those that they correct."""
    every = queries.notes_of(run)
    corrected = {it.corrects_id for it in every}
    return {
        "standing": [it for it in every if it.id not in corrected],
        "by_id": {it.id: it for it in every},
    }


@bp.route("/runs/<string:code>/notes/<int:note_id>/correction", methods=["GET", "POST"])
@requires(Ability.NOTE_KEEP, on=queries.one_note)
def correct(note: DailyNote) -> Any:
    run = note.offering
    form = CorrectionForm(text=note.text)
    if form.validate_on_submit():
        try:
            actions.correct(note, form.text.data, by=acting)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The note is corrected; the older one stays under it."))
            return redirect(url_for(".notes", code=run.code), 303)
    return render_template("days/correct.html", run=run, note=note, form=form), form.status
