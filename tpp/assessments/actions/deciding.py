"""Recording outcomes, by the completion rule or by two people against it."""

from collections import Counter
from dataclasses import dataclass, field

from tpp import clock
from tpp.acting import Acting
from tpp.assessments.models import Outcome
from tpp.assessments.queries import Judged, certified, judged, outcome_of, still_to_come
from tpp.assessments.rules import (
    Status,
    check_all_held,
    check_assessment_open,
    check_not_certified,
    check_override,
    check_second_person,
)
from tpp.attendance.queries import Trainee
from tpp.catalogue.queries import qualification_for
from tpp.db import db, lock, transaction
from tpp.enrolments.actions import move
from tpp.enrolments.models import Enrolment
from tpp.enrolments.queries import in_status
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict
from tpp.history.models import record
from tpp.offerings.models import CourseOffering


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
