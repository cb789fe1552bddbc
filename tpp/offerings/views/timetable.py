"""The sessions of a run."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from tpp.access import Ability
from tpp.errors import Refused
from tpp.offerings import actions, queries
from tpp.offerings.forms import (
    LANGUAGES,
    ChangedSessionForm,
    SessionForm,
    WeekdaysForm,
    with_details,
)
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.rules import Duty
from tpp.offerings.views.blueprint import begun, bp, choose, chosen_words
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
    one = one or session_form(SessionForm, run, formdata=None)
    many = many or WeekdaysForm(formdata=None, prefix="weekdays", title=_("Training"))

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
    form = session_form(SessionForm, run)
    if form.validate():
        try:
            session = actions.add_session(run, by=acting, **with_details_apart(form.values()))
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
    form = session_form(ChangedSessionForm, session.offering, session, data=as_typed(session))
    if form.validate_on_submit():
        form.check_fresh(session)
        try:
            actions.change_session(session, by=acting, **with_details_apart(form.values()))
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
        **details_as_typed(actions.details_of(session)),
    }


def details_as_typed(details: actions.Details) -> dict[str, Any]:
    staff = {f"staff_{key}": duty.value for key, duty in details.staff.items()}
    stations = {f"station_{key}": number for key, number in details.stations.items()}
    chosen = {"room_id": str(details.room_id or ""), "group_id": str(details.group_id or "")}
    return {**chosen, "language": details.language, **staff, **stations}


def with_details_apart(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the action takes it."""
    of = {name: values[name] for name in ("title", "day", "starts", "ends", "room")}
    staff = {key: Duty(value) for key, value in chosen(values, "staff_")}
    details = actions.Details(
        room_id=int(values["room_id"]) if values["room_id"] else None,
        language=values["language"] or "",
        group_id=int(values["group_id"]) if values["group_id"] else None,
        staff=staff,
        stations=dict(chosen(values, "station_")),
    )
    return {**of, "details": details}


def chosen(values: dict[str, Any], prefix: str) -> list[tuple[int, Any]]:
    return [
        (int(name.removeprefix(prefix)), value)
        for name, value in values.items()
        if name.startswith(prefix) and value
    ]


def session_form(
    kind: type[SessionForm], run: CourseOffering, session: Session | None = None, **given: Any
) -> Any:
    """The form of one session, with the rooms, groups, people and machines of its run."""
    form = with_details(kind, run, session)(**given)
    rooms = [(str(it.id), it.name) for it in queries.rooms_of(run, session)]
    groups = [(str(it.id), it.name) for it in queries.groups_of(run)]
    form.room_id.choices = [*choose(_("None of these")), *rooms]
    form.group_id.choices = [*choose(_("Everybody in the run")), *groups]
    form.language.choices = [*choose(_("As the run")), *spoken()]
    for field in form:
        if field.name.startswith("staff_"):
            field.choices = [*choose(_("Not in this session")), *chosen_words(Duty)]
    return form


def spoken() -> list[tuple[str, str]]:
    locale = get_locale() or Locale("en")
    return [(code, begun(Locale(code).get_display_name(locale) or code)) for code in LANGUAGES]


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
        typed = {"formdata": None, "data": as_typed(session)}
        form = session_form(ChangedSessionForm, session.offering, session, **typed)
        return page_of_session(session, form, said(refusal)), 422
    flash(_("The session is cancelled."))
    return redirect(url_for(".sessions", code=code), 303)
