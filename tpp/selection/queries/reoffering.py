"""What a proposal to re-offer seats rests on."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries import checks_of
from tpp.nominations.rules import Status
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import Status as RunStatus
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.seats.models import SeatAllocation
from tpp.seats.queries import allocations
from tpp.seats.rules import Status as SeatStatus
from tpp.selection.models import ReofferingOrder
from tpp.selection.rules import barring
from tpp.selection.rules.reoffering import (
    Criterion,
    Line,
    Office,
    Order,
    picture_of,
    propose,
)

PAST = (RunStatus.DELIVERED, RunStatus.CLOSED)


@dataclass(frozen=True)
class Proposal:
    """Lines for the seats that are offered to nobody, and what they rest on."""

    lines: list[Line]
    offices: dict[int, Office]
    allocations: dict[int, SeatAllocation]
    """Both by Party."""
    order: Order
    pool: int
    picture: str
    """Another word as soon as anything above changes."""

    @property
    def left(self) -> int:
        """Seats that stay in the pool, because nobody waits for them."""
        return self.pool - sum(it.seats for it in self.lines)


def order_now() -> Order:
    """The order that stands: the newest that was set, else the default of the register."""
    newest = db.session.scalar(select(ReofferingOrder).order_by(ReofferingOrder.id.desc()).limit(1))
    if newest is None:
        return Order()
    return Order(tuple(Criterion(it) for it in newest.criteria), newest.set_by, newest.set_on)


def orders_set() -> list[ReofferingOrder]:
    """Every order that was set, the newest first."""
    return list(db.session.scalars(select(ReofferingOrder).order_by(ReofferingOrder.id.desc())))


def proposal(run: CourseOffering) -> Proposal:
    """To whom the seats of the pool would go by the rules; nothing is given away by it.

    To nobody where the run does not take place.
    """
    rows, order = allocations(run), order_now()
    offices = offices_of(run, rows)
    pool = run.seats - run.seats_offered
    counted = [(it.id, it.version, it.status.value, it.picture) for it in rows]
    return Proposal(
        lines=propose(pool, offices, order) if run.is_live else [],
        offices={it.party_id: it for it in offices},
        allocations={it.party_id: it for it in rows},
        order=order,
        pool=pool,
        picture=picture_of(pool, sorted(counted, key=lambda it: it[0]), order, offices),
    )


def offices_of(run: CourseOffering, rows: list[SeatAllocation]) -> list[Office]:
    """What the rules know of each office; one that declined its seats waits for none."""
    waiting, past, before = waiting_of(run), past_use(run), sent_before(run)
    offices = []
    for it in sorted(rows, key=lambda row: row.id):
        number = it.party_id
        reserve = [] if it.status is SeatStatus.DECLINED else waiting[number]
        kept, filled = past.get(number, (0, 0))
        women_before, known_before = counted_women(before[number])
        women, known = counted_women({sex: reserve.count(sex) for sex in Sex})
        offices.append(
            Office(
                party_id=number,
                code=it.party.code,
                region=it.party.regional_group,
                offered=it.offered,
                free=it.picture.free,
                reserve=len(reserve),
                women=women,
                known=known,
                women_before=women_before,
                known_before=known_before,
                kept=kept,
                filled=filled,
            )
        )
    return offices


def counted_women(numbers: dict[Sex, int]) -> tuple[int, int]:
    women = numbers.get(Sex.WOMAN, 0)
    return women, women + numbers.get(Sex.MAN, 0)


def waiting_of(run: CourseOffering) -> dict[int, list[Sex]]:
    """By Party: of everybody on its reserve whom no required rule bars, whether a woman."""
    found = (
        select(Nomination)
        .join(Person, Person.id == Nomination.person_id)
        .options(contains_eager(Nomination.person))
        .where(Nomination.offering_id == run.id, Nomination.status == Status.RESERVE)
        .order_by(Nomination.id)
    )
    nominees = list(db.session.scalars(found))
    checks = checks_of(nominees) if nominees else {}
    by_party: dict[int, list[Sex]] = defaultdict(list)
    for it in nominees:
        if not barring(checks[it.id]):
            by_party[it.party_id].append(it.person.sex)
    return by_party


def past_use(run: CourseOffering) -> dict[int, tuple[int, int]]:
    """By Party: seats that it kept in past runs, and how many of them were filled."""
    found = (
        select(
            SeatAllocation.party_id,
            func.sum(SeatAllocation.offered),
            func.sum(SeatAllocation.filled),
        )
        .join(CourseOffering, CourseOffering.id == SeatAllocation.offering_id)
        .where(CourseOffering.status.in_(PAST), CourseOffering.id != run.id)
        .group_by(SeatAllocation.party_id)
    )
    return {number: (kept, filled) for number, kept, filled in db.session.execute(found)}


def sent_before(run: CourseOffering) -> dict[int, dict[Sex, int]]:
    """By Party: those who had a place in past runs."""
    found = (
        select(Nomination.party_id, Person.sex, func.count())
        .join(Person, Person.id == Nomination.person_id)
        .join(CourseOffering, CourseOffering.id == Nomination.offering_id)
        .where(CourseOffering.status.in_(PAST), CourseOffering.id != run.id)
        .where(Nomination.status == Status.ACCEPTED)
        .group_by(Nomination.party_id, Person.sex)
    )
    by_party: dict[int, dict[Sex, int]] = defaultdict(dict)
    for number, sex, people in db.session.execute(found):
        by_party[number][sex] = people
    return by_party
