"""A list as it was understood: correct, decide, write, undo."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from tpp import clock
from tpp.access import Ability, can
from tpp.errors import Conflict, Refused
from tpp.jobs.actions import cancel
from tpp.jobs.rules import ENDED
from tpp.nominations.views.putting_forward import why_closed
from tpp.rolls import actions, queries
from tpp.rolls.forms import DeedForm, RollForm
from tpp.rolls.models import Roll
from tpp.rolls.rules import OPEN, READY, UNDO_WITHIN, Status
from tpp.rolls.views.blueprint import bp
from tpp.rolls.views.showing import shown
from tpp.web.guard import acting, requires
from tpp.web.language import counted as ngettext

ROW = re.compile(r"(words|decision|overwrite|shown)-(\d{1,7})(?:-([a-z_]+))?")


@bp.get("/rolls/<int:roll_id>")
@requires(Ability.ROLL_SEE, on=queries.one_roll)
def roll(roll: Roll) -> Any:
    """The rows for the office whose list it is; for everybody else who may know of it, its figures."""
    if not can(acting, Ability.ROLL_CHANGE, roll):
        return render_template("rolls/summary.html", roll=roll, run=roll.offering)
    return page_of(roll, RollForm(seen_version=roll.version, day_order=roll.day_order))


def page_of(roll: Roll, form: RollForm) -> Any:
    job = queries.job_of(roll)
    if job is not None and job.status not in ENDED:
        return render_template("rolls/working.html", roll=roll, run=roll.offering, job=job)
    if roll.status is Status.READ:
        return redirect(url_for(".columns", roll_id=roll.id), 303)
    if roll.erased_at or roll.status not in OPEN:
        return render_template("rolls/summary.html", roll=roll, run=roll.offering)
    refused = job.result.get("refused") if job is not None else None
    return render_template(
        "rolls/roll.html",
        roll=roll,
        run=roll.offering,
        form=form,
        can_undo=may_undo(roll),
        refused=refused,
        closed=why_closed(roll.offering),
        **shown(roll),
    )


def may_undo(roll: Roll) -> bool:
    return bool(roll.applied_at and clock.now() - roll.applied_at <= UNDO_WITHIN)


@bp.post("/rolls/<int:roll_id>")
@requires(Ability.ROLL_CHANGE, on=queries.one_roll)
def settle(roll: Roll) -> Any:
    """Keep what was typed and decided; then check again, or write what was ready on the page shown."""
    form = RollForm()
    if not form.validate_on_submit():
        return page_of(roll, form), 422
    deed = request.form.get("do", "check")
    try:
        changed = actions.correct(roll, typed(), order=form.day_order.data, by=acting)
        if changed or deed not in ("drafts", "submit"):
            check_again(roll, changed, deed)
        else:
            write(roll, form, submit=deed == "submit")
    except Refused as refusal:
        form.refuse(refusal)
        form.seen_version.data = str(roll.version)
        return page_of(roll, form), 422
    return redirect(url_for(".roll", roll_id=roll.id), 303)


def check_again(roll: Roll, changed: int, deed: str) -> None:
    actions.check_or_ask(roll, by=acting)
    if changed and deed in ("drafts", "submit"):
        flash(_("Your corrections are kept. Look at what each row will do now, then go on."))


def write(roll: Roll, form: RollForm, *, submit: bool) -> None:
    seen = form.seen_version.data or ""
    if not (seen.isdecimal() and len(seen) < 10):
        raise Conflict({}, {})
    before, drafts = roll.nominations_made, queries.drafts_made(roll)
    job = actions.ask_to_apply(roll, int(seen), submit=submit, by=acting)
    if job is not None:
        return
    made = roll.nominations_made - before
    kept = queries.drafts_made(roll) - drafts
    tell(made - kept, kept)


def tell(sent: int, kept: int) -> None:
    """What became of the rows: so many submitted, so many drafts."""
    if not sent and not kept:
        flash(_("Nothing was left to do: each ready row is done already."))
    if sent:
        flash(
            ngettext(
                "%(num)s nomination is submitted.",
                "%(num)s nominations are submitted.",
                sent,
                num=format_decimal(sent),
            )
        )
    if kept:
        flash(
            ngettext(
                "%(num)s draft is kept.",
                "%(num)s drafts are kept.",
                kept,
                num=format_decimal(kept),
            )
        )


def typed() -> dict[int, actions.Correction]:
    """Corrections by number of the row, out of fields like ``words-7-born_on`` and ``decision-4``.

    A tick that is gone is not sent: ``shown-4`` says which ticks the row had on the page.
    """
    found: dict[int, actions.Correction] = {}
    for name, value in request.form.items():
        parts = ROW.fullmatch(name)
        if not parts:
            continue
        kind, number, field = parts.groups()
        correction = found.setdefault(int(number), actions.Correction())
        if kind == "words" and field:
            correction.words[field] = clean(value)
        elif kind == "decision":
            correction.decision = value[:40]
        elif kind == "overwrite":
            correction.overwrites = True
        elif kind == "shown" and "leave" in value and correction.decision is None:
            correction.decision = request.form.get(f"decision-{number}", "")[:40]
        if kind == "shown" and "overwrite" in value and not correction.overwrites:
            correction.overwrites = f"overwrite-{number}" in request.form
    return found


def clean(value: str) -> str:
    return " ".join(value.replace("\0", "\ufffd").split())


@bp.post("/rolls/<int:roll_id>/undoing")
@requires(Ability.ROLL_CHANGE, on=queries.one_roll)
def undo(roll: Roll) -> Any:
    DeedForm()
    actions.undo(roll, by=acting)
    flash(_("The list is undone: the nominations and records that it made are gone."))
    return redirect(url_for(".of_run", code=roll.offering.code), 303)


@bp.post("/rolls/<int:roll_id>/abandonment")
@requires(Ability.ROLL_CHANGE, on=queries.one_roll)
def abandon(roll: Roll) -> Any:
    actions.abandon(roll, by=acting)
    flash(_("The list is given up, and what it said is erased."))
    return redirect(url_for(".of_run", code=roll.offering.code), 303)


@bp.post("/rolls/<int:roll_id>/cancellation")
@requires(Ability.ROLL_CHANGE, on=queries.one_roll)
def stop(roll: Roll) -> Any:
    """Stop the long work on a list; nothing is half written."""
    job = queries.job_of(roll)
    if job is not None and job.status not in ENDED:
        cancel(job, by=acting)
    return redirect(url_for(".roll", roll_id=roll.id), 303)


__all__ = ["READY", "bp"]
