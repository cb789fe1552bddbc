"""What the pages of a run share: their blueprint, their tabs, and lists to choose from."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Blueprint, current_app, url_for
from flask_babel import format_time, get_locale
from flask_babel import gettext as _

from tpp.access import Ability, can
from tpp.accounts.queries import Line
from tpp.offerings import queries
from tpp.offerings.models import CourseOffering
from tpp.parties.queries import choices
from tpp.parties.rules import PartyKind
from tpp.sentences import capital
from tpp.web.guard import acting
from tpp.web.language import current, isolated
from tpp.web.words import thing_name, told, words

bp = Blueprint("offerings", __name__)

TABS = (
    ("parties", "contributions.of_run", Ability.CONTRIBUTION_SEE),
    ("seats", "seats.of_run", Ability.SEATS_SEE),
    ("nominations", "selection.of_run", Ability.SELECTION_SEE),
    ("nominations", "nominations.of_run", Ability.NOMINATION_LIST),
    ("participants", "enrolments.participants", Ability.PARTICIPANT_LIST),
    ("travel", "enrolments.travel", Ability.TRAVEL_LIST),
    ("arrivals", "enrolments.arrivals", Ability.ARRIVAL_SEE),
    ("sessions", "offerings.sessions", Ability.SESSION_SEE),
    ("conflicts", "conflicts.of_run", Ability.CONFLICT_SEE),
    ("attendance", "attendance.of_run", Ability.ATTENDANCE_SEE),
    ("assessments", "assessments.of_run", Ability.ASSESSMENT_SEE),
    ("file", "days.of_run", Ability.RUN_FILE),
    ("questionnaire", "questionnaires.of_run", Ability.QUESTIONNAIRE_RESULTS),
    ("certificates", "certificates.of_run", Ability.CERTIFICATE_LIST),
    ("history", "offerings.history", Ability.RUN_HISTORY),
)


@bp.app_template_filter("clock")
def on_the_wall(at: datetime, timezone: str) -> str:
    """08:00 in the run's own zone."""
    return format_time(at.astimezone(ZoneInfo(timezone)), "HH:mm", rebase=False)


@bp.app_template_filter("dates")
def dates(run: Any) -> str:
    """18 Jan – 26 Feb 2027, in the reader's language."""
    return isolated(first_to_last(run.starts_on, run.ends_on, str(get_locale() or "en")))


@lru_cache(maxsize=20_000)
def first_to_last(first: date, last: date, language: str) -> str:
    """Kept, because long lists write the same dates over and over."""
    with_year = first.year != last.year
    start = format_date(first, "d MMM y" if with_year else "d MMM", locale=language)
    return f"{start} – {day_in(last, language)}"


@bp.app_template_global("day_in")
@lru_cache(maxsize=20_000)
def day_in(day: date, language: str) -> str:
    return isolated(format_date(day, "d MMM y", locale=language))


@bp.app_context_processor
def for_templates() -> dict[str, Any]:
    return {"tabs_of_run": tabs_of_run, "told_of": told_of}


def tabs_of_run(run: CourseOffering, here: str) -> list[dict[str, Any]]:
    """The parts of a run that this office may open, with how much is in them."""
    open_to: dict[str, str] = {}
    for name, endpoint, ability in TABS:
        if can(acting, ability, run) and endpoint in current_app.view_functions:
            open_to.setdefault(name, endpoint)
    counts = queries.counts(run, list(open_to))
    overview = {"label": _("Overview"), "url": url_for("offerings.run", code=run.code)}
    tabs = [overview | {"current": here == "overview"}]
    for name, endpoint in open_to.items():
        url = url_for(endpoint, code=run.code)
        tab = {"label": tab_words(name), "url": url, "current": name == here}
        tabs.append(tab | {"count": counts.get(name)})
    return tabs


def tab_words(name: str) -> str:
    return {
        "parties": _("Parties"),
        "seats": _("Seats"),
        "nominations": _("Nominations"),
        "participants": _("Participants"),
        "travel": _("Before the journey"),
        "arrivals": _("Arrivals"),
        "sessions": _("Sessions"),
        "conflicts": _("Conflicts"),
        "attendance": _("Attendance"),
        "assessments": _("Assessments"),
        "file": _("Run’s file"),
        "questionnaire": _("Evaluation"),
        "certificates": _("Certificates"),
        "history": _("History"),
    }[name]


def choose(nothing: str = "") -> list[tuple[str, str]]:
    """The first line of a list to choose from."""
    return [("", nothing or _("Choose…"))]


def chosen_words(values: Any) -> list[tuple[str, str]]:
    """The members of an enum, to choose from, in the reader's words."""
    return [(value.value, begun(words(value))) for value in values]


def begun(text: str) -> str:
    return capital(text)


def party_choices(*kinds: PartyKind) -> list[tuple[str, str]]:
    wanted = kinds or (PartyKind.COUNTRY, PartyKind.ORGANISATION)
    return choices(current()["code"], *wanted)


def told_of(lines: list[Line]) -> list[dict[str, Any]]:
    """A story of many things: each line says what it is about, unless that is the run itself."""
    story = told(lines)
    for line, words_ in zip(lines, story, strict=True):
        if line.entry.thing != CourseOffering.__tablename__:
            words_["what"] = f"{begun(thing_name(line.entry.thing))}: {words_['what']}"
    return story
