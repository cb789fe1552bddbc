"""Figures, counted from standings: one row a person and seat."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, select

from tpp.acting import Acting, Role
from tpp.catalogue.models import Course, CourseVersion
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import runs_of_party
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.reports.models import Standing
from tpp.reports.rules import By, Counts, Narrowed, Step, counted
from tpp.scope import EVERYTHING, current, seeing

SUPPORTING = (PartyRole.HOST, PartyRole.SUPPORTER)


@dataclass(frozen=True)
class Row:
    """One line of a table of participation."""

    key: str
    """ISO code, pillar or year: what the address of its list names."""
    label: Any
    counts: Counts


def standings_of(acting: Acting, narrowed: Narrowed, *columns: Any) -> Select[Any]:
    """The standings that this office may count, narrowed by the filters."""
    chosen = select(*columns)
    if acting.role is Role.SUPPORTER:
        chosen = chosen.where(Standing.offering_id.in_(runs_of_party(acting.party_id, SUPPORTING)))
    runs = runs_narrowed(narrowed)
    if runs is not None:
        chosen = chosen.where(Standing.offering_id.in_(runs))
    parties = parties_narrowed(narrowed)
    return chosen if parties is None else chosen.where(Standing.nationality_id.in_(parties))


def rows_of(acting: Acting, statement: Select[Any]) -> list[Any]:
    """Counts only. A supporter sees no person, so its counts are made above its own scope."""
    with seeing(EVERYTHING if acting.role is Role.SUPPORTER else current() or EVERYTHING):
        return list(db.session.execute(statement))


def runs_narrowed(narrowed: Narrowed) -> Select[Any] | None:
    wanted: list[Any] = []
    if narrowed.pillar:
        wanted.append(Course.pillar == Pillar(narrowed.pillar))
    if narrowed.course:
        wanted.append(Course.code == narrowed.course)
    if narrowed.since:
        wanted.append(CourseOffering.starts_on >= first_day(narrowed.since))
    if narrowed.until:
        wanted.append(CourseOffering.starts_on < first_day(narrowed.until + 1))
    if not wanted:
        return None
    return (
        select(CourseOffering.id)
        .join(CourseOffering.course_version)
        .join(CourseVersion.course)
        .where(*wanted)
    )


def first_day(year: int) -> date:
    return date(year, 1, 1)


def parties_narrowed(narrowed: Narrowed) -> Select[Any] | None:
    if narrowed.country:
        return select(Party.id).where(Party.code == narrowed.country)
    if narrowed.group:
        return select(Party.id).where(Party.regional_group == narrowed.group)
    return None


def tally(acting: Acting, narrowed: Narrowed, column: Any) -> list[Any]:
    """(value of the column, sex, steps reached, how many): one walk along an index."""
    grouped = (column, Standing.sex, Standing.reached)
    statement = standings_of(acting, narrowed, *grouped, sa.func.count()).group_by(*grouped)
    return rows_of(acting, statement)


def total(tallied: Iterable[Any]) -> Counts:
    return counted([(sex, reached, number) for _, sex, reached, number in tallied])


def by_key(tallied: Iterable[Any], key_of: Mapping[int, Hashable]) -> dict[Any, Counts]:
    """The tally with its column translated, and what falls together added up."""
    groups: dict[Any, list[tuple[str, int, int]]] = defaultdict(list)
    for value, sex, reached, number in tallied:
        groups[key_of[value]].append((sex, reached, number))
    return {key: counted(rows) for key, rows in groups.items()}


def by_country(tallied: list[Any], language: str) -> list[Row]:
    """Rows by nationality, in the order of their names."""
    ids = {value for value, *_ in tallied}
    parties = {
        party.id: party for party in db.session.scalars(select(Party).where(Party.id.in_(ids)))
    }
    counts = by_key(tallied, {key: key for key in ids})
    rows = [
        Row(parties[key].code, parties[key].name_in(language), found)
        for key, found in counts.items()
    ]
    return sorted(rows, key=lambda row: row.label)


def by_run_fact(tallied: list[Any], by: By) -> list[Row]:
    """Rows by pillar or by year of the run's first day."""
    facts = (
        select(CourseOffering.id, Course.pillar, CourseOffering.starts_on)
        .join(CourseOffering.course_version)
        .join(CourseVersion.course)
    )
    key_of = {
        key: str(pillar) if by is By.PILLAR else str(starts_on.year)
        for key, pillar, starts_on in db.session.execute(facts)
    }
    counts = by_key(tallied, key_of)
    return [Row(key, key, counts[key]) for key in sorted(counts)]


def participation(
    acting: Acting, narrowed: Narrowed, by: By, language: str
) -> tuple[list[Row], list[Row], Counts]:
    """Rows by what was asked for, rows by country for the map, and all together."""
    countries = tally(acting, narrowed, Standing.nationality_id)
    rows = by_country(countries, language)
    if by is By.COUNTRY:
        return rows, rows, total(countries)
    runs = tally(acting, narrowed, Standing.offering_id)
    return by_run_fact(runs, by), rows, total(runs)


def people_behind(acting: Acting, narrowed: Narrowed, step: Step, sex: str | None) -> Select[Any]:
    """The list behind a figure: (person, run), one row a person and seat, for who may see people."""
    chosen = (
        standings_of(acting, narrowed, Person, CourseOffering)
        .select_from(Standing)
        .join(Person, Person.id == Standing.person_id)
        .join(CourseOffering, CourseOffering.id == Standing.offering_id)
        .where(Standing.reached.op("&")(int(step)) != 0)
        .order_by(Person.name, CourseOffering.starts_on.desc(), Standing.nomination_id)
    )
    return chosen.where(Standing.sex == sex) if sex else chosen


def years() -> list[int]:
    """Years in which a run begins, newest first."""
    first = sa.func.min(CourseOffering.starts_on), sa.func.max(CourseOffering.starts_on)
    earliest, latest = db.session.execute(select(*first)).one()
    return list(range(latest.year, earliest.year - 1, -1)) if earliest else []
