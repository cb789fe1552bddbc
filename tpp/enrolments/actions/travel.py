"""What has to be done before somebody travels: the steps of a run, and each person's ticks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, transaction
from tpp.enrolments import queries as places
from tpp.enrolments.models import Enrolment, TravelMark, TravelPlan
from tpp.enrolments.queries import travel as queries
from tpp.enrolments.rules import WRITTEN_TO, travel
from tpp.enrolments.rules.travel import DEFAULT, State, Step, TickedBy
from tpp.errors import Conflict, Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_not_over


@transaction()
def tick(
    place: Enrolment,
    key: str,
    state: State,
    *,
    by: Acting,
    arrives_at: datetime | None = None,
    flight: str = "",
    seen: int | None = None,
) -> TravelMark:
    """Say how far somebody is with one step. ``seen``: the version of the mark on the open page."""
    [place] = places.locked([place])
    run = place.offering
    check_not_over(run.status)
    if place.status not in WRITTEN_TO:
        raise Refused("This place is not taken any more, so there is nothing to prepare.", "step")
    step = travel.step_of(queries.steps_of(run.id), key)
    travel.check_may_tick(step, by.role)
    travel.check_flight(step, state, arrives_at, flight, run.starts_on, run.ends_on)
    mark = queries.mark_of(place.id, key)
    check_seen(mark, seen, state)
    if not step.has_flight or state is not State.DONE:
        arrives_at, flight = None, ""
    return marked(place, mark, step, state, arrives_at, flight, by=by)


def check_seen(mark: TravelMark | None, seen: int | None, state: State) -> None:
    if seen is not None and seen != (mark.version if mark else 0):
        theirs = mark.state if mark else State.OPEN
        raise Conflict({"status": str(theirs)}, {"status": str(state)})


def marked(
    place: Enrolment,
    mark: TravelMark | None,
    step: Step,
    state: State,
    arrives_at: datetime | None,
    flight: str,
    *,
    by: Acting,
) -> TravelMark:
    before = mark.state if mark else State.OPEN
    if mark and (mark.state, mark.arrives_at, mark.flight) == (state, arrives_at, flight):
        return mark
    if mark is None:
        mark = TravelMark(
            enrolment_id=place.id,
            party_id=place.party_id,
            offering_id=place.offering_id,
            person_id=place.person_id,
            step=step.key,
            version=0,
        )
        db.session.add(mark)
    mark.state, mark.arrives_at, mark.flight = state, arrives_at, flight
    mark.at, mark.account_id, mark.office_id = clock.now(), by.account_id, by.office_id
    mark.version += 1
    db.session.flush()
    record(
        place,
        "step_ticked",
        by=by,
        before={"state": before},
        after={"state": state, "step": step.key},
    )
    return mark


@transaction()
def plan(
    run: CourseOffering,
    kept: Iterable[str],
    *,
    by: Acting,
    ticked_by: dict[str, TickedBy] | None = None,
    title: str = "",
    title_by: TickedBy = TickedBy.TRAINEE,
) -> TravelPlan:
    """Keep these of the steps that there are, and add one of the run's own where a title is given.

    What was ticked of a step that is left out stays in the records and comes back with it.
    """
    places_of_run = queries.steps_of(run.id)
    check_not_over(run.status)
    wanted, who = set(kept), ticked_by or {}
    there = {step.key: step for step in (*DEFAULT, *places_of_run)}
    steps = [
        Step(it.key, who.get(it.key, it.by), it.title) for it in there.values() if it.key in wanted
    ]
    if title:
        key = travel.own_key({*there, *queries.keys_used(run.id)})
        steps.append(Step(key, title_by, title))
    travel.check_steps(steps)
    return set_steps(run, steps, by=by)


def set_steps(run: CourseOffering, steps: Sequence[Step], *, by: Acting) -> TravelPlan:
    row = queries.plan_of(run.id)
    if row is None:
        row = TravelPlan(offering_id=run.id, version=0)
        db.session.add(row)
    row.steps = travel.as_kept(steps)
    row.set_by, row.set_on = by.account_name, clock.today(run.timezone)
    row.version += 1
    db.session.flush()
    told = {"steps": [step.key for step in steps], "ticked_by": [step.by for step in steps]}
    record(run, "travel_steps_set", by=by, after=told)
    return row
