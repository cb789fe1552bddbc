"""First screens of those who teach and those who learn."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tpp import clock
from tpp.attendance.rules import OPENS_BEFORE
from tpp.certificates.queries.naming import names_asked
from tpp.certificates.rules import state_of
from tpp.certificates.rules.naming import seen
from tpp.db import db
from tpp.offerings.models import Session
from tpp.people.models import Person
from tpp.people.queries import native_name_of
from tpp.reports.queries import teaching
from tpp.reports.queries.training import certificates_of, training_of
from tpp.reports.queries.work import arriving, to_recommend
from tpp.web.guard import acting


def trainer() -> dict[str, Any]:
    now, runs = clock.now(), teaching.own_runs(acting)
    by_id = {run.id: run for run in runs}
    sessions = teaching.sessions_from(runs, now)
    zone = by_id[sessions[0].offering_id].timezone if sessions else "UTC"
    today = [it for it in sessions if is_today(it, by_id[it.offering_id].timezone)]
    return {
        "runs": by_id,
        "today": today,
        "next": [it for it in sessions if it not in today and it.starts_at > now],
        "current": next((it for it in today if it.ends_at > now), None),
        "date": clock.today(zone),
        "arriving": arriving(clock.today(zone)),
        "sheets_missing": teaching.sheets_missing(runs, now),
        "marks": teaching.marks_given(sessions),
        "expected": teaching.expected_in(runs),
        "to_assess": teaching.still_to_assess(runs),
        "to_recommend": to_recommend(),
        "opens_before": OPENS_BEFORE,
        "clock_at": clock_at,
    }


def is_today(session: Session, timezone: str) -> bool:
    return day_of(session.starts_at, timezone) == clock.today(timezone)


def day_of(at: datetime, timezone: str) -> date:
    return at.astimezone(ZoneInfo(timezone)).date()


def clock_at(at: datetime, timezone: str) -> str:
    """08:00, as the clock on the wall of the run shows it."""
    return at.astimezone(ZoneInfo(timezone)).strftime("%H:%M")


def trainee() -> dict[str, Any]:
    """Everything about oneself: what to answer, one's runs, one's certificates."""
    person = db.session.get(Person, acting.person_id) if acting.person_id else None
    if person is None:
        return {"person": None, "lines": (), "offers": (), "certificates": {}, "names": ()}
    lines, now = training_of(acting, acting.person_ids), clock.now()
    is_open = (
        it
        for it in lines
        if it.nomination == "selected" and it.offer_until and it.offer_until > now
    )
    return {
        "person": person,
        "native": native_name_of(person),
        "lines": lines,
        "offers": list(is_open),
        "names": names_asked(acting.person_ids),
        "name_seen": seen,
        "certificates": certificates_of(acting.person_ids),
        "state_of": lambda it, zone: state_of(it.status, it.expires_on, clock.today(zone)),
    }
