"""Figures, counted from standings: one row a person and seat."""

from collections import defaultdict
from collections.abc import Iterable
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
from tpp.parties.queries import folded
from tpp.reports.models import Standing
from tpp.reports.rules import By, Counts, Narrowed, Step, counted
from tpp.scope import EVERYTHING, Scope, current, seeing

SUPPORTING = (PartyRole.HOST, PartyRole.SUPPORTER)
SEX = sa.type_coerce(Standing.sex, sa.String)
"""As plain text: thousands of groups are read faster than as members of Sex."""


@dataclass(frozen=True)
class Row:
    """One line of a table of participation."""

    key: str
    """ISO code, pillar or year: what the address of its list names."""
    label: str
    counts: Counts


@dataclass(frozen=True)
class Figures:
    """What was asked for, by country for the map, and all together."""

    rows: list[Row]
    countries: list[Row]
    total: Counts


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


def sight_of(acting: Acting) -> Scope:
    """A supporter sees no person: its counts are made above its own scope, over its own runs only."""
    return EVERYTHING if acting.role is Role.SUPPORTER else current() or EVERYTHING


def runs_narrowed(narrowed: Narrowed) -> Select[Any] | None:
    wanted: list[Any] = []
    if narrowed.pillar:
        wanted.append(Course.pillar == Pillar(narrowed.pillar))
    if narrowed.course:
        wanted.append(Course.code == narrowed.course)
    if narrowed.since:
        wanted.append(CourseOffering.starts_on >= date(narrowed.since, 1, 1))
    if narrowed.until:
        wanted.append(CourseOffering.starts_on < date(narrowed.until + 1, 1, 1))
    if not wanted:
        return None
    return (
        select(CourseOffering.id)
        .join(CourseOffering.course_version)
        .join(CourseVersion.course)
        .where(*wanted)
    )


def parties_narrowed(narrowed: Narrowed) -> Select[Any] | None:
    if not narrowed.country and not narrowed.group:
        return None
    chosen = select(Party.id)
    if narrowed.country:
        chosen = chosen.where(Party.code == narrowed.country)
    if narrowed.group:
        chosen = chosen.where(Party.regional_group == narrowed.group)
    return chosen


def tally(acting: Acting, narrowed: Narrowed, column: Any) -> list[Any]:
    """(value of the column, sex, steps reached, how many): one walk along an index."""
    statement = standings_of(acting, narrowed, column, SEX, Standing.reached, sa.func.count())
    with seeing(sight_of(acting)):
        return list(db.session.execute(statement.group_by(column, Standing.sex, Standing.reached)))


def total(tallied: Iterable[Any]) -> Counts:
    return counted((sex, reached, number) for _, sex, reached, number in tallied)


def by_key(tallied: Iterable[Any]) -> dict[Any, Counts]:
    """The tally, value by value."""
    groups: dict[Any, list[tuple[str, int, int]]] = defaultdict(list)
    for value, sex, reached, number in tallied:
        groups[value].append((sex, reached, number))
    return {value: counted(rows) for value, rows in groups.items()}


def by_country(tallied: list[Any], language: str) -> list[Row]:
    """Rows by nationality, in the order of their names."""
    ids = {value for value, *_ in tallied}
    names = select(Party.id, Party.code, Party.name, Party.names[language].as_string())
    found = db.session.execute(names.where(Party.id.in_(ids)))
    parties = {key: (code, translated or name) for key, code, name, translated in found}
    counts = by_key(tallied)
    rows = [Row(*parties[key], counts[key]) for key in ids]
    return sorted(rows, key=lambda row: folded(row.label))


def by_run_fact(acting: Acting, narrowed: Narrowed, by: By) -> list[Row]:
    """Rows by pillar, or by year of the run's first day; runs are counted first, then put together."""
    run, how_many = Standing.offering_id, sa.func.count().label("how_many")
    counted_runs = (
        standings_of(acting, narrowed, run, SEX.label("sex"), Standing.reached, how_many)
        .group_by(run, Standing.sex, Standing.reached)
        .subquery()
    )
    fact = Course.pillar if by is By.PILLAR else sa.extract("year", CourseOffering.starts_on)
    grouped = (fact, counted_runs.c.sex, counted_runs.c.reached)
    together = (
        select(*grouped, sa.func.sum(counted_runs.c.how_many))
        .join_from(counted_runs, CourseOffering, CourseOffering.id == counted_runs.c.offering_id)
        .join(CourseOffering.course_version)
        .join(CourseVersion.course)
        .group_by(*grouped)
    )
    with seeing(sight_of(acting)):
        counts = by_key((*group, int(number)) for *group, number in db.session.execute(together))
    in_order = [it for it in Pillar if it in counts] if by is By.PILLAR else sorted(counts)
    return [Row(str(key), str(key), counts[key]) for key in in_order]


def participation(acting: Acting, narrowed: Narrowed, by: By, language: str) -> Figures:
    """Women, men and unknown at each step; the rows always add up to the total."""
    countries = tally(acting, narrowed, Standing.nationality_id)
    rows = by_country(countries, language)
    shown = rows if by is By.COUNTRY else by_run_fact(acting, narrowed, by)
    return Figures(shown, rows, total(countries))


def runs_counted(acting: Acting, narrowed: Narrowed, step: Step) -> int:
    """In how many runs the people stand who reached a step."""
    reached = Standing.reached.op("&")(int(step)) != 0
    standings = standings_of(acting, narrowed, sa.literal(1)).where(
        Standing.offering_id == CourseOffering.id, reached
    )
    statement = select(sa.func.count()).select_from(CourseOffering).where(standings.exists())
    with seeing(sight_of(acting)):
        return db.session.scalar(statement) or 0


def nationalities(acting: Acting, language: str) -> list[tuple[str, str]]:
    """Code and name of the countries whose people this office may count."""
    standings = standings_of(acting, Narrowed(), sa.literal(1))
    has_some = standings.where(Standing.nationality_id == Party.id).exists()
    names = select(Party.code, Party.name, Party.names[language].as_string()).where(has_some)
    with seeing(sight_of(acting)):
        found = [(code, said or name) for code, name, said in db.session.execute(names)]
    return sorted(found, key=lambda choice: folded(choice[1]))


def groups() -> list[str]:
    """The regional groups of Member States."""
    named = select(Party.regional_group).where(Party.regional_group != "").distinct()
    return list(db.session.scalars(named.order_by(Party.regional_group)))


def courses() -> list[tuple[str, str]]:
    """Code and title of the courses of which there are runs."""
    held = select(CourseVersion.course_id).join(CourseOffering.course_version)
    found = select(Course.code, Course.title).where(Course.id.in_(held)).order_by(Course.title)
    return list(db.session.execute(found).tuples().all())


def years() -> list[int]:
    """The years from the first run to the last, newest first."""
    first = sa.func.min(CourseOffering.starts_on), sa.func.max(CourseOffering.starts_on)
    earliest, latest = db.session.execute(select(*first)).one()
    return list(range(latest.year, earliest.year - 1, -1)) if earliest else []
