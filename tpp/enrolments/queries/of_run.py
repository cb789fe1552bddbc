"""What is counted of runs: seats by country, women among those who fill them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, select

from tpp.acting import Acting, Role
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import SEATED
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Share
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import COUNTS, FIGURES, PARTS
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, seeing
from tpp.seats.queries import allocations

WOMEN = func.sum(sa.case((Person.sex == Sex.WOMAN, 1), else_=0))
UNKNOWN = func.sum(sa.case((Person.sex == Sex.UNKNOWN, 1), else_=0))


def holds_a_seat() -> ColumnElement[bool]:
    return Enrolment.status.in_(SEATED)


def people_by_party(run: CourseOffering) -> dict[int, tuple[int, int, int]]:
    """People, women and unknown among the filled seats of each Party of a run."""
    found = (
        select(Enrolment.party_id, func.count(), WOMEN, UNKNOWN)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == run.id, holds_a_seat())
        .group_by(Enrolment.party_id)
    )
    return {
        party: (people, women, unknown)
        for party, people, women, unknown in db.session.execute(found)
    }


def people_of_runs(acting: Acting, run_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Women and unknown among the filled seats of each run: of one's own country for an office."""
    if acting.role is Role.FOCAL_POINT:
        return people_counts(run_ids)
    with seeing(EVERYTHING):  # counts of whole runs, no person leaves this function
        return people_counts(run_ids)


def people_counts(run_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found = (
        select(Enrolment.offering_id, func.count(), WOMEN, UNKNOWN)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id.in_(run_ids), holds_a_seat())
        .group_by(Enrolment.offering_id)
    )
    return {
        run_id: {"people": people, "women": women, "unknown": unknown}
        for run_id, people, women, unknown in db.session.execute(found)
    }


FIGURES.append(people_of_runs)

COUNTS["participants"] = lambda run_id: (
    select(func.count(Enrolment.id)).where(Enrolment.offering_id == run_id).scalar_subquery()
)


@dataclass(frozen=True)
class Country:
    """The seats of one Party in a run, and who fills them; what was released is not offered any more."""

    party: Party
    offered: int
    held: int = 0
    filled: int = 0
    free: int = 0
    released: int = 0
    women: int = 0
    unknown: int = 0
    reserve: int = 0


def seats_by_country(run: CourseOffering) -> list[Country]:
    """One line a sending Party, by its name; an office sees its own line only."""
    people, reserve = people_by_party(run), reserve_by_party(run)
    lines = []
    for allocation in allocations(run):
        _people, women, unknown = people.get(allocation.party_id, (0, 0, 0))
        picture = allocation.picture
        lines.append(
            Country(
                party=allocation.party,
                offered=picture.offered,
                held=picture.held,
                filled=picture.filled,
                free=picture.free,
                released=picture.released,
                women=women,
                unknown=unknown,
                reserve=reserve.get(allocation.party_id, 0),
            )
        )
    return lines


def reserve_by_party(run: CourseOffering) -> dict[int, int]:
    counted = (
        select(Nomination.party_id, func.count())
        .where(Nomination.offering_id == run.id, Nomination.status == NominationStatus.RESERVE)
        .group_by(Nomination.party_id)
    )
    return dict(db.session.execute(counted).all())


def share_of_run(run: CourseOffering) -> Share:
    """Women, men and unknown who fill seats of the run, as far as they are seen."""
    found = people_counts([run.id]).get(run.id)
    if not found:
        return Share()
    women, unknown = found["women"], found["unknown"]
    return Share(women, found["people"] - women - unknown, unknown)


def totals(lines: Iterable[Country]) -> dict[str, int]:
    """The last line of the table of countries."""
    names = ("offered", "filled", "women", "held", "free", "reserve", "released")
    rows = list(lines)
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def by_group(lines: Iterable[Country]) -> list[dict[str, Any]]:
    """Seats offered and filled by regional group, for the box of those who send."""
    groups: dict[str, list[Country]] = {}
    for line in lines:
        groups.setdefault(line.party.regional_group or line.party.name, []).append(line)
    return [
        {
            "label": name,
            "planned": sum(line.offered for line in some),
            "to_date": sum(line.filled for line in some),
        }
        for name, some in sorted(groups.items())
    ]


def part_of_run(acting: Acting, run: CourseOffering) -> dict[str, Any]:
    """What the page of a run shows of seats and of those who fill them."""
    match acting.role:
        case Role.COORDINATOR | Role.AUDITOR | Role.FOCAL_POINT:
            return part_by_country(run, seats_by_country(run))
        case Role.SUPPORTER:
            with seeing(EVERYTHING):  # counts of the whole run, no country and no person is told
                lines, share = seats_by_country(run), share_of_run(run)
            every = part_by_country(run, lines) | {"share": share}
            return every | {"countries": [], "totals": {}}
        case Role.TRAINER:
            return {"share": share_of_run(run)}
    return {}


def part_by_country(run: CourseOffering, lines: list[Country]) -> dict[str, Any]:
    women, unknown = sum(it.women for it in lines), sum(it.unknown for it in lines)
    filled = sum(it.filled for it in lines)
    return {
        "countries": lines,
        "totals": totals(lines),
        "groups": by_group(lines),
        "share": Share(women, filled - women - unknown, unknown),
        "taken": filled + sum(it.held for it in lines),
        "seats_in_use": filled,
    }


PARTS.append(part_of_run)
