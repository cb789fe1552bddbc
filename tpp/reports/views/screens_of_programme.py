"""First screens of the programme: the office that decides, oversight, and whoever operates it."""

from typing import Any

from flask import url_for

from tpp import clock
from tpp.accounts.models import Account, Office
from tpp.accounts.queries.offices import waiting_appointments
from tpp.catalogue.models import Course
from tpp.db import db
from tpp.duplicates.queries import to_decide as pairs_to_decide
from tpp.history.queries import head
from tpp.jobs.models import Job
from tpp.jobs.queries import visible_to as jobs_of
from tpp.jobs.rules import Status as JobStatus
from tpp.offerings.queries import count_of
from tpp.reports.queries import work
from tpp.reports.queries.figures import Row, participation
from tpp.reports.queries.happened import lately
from tpp.reports.rules import By, Narrowed, Step
from tpp.reports.views.pictures import funnel_of, points_of, timeline_of
from tpp.web.guard import acting
from tpp.web.language import current

UNDONE = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.FAILED)


def waiting() -> dict[str, Any]:
    """The work that waits, list by list."""
    return {
        "to_decide": work.to_decide(),
        "calls": work.calls_closing(clock.now()),
        "seats": work.seats_unfilled(),
        "approvals": work.to_approve(acting.account_id),
        "certificates": work.to_recommend(),
        "names": work.names_to_correct(),
        "overrides": work.overrides_waiting(),
    }


def coordinator() -> dict[str, Any]:
    today = clock.now().date()
    return {
        **waiting(),
        "pairs": pairs_to_decide(),
        "grants": work.grants_waiting(acting.account_id),
        "asked_of_certificates": work.asked_of_certificates(acting.account_id),
        "arriving": work.arriving(today),
        "jobs": jobs(),
        "today": today,
        "timeline": timeline_of(acting, today),
        "lately": lately(5),
        **whole_programme(),
    }


def auditor() -> dict[str, Any]:
    number, seal = head()
    return {"lately": lately(12), "lines": number, "seal": seal, **whole_programme()}


def administrator() -> dict[str, Any]:
    """Offices and long work; nothing of anybody who is trained."""
    return {
        "offices": counted(Office, Office.closed_at.is_(None)),
        "accounts": counted(Account, Account.disabled_at.is_(None)),
        "disabled": counted(Account, Account.disabled_at.is_not(None)),
        "courses": counted(Course),
        "appointments": db.session.scalars(waiting_appointments()).all(),
        "jobs": jobs(),
        "lines": head()[0],
    }


def counted(model: Any, *wanted: Any) -> int:
    return count_of(db.select(model).where(*wanted))


def jobs() -> list[Job]:
    """Long work of this office that goes on or failed, the last asked for first."""
    found = jobs_of(acting).where(Job.status.in_(UNDONE)).order_by(Job.id.desc()).limit(10)
    return list(db.session.scalars(found))


def whole_programme() -> dict[str, Any]:
    """The figures of everybody, as map and funnel."""
    found = participation(acting, Narrowed(), By.COUNTRY, current()["code"])
    return {
        "points": points_of(found.countries, Step.ARRIVED, to_country),
        "funnel": list(funnel_of(found.total, to_people)),
        "countries": len(found.countries),
    }


def to_country(row: Row) -> str:
    return url_for("reports.participation", country=row.key, by=By.YEAR)


def to_people(step: str) -> str:
    return url_for("reports.people", step=step)
