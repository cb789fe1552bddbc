"""Recording what trainees showed, and deciding outcomes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.queries import (
    Judged,
    certified,
    competencies,
    judged,
    last_attempts,
    outcome_of,
    still_to_come,
)
from tpp.assessments.rules import (
    Assessed,
    Attempt,
    Status,
    check_all_held,
    check_assessed,
    check_assessment_open,
    check_came,
    check_not_certified,
    check_override,
    check_second_person,
    new_attempts,
    result_of,
)
from tpp.attendance.queries import Trainee
from tpp.catalogue.queries import qualification_for
from tpp.db import db, lock, transaction
from tpp.enrolments.actions import move
from tpp.enrolments.models import Enrolment
from tpp.enrolments.queries import in_status
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering


@transaction()
def assess(
    run: CourseOffering, sheet: Sequence[Assessed], *, by: Acting, seen: int | None = None
) -> int:
    """Write the marks of a sheet as new attempts; says how many. One line in the logbook.

    ``seen`` is the newest result when the sheet was opened: see ``rules.new_attempts``.
    """
    check_assessment_open(run.status)
    places = places_assessed(run, {it.enrolment_id for it in sheet})
    known = {competency.id for competency in competencies(run)}
    for it in sheet:
        check_assessed(it)
        if it.competency_id not in known:
            raise Refused("This run does not assess that competency. Open the sheet again.")
    last = last_attempts(run, places)
    added = new_attempts(sheet, last, seen)
    if added:
        write(run, places, added, last, by=by)
    return len(added)


def places_assessed(run: CourseOffering, ids: set[int]) -> dict[int, Enrolment]:
    """The places on the sheet, held until it is written; all of this run, all of people who came."""
    statement = (
        sa.select(Enrolment)
        .where(Enrolment.offering_id == run.id, Enrolment.id.in_(ids))
        .order_by(Enrolment.id)
        .with_for_update()
    )
    places = {place.id: place for place in db.session.scalars(statement)}
    if len(places) != len(ids):
        raise Refused("Somebody on the sheet has no place in this run. Open the sheet again.")
    for place in places.values():
        check_came(place.status)
    return places


def write(
    run: CourseOffering,
    places: dict[int, Enrolment],
    added: Sequence[Assessed],
    last: dict[tuple[int, int], Attempt],
    *,
    by: Acting,
) -> None:
    now, pass_mark = clock.now(), run.course_version.pass_mark_percent
    lines = []
    for it in added:
        place, before = places[it.enrolment_id], last.get((it.enrolment_id, it.competency_id))
        lines.append(
            {
                "enrolment_id": place.id,
                "party_id": place.party_id,
                "offering_id": run.id,
                "person_id": place.person_id,
                "competency_id": it.competency_id,
                "attempt": before.number + 1 if before else 1,
                "mark_percent": it.mark_percent,
                "result": result_of(it.mark_percent, pass_mark),
                "remark": it.remark,
                "at": now,
                "account_id": by.account_id,
            }
        )
    db.session.execute(sa.insert(AssessmentResult), lines)
    whose = places[added[0].enrolment_id] if len(places) == 1 else run
    record(whose, "assessed", by=by, after={"results": len(lines)})


@dataclass
class Decided:
    """How many outcomes were recorded, of which kind, and who still has none."""

    recorded: Counter[Status] = field(default_factory=Counter)
    undecided: list[Judged] = field(default_factory=list)


@transaction()
def decide(run: CourseOffering, *, by: Acting) -> Decided:
    """Record the outcome that the completion rule gives to everybody of whom enough is recorded.

    What an override decided, and what a certificate rests on, stays as it is.
    """
    lock(run)
    check_assessment_open(run.status)
    check_all_held(still_to_come(run, clock.now()))
    done, kept = Decided(), certified(run)
    for it in judged(run, clock.now()):
        if it.judgement.status is Status.NOT_EVALUATED:
            done.undecided.append(it)
        elif it.trainee.enrolment_id not in kept and is_news(it):
            settle(run, it, by=by)
            done.recorded[it.judgement.status] += 1
    finish(run, by=by)
    return done


def is_news(it: Judged) -> bool:
    """Does the rule say something else than what stands, where the rule decides at all?"""
    stands = it.outcome
    if stands is None:
        return True
    return "override" not in stands.evidence and stands.evidence != it.judgement.evidence()


def settle(run: CourseOffering, it: Judged, *, by: Acting) -> None:
    outcome = it.outcome or blank(it.trainee, run)
    outcome.evidence = it.judgement.evidence()
    give(outcome, run, it.judgement.status, by=by)


def blank(trainee: Trainee, run: CourseOffering) -> Outcome:
    """An outcome before anything is decided."""
    outcome = Outcome(
        enrolment_id=trainee.enrolment_id,
        party_id=trainee.party_id,
        person_id=trainee.person_id,
        offering_id=run.id,
        status=Status.NOT_EVALUATED,
    )
    db.session.add(outcome)
    return outcome


def give(
    outcome: Outcome, run: CourseOffering, status: Status, *, by: Acting, reason: str = ""
) -> None:
    outcome.move(str(status), by=by, reason=reason)
    outcome.qualification = qualification_for(run.course_version, status)
    outcome.decided_at, outcome.decided_by_id = clock.now(), by.account_id


def finish(run: CourseOffering, *, by: Acting) -> None:
    """Whoever is in training when outcomes are recorded has finished it."""
    places = in_status(run, (PlaceStatus.IN_TRAINING,))
    if places:
        move(places, "finished", by=by)


@transaction()
def ask_override(place: Enrolment, outcome: Status, reason: str, *, by: Acting) -> Outcome:
    """Ask that an outcome against the rule stands; nothing changes until somebody else confirms."""
    run = place.offering
    lock(run)
    [it] = [it for it in judged(run, clock.now()) if it.trainee.enrolment_id == place.id]
    stands = it.outcome or blank(it.trainee, run)
    check_override(it.judgement.status, stands.status, outcome, reason)
    check_not_certified(place.id in certified(run))
    stands.override_asked = outcome
    stands.override_asked_by_id = by.account_id
    stands.override_reason = reason.strip()
    db.session.flush()
    asked = {"outcome": outcome, "rule": it.judgement.status}
    record(stands, "override_asked", by=by, reason=reason.strip(), after=asked)
    return stands


@transaction()
def confirm_override(place: Enrolment, outcome: Status, *, by: Acting) -> Outcome:
    """A second person lets the outcome stand that somebody asked for."""
    stands = asked_of(place, outcome)
    check_second_person(stands.override_asked_by_id, by.account_id)
    check_not_certified(place.id in certified(place.offering))
    [it] = [it for it in judged(place.offering, clock.now()) if it.trainee.enrolment_id == place.id]
    stands.evidence = {
        **it.judgement.evidence(),
        "override": {"asked_by": stands.override_asked_by_id, "confirmed_by": by.account_id},
    }
    give(stands, place.offering, outcome, by=by, reason=stands.override_reason)
    clear(stands)
    return stands


@transaction()
def refuse_override(place: Enrolment, outcome: Status, *, by: Acting, reason: str = "") -> Outcome:
    """The outcome stays; whoever asked may also take it back."""
    stands = asked_of(place, outcome)
    record(stands, "override_refused", by=by, reason=reason, before={"outcome": outcome})
    clear(stands)
    return stands


def asked_of(place: Enrolment, outcome: Status) -> Outcome:
    """The outcome with what was asked, as the reader saw it; Conflict where it changed meanwhile."""
    stands = outcome_of(place)
    if stands is not None:
        lock(stands)
    asked = stands.override_asked if stands else None
    if stands is None or asked is not outcome:
        raise Conflict({"outcome": str(asked or "")}, {"outcome": str(outcome)})
    return stands


def clear(outcome: Outcome) -> None:
    outcome.override_asked, outcome.override_asked_by_id, outcome.override_reason = None, None, ""
    outcome.version += 1
