"""Planning a course run: what, when, where, with how many seats."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Required, TypedDict, Unpack

from flask import current_app
from sqlalchemy.exc import IntegrityError

from tpp import clock
from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.queries import machines_of
from tpp.catalogue.rules import PILLAR_CODES, Delivery
from tpp.db import attempt, db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import queries, rules
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party

TRIES_FOR_A_CODE = 8


class Plan(TypedDict, total=False):
    """What is planned of a run; whatever is left out has the usual value."""

    starts_on: Required[date]
    ends_on: Required[date]
    venue: Required[str]
    timezone: Required[str]
    seats: Required[int]
    place: str
    languages: Iterable[str] | None
    """None: those of the course."""
    delivery: Delivery
    women_floor_percent: int | None
    release_on: date | None
    """None: as many days before the first day as rules say."""
    machines: Iterable[str] | None
    """None: every machine type on which the course assesses."""
    hours: int | None
    note: str


@transaction()
def plan_run(
    version: CourseVersion,
    *,
    by: Acting,
    hosts: Sequence[Party] = (),
    supporters: Sequence[Party] = (),
    draft: bool = False,
    is_demonstration: bool = False,
    once: str | None = None,
    **plan: Unpack[Plan],
) -> CourseOffering:
    """Make a run of a course version; planned at once unless it is kept as a draft.

    ``once``: what the form was given when it was opened; sent a second time, it is the same run.
    """
    if known := queries.planned_by(once):
        return known
    facts = completed(version, plan) | {"once": once or None}
    check_facts(facts)
    authors = floor_author(None, facts["women_floor_percent"], by) | release_author(facts, None, by)
    run = with_code(version, facts | authors)
    run.is_demonstration = is_demonstration
    for role, parties in ((PartyRole.HOST, hosts), (PartyRole.SUPPORTER, supporters)):
        db.session.add_all(
            Participation(offering_id=run.id, party_id=it.id, role=role) for it in parties
        )
    after = {"seats": run.seats, "starts_on": run.starts_on, "ends_on": run.ends_on}
    record(run, "drafted", by=by, after=after)
    if not draft:
        run.move("planned", by=by)
    db.session.flush()
    return run


def completed(version: CourseVersion, plan: Plan) -> dict[str, Any]:
    """The plan with the usual value for whatever it leaves out."""
    usual: dict[str, Any] = {"women_floor_percent": None, "hours": None}
    facts = usual | {name: value for name, value in plan.items() if value is not None}
    facts.setdefault("release_on", usual_release(plan["starts_on"]))
    facts["languages"] = list(plan.get("languages") or version.languages)
    machines = plan.get("machines")
    facts["machines"] = list(machines_of(version) if machines is None else machines)
    return facts


def check_facts(facts: dict[str, Any], offered: int = 0) -> None:
    rules.check_dates(facts["starts_on"], facts["ends_on"])
    rules.check_release(facts["release_on"], facts["ends_on"])
    rules.check_zone(facts["timezone"])
    rules.check_seats(facts["seats"], offered)
    rules.check_floor(facts["women_floor_percent"])


def with_code(version: CourseVersion, facts: dict[str, Any]) -> CourseOffering:
    """The new row under the next free code; who comes second at the same moment takes the one after."""
    course, year = version.course, facts["starts_on"].year
    for _ in range(TRIES_FOR_A_CODE):
        number = (
            queries.last_number(rules.code_stem(PILLAR_CODES[course.pillar], course.code, year)) + 1
        )
        code = rules.run_code(PILLAR_CODES[course.pillar], course.code, year, number)
        run = CourseOffering(code=code, course_version_id=version.id, **facts)
        try:
            with attempt():
                db.session.add(run)
        except IntegrityError:
            if queries.planned_by(facts["once"]):
                raise Refused("This run was planned a moment ago: it is in the list.") from None
            continue
        return run
    raise Refused("Many runs are being planned at this moment. Try again.")


def floor_author(before: int | None, percent: int | None, by: Acting) -> dict[str, Any]:
    """A floor is a setting with an author and a date, not United Nations policy."""
    if percent == before:
        return {}
    if percent is None:
        return {"women_floor_set_by": "", "women_floor_set_on": None}
    return {"women_floor_set_by": by.account_name, "women_floor_set_on": clock.now().date()}


def usual_release(starts_on: date) -> date:
    return rules.default_release(starts_on, current_app.config["SEAT_RELEASE_DAYS"])


def release_author(facts: dict[str, Any], before: date | None, by: Acting) -> dict[str, Any]:
    """The day that the register counts by itself has no author; any other one has."""
    if facts["release_on"] == usual_release(facts["starts_on"]):
        return {"release_set_by": "", "release_set_on": None}
    if facts["release_on"] == before:
        return {}
    return {"release_set_by": by.account_name, "release_set_on": clock.now().date()}


@transaction()
def change_run(run: CourseOffering, *, by: Acting, **plan: Unpack[Plan]) -> None:
    """Change what is planned; the logbook keeps what stood before."""
    lock(run)
    rules.check_not_over(run.status)
    facts: dict[str, Any] = {**plan}
    facts["release_on"] = facts["release_on"] or usual_release(facts["starts_on"])
    check_facts(facts, run.seats_offered)
    check_sessions_stay(run, facts)
    facts |= floor_author(run.women_floor_percent, facts["women_floor_percent"], by)
    facts |= release_author(facts, run.release_on, by)
    changed = {name: value for name, value in facts.items() if getattr(run, name) != value}
    if not changed:
        return
    before = {name: getattr(run, name) for name in changed}
    for name, value in changed.items():
        setattr(run, name, value)
    run.version += 1
    record(run, "changed", by=by, before=before, after=changed)


def check_sessions_stay(run: CourseOffering, facts: dict[str, Any]) -> None:
    """Sessions were typed in the run's zone and lie in its days: both stay true."""
    starts = list(db.session.scalars(queries.session_starts(run)))
    if starts and facts["timezone"] != run.timezone:
        words = "Sessions are planned in %(zone)s. Cancel them before you change the zone."
        raise Refused(words, "timezone", zone=run.timezone)
    days = [queries.local_day(at, run.timezone) for at in starts]
    rules.check_sessions_within(days, facts["starts_on"], facts["ends_on"])


@transaction()
def move_run(run: CourseOffering, step: str, *, by: Acting, reason: str = "") -> None:
    """One step along the run's statuses; postponing and cancelling say why."""
    lock(run)
    rules.check_reason(step, reason)
    run.move(step, by=by, reason=reason)
    run.reason = reason if step in rules.NEEDS_REASON else ""
