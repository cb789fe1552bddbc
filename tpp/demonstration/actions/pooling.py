"""The best graduates of a training of trainers go into the trainers' pool, one step after the other."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from tpp.assessments.models import Outcome
from tpp.catalogue.rules import CourseKind
from tpp.db import db
from tpp.demonstration.actions.told import Nominee, Told
from tpp.demonstration.rules.fates import Fate
from tpp.pool import actions as pool
from tpp.pool.queries import one_proposal

STEPS = (
    ("recommended", "The course leader recommends: clear, patient, sure on the machine."),
    ("taken_in", "The office of the country agrees."),
    ("made_assistant", "Assisted well in a first course."),
    ("made_trainer", "Taught alone under the eyes of the course leader."),
    ("made_course_leader", "Led the second half of a course."),
)
BEST = 2


def pooling(it: Told) -> Iterator[datetime]:
    """Two of each run are entered; the others stay proposed. The older the run, the further they are."""
    if it.run.course_version.course.kind is not CourseKind.TRAINING_OF_TRAINERS:
        return
    yield it.plan.after(20, "11:00")
    for number, nominee in enumerate(it.with_place(Fate.COMPLETES)[:BEST]):
        lead_on(it, nominee, steps=1 + (it.plan.starts_on.year + number) % len(STEPS))


def lead_on(it: Told, nominee: Nominee, steps: int) -> None:
    outcome = db.session.scalar(select(Outcome).where(Outcome.enrolment_id == nominee.place_id))
    if outcome is None or one_proposal(it.coordinator, outcome.id) is None:
        return
    member = pool.enter(outcome, by=it.coordinator, reason="Among the best of the course.")
    for step, reason in STEPS[:steps]:
        pool.step(member, step, by=it.coordinator, reason=reason)
