"""The sessions of a run."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings import actions, queries
from tpp.offerings.forms import ChangedSessionForm, SessionForm, WeekdaysForm
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.views.blueprint import bp
from tpp.offerings.views.runs import zone_words
from tpp.web.forms import ButtonForm
from tpp.web.guard import acting, requires
from tpp.web.words import said


@bp.get("/runs/<string:code>/sessions")
@requires(Ability.SESSION_SEE, on=queries.one_run)
def sessions(run: CourseOffering) -> Any:
    return page(run)


def page(
    run: CourseOffering, one: SessionForm | None = None, many: WeekdaysForm | None = None
) -> Any:
    planned = queries.sessions_of(run)
    one, many = (
        one or SessionForm(formdata=None),
        many or WeekdaysForm(formdata=None, prefix="weekdays", title=_("Training")),
    )

    def day(session: Session) -> Any:
        return queries.local_day(session.starts_at, run.timezone)

    days = [(key, list(some)) for key, some in groupby(planned, day)]
    status = 422 if one.errors or many.errors else 200
    held = sum(session.cancelled_at is None for session in planned)
    page_ = render_template(
        "offerings/sessions.html",
        run=run,
        days=days,
        one=one,
        many=many,
        held=held,
        zone=zone_words(run),
    )
    return page_, status


@bp.post("/runs/<string:code>/sessions")
@requires(Ability.SESSION_PLAN, on=queries.one_run)
def add_session(run: CourseOffering) -> Any:
    form = SessionForm()
    if form.validate():
        try:
            session = actions.add_session(run, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("“%(title)s” is planned.", title=session.title))
            return redirect(url_for(".sessions", code=run.code), 303)
    return page(run, one=form)


@bp.post("/runs/<string:code>/weekdays")
@requires(Ability.SESSION_PLAN, on=queries.one_run)
def fill_weekdays(run: CourseOffering) -> Any:
    form = WeekdaysForm(prefix="weekdays")
    if form.validate():
        try:
            planned = len(lay(run, form.values()))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = ngettext(
                "%(num)s session is planned.", "%(num)s sessions are planned.", planned
            )
            flash(words)
            return redirect(url_for(".sessions", code=run.code), 303)
    return page(run, many=form)


def lay(run: CourseOffering, values: dict[str, Any]) -> list[Session]:
    pairs = [(values["first_starts"], values["first_ends"])]
    second = (values["second_starts"], values["second_ends"])
    if any(second):
        if not all(second):
            raise Refused("Give both times of the second session, or none.", "second_ends")
        pairs.append(second)
    title, room = values["title"], values["room"]
    return actions.fill_weekdays(run, by=acting, title=title, blocks=pairs, room=room)


@bp.route("/sessions/<int:session_id>", methods=["GET", "POST"])
@requires(Ability.SESSION_PLAN, on=queries.one_session)
def session(session: Session) -> Any:
    """One session: changed, or cancelled with a reason."""
    form = ChangedSessionForm(data=as_typed(session))
    if form.validate_on_submit():
        form.check_fresh(session)
        try:
            actions.change_session(session, by=acting, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("“%(title)s” is saved.", title=session.title))
            return redirect(url_for(".sessions", code=session.offering.code), 303)
    return page_of_session(session, form), form.status


def as_typed(session: Session) -> dict[str, Any]:
    """The session as its form shows it: on the wall of the run."""
    zone = ZoneInfo(session.offering.timezone)
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return {
        "title": session.title,
        "room": session.room,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "seen_version": session.version,
    }


def page_of_session(session: Session, form: ChangedSessionForm, problem: str = "") -> str:
    return render_template(
        "offerings/session.html",
        run=session.offering,
        session=session,
        form=form,
        problem=problem,
        has_marks=queries.has_marks(session),
        zone=zone_words(session.offering),
    )


@bp.post("/sessions/<int:session_id>/cancellation")
@requires(Ability.SESSION_PLAN, on=queries.one_session)
def cancel_session(session: Session) -> Any:
    code, reason = session.offering.code, ButtonForm().values()["reason"] or ""
    try:
        actions.cancel_session(session, by=acting, reason=reason)
    except Refused as refusal:
        if refusal.field != "reason":
            raise
        form = ChangedSessionForm(formdata=None, data=as_typed(session))
        return page_of_session(session, form, said(refusal)), 422
    flash(_("The session is cancelled."))
    return redirect(url_for(".sessions", code=code), 303)
