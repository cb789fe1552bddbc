"""What a decision would do, before it is taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from tpp.db import db
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.nominations.rules import FLOW, HAS_SEAT, NEEDS_REASON, TO_DECIDE, Share, goes_below
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.seats.queries import allocations


def with_seats(run: CourseOffering) -> Share:
    """Women, men and unknown among those who hold or fill a seat of the run."""
    found = (
        select(Person.sex, func.count())
        .join(Nomination, Nomination.person_id == Person.id)
        .where(Nomination.offering_id == run.id, Nomination.status.in_(HAS_SEAT))
        .group_by(Person.sex)
    )
    return share_of(dict(db.session.execute(found).all()))


def share_of(counted: dict[Sex, int]) -> Share:
    names = (Sex.WOMAN, Sex.MAN, Sex.UNKNOWN)
    return Share(*(counted.get(sex, 0) for sex in names))


def sexes(nominations: Sequence[Nomination]) -> Share:
    """How many women, men and unknown are among these nominees."""
    ids = [nomination.person_id for nomination in nominations]
    found = select(Person.sex, func.count()).where(Person.id.in_(ids)).group_by(Person.sex)
    return share_of(dict(db.session.execute(found).all()))


@dataclass(frozen=True)
class Preview:
    """A step for some nominees: who takes it, who stays as they are and why, and the counts around it."""

    step: str
    able: list[Nomination]
    unable: list[tuple[Nomination, Refused]]
    before: Share
    after: Share
    seats: int
    below_floor: bool

    @property
    def needs_reason(self) -> bool:
        return self.below_floor or self.step in NEEDS_REASON


NO_SEAT = "No seat of this country is free."


def preview(run: CourseOffering, chosen: Sequence[Nomination], step: str) -> Preview:
    free = free_seats(run)
    able: list[Nomination] = []
    unable: list[tuple[Nomination, Refused]] = []
    for nomination in chosen:
        try:
            FLOW.after(step, nomination.status)
            if step == "selected":
                take_one(free, nomination.allocation_id)
        except Refused as refusal:
            unable.append((nomination, refusal))
        else:
            able.append(nomination)
    return counted(run, step, able, unable)


def free_seats(run: CourseOffering) -> Counter[int]:
    return Counter({it.id: it.picture.free for it in allocations(run)})


def take_one(free: Counter[int], allocation_id: int) -> None:
    if free[allocation_id] < 1:
        raise Refused(NO_SEAT)
    free[allocation_id] -= 1


def counted(
    run: CourseOffering,
    step: str,
    able: list[Nomination],
    unable: list[tuple[Nomination, Refused]],
) -> Preview:
    before = with_seats(run)
    added = sexes(able) if step == "selected" else Share()
    below = goes_below(run.women_floor_percent, before, added)
    return Preview(step, able, unable, before, before + added, run.seats_offered, below)


def within_seats(run: CourseOffering) -> list[int]:
    """Those who wait for a decision, as many a country as it has free seats, in their offices' order."""
    free = free_seats(run)
    waiting = (
        select(Nomination.id, Nomination.allocation_id)
        .where(Nomination.offering_id == run.id, Nomination.status.in_(TO_DECIDE))
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    ids = []
    for nomination_id, allocation_id in db.session.execute(waiting):
        if free[allocation_id] > 0:
            free[allocation_id] -= 1
            ids.append(nomination_id)
    return ids
