"""Figures, counted from standings: one row a person and seat."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Select, Subquery, select

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
from tpp.reports.rules import ALL_STEPS, By, Counts, Narrowed, Step, added, counted, numbers_at
from tpp.scope import EVERYTHING, NOTHING, Scope, current, seeing

SUPPORTING = (PartyRole.HOST, PartyRole.SUPPORTER)
AT_EACH_STEP = [
    sa.func.sum(sa.literal_column(f"((reached >> {place}) & 1) * number", sa.Integer))
    for place in range(len(ALL_STEPS))
]
"""How many of a tally reached each step."""

SEX = sa.type_coerce(Standing.sex, sa.String)
"""As plain text: hundreds of groups are read faster than as members of Sex."""


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


def standings_of(
    acting: Acting, narrowed: Narrowed, *columns: Any, run: Any = Standing.offering_id
) -> Select[Any]:
    """The standings that this office may count, narrowed by the filters."""
    chosen = select(*columns)
    if counts_only(acting):
        chosen = chosen.where(run.in_(runs_of_party(acting.party_id, SUPPORTING)))
    runs = runs_narrowed(narrowed)
    if runs is not None:
        chosen = chosen.where(run.in_(runs))
    parties = parties_narrowed(narrowed)
    return chosen if parties is None else chosen.where(Standing.nationality_id.in_(parties))


def counts_only(acting: Acting) -> bool:
    """A supporter reads no person: it is told the numbers of the runs that it hosts or supports."""
    match acting.role:
        case Role.SUPPORTER:
            return True
    return False


def sight_of(acting: Acting) -> Scope:
    """Counts for a supporter are made above its own scope, over its own runs."""
    return EVERYTHING if counts_only(acting) else current() or NOTHING


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


def tally(acting: Acting, narrowed: Narrowed, column: Any) -> Subquery:
    """(value of the column, sex, steps reached, how many): one walk along an index."""
    columns = (column.label("value"), SEX.label("sex"), Standing.reached.label("reached"))
    # Looking up each run would leave thousands of rows to sort: with "+ 0" SQLite walks on.
    run = column if column is Standing.offering_id else Standing.offering_id + 0
    number = sa.func.count().label("number")
    counted_rows = standings_of(acting, narrowed, *columns, number, run=run)
    return counted_rows.group_by(column, Standing.sex, Standing.reached).subquery()


def by_country(acting: Acting, narrowed: Narrowed, language: str) -> list[Row]:
    """Rows by nationality, in the order of their names."""
    tallied = tally(acting, narrowed, Standing.nationality_id)
    named = (Party.code, Party.name, Party.names[language].as_string())
    statement = (
        select(*named, tallied.c.sex, *AT_EACH_STEP)
        .join_from(tallied, Party, Party.id == tallied.c.value)
        .group_by(Party.id, tallied.c.sex)
    )
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    with seeing(sight_of(acting)):
        for code, name, translated, sex, *reached in db.session.execute(statement):
            groups[code, translated or name].append((sex, map(int, reached)))
    rows = [Row(code, name, counted(found)) for (code, name), found in groups.items()]
    return sorted(rows, key=lambda row: folded(row.label))


def by_run_fact(acting: Acting, narrowed: Narrowed, by: By) -> list[Row]:
    """Rows by pillar, or by year of the run's first day; runs are counted first, then put together."""
    tallied = tally(acting, narrowed, Standing.offering_id)
    fact = Course.pillar if by is By.PILLAR else sa.extract("year", CourseOffering.starts_on)
    grouped = (fact, tallied.c.sex, tallied.c.reached)
    statement = (
        select(*grouped, sa.func.sum(tallied.c.number))
        .join_from(tallied, CourseOffering, CourseOffering.id == tallied.c.value)
        .join(CourseOffering.course_version)
        .join(CourseVersion.course)
        .group_by(*grouped)
    )
    groups: dict[Any, list[Any]] = defaultdict(list)
    with seeing(sight_of(acting)):
        for value, sex, reached, number in db.session.execute(statement):
            groups[value].append((sex, numbers_at(reached, int(number))))
    in_order = [it for it in Pillar if it in groups] if by is By.PILLAR else sorted(groups)
    return [Row(str(key), str(key), counted(groups[key])) for key in in_order]


def participation(acting: Acting, narrowed: Narrowed, by: By, language: str) -> Figures:
    """Women, men and unknown at each step; the rows always add up to the total."""
    countries = by_country(acting, narrowed, language)
    rows = countries if by is By.COUNTRY else by_run_fact(acting, narrowed, by)
    return Figures(rows, countries, added(row.counts for row in rows))


def runs_counted(acting: Acting, narrowed: Narrowed, step: Step) -> int:
    """In how many runs the people stand who reached a step."""
    has_reached = Standing.reached.op("&")(int(step)) != 0
    if narrowed.country or narrowed.group:  # few people: look at each
        number = sa.func.count(Standing.offering_id.distinct())
        statement = standings_of(acting, narrowed, number).where(has_reached)
    else:
        somebody = standings_of(acting, narrowed, sa.literal(1))
        of_run = somebody.where(Standing.offering_id == CourseOffering.id, has_reached)
        statement = select(sa.func.count(CourseOffering.id)).where(of_run.exists())
    with seeing(sight_of(acting)):
        return db.session.scalar(statement) or 0


class Nationality(NamedTuple):
    """A country whose people this office may count, and its regional group."""

    code: str
    name: str
    group: str


def nationalities(acting: Acting, language: str) -> list[Nationality]:
    """In the order of their names."""
    standings = standings_of(acting, Narrowed(), sa.literal(1))
    has_some = standings.where(Standing.nationality_id == Party.id).exists()
    translated = Party.names[language].as_string()
    named = select(Party.code, Party.name, translated, Party.regional_group).where(has_some)
    with seeing(sight_of(acting)):
        found = [
            Nationality(code, said or name, group)
            for code, name, said, group in db.session.execute(named)
        ]
    return sorted(found, key=lambda country: folded(country.name))


def is_group(words: str) -> bool:
    """Is this a regional group of Member States?"""
    named = select(sa.exists().where(Party.regional_group == words, Party.regional_group != ""))
    return bool(db.session.scalar(named))


def courses() -> list[tuple[str, str]]:
    """Code and title of the courses of which there are runs."""
    held = select(CourseVersion.course_id).join(CourseOffering.course_version)
    found = select(Course.code, Course.title).where(Course.id.in_(held)).order_by(Course.title)
    return [(code, title) for code, title in db.session.execute(found)]


def years() -> list[int]:
    """The years from the first run to the last, newest first."""
    first = sa.func.min(CourseOffering.starts_on), sa.func.max(CourseOffering.starts_on)
    earliest, latest = db.session.execute(select(*first)).one()
    return list(range(latest.year, earliest.year - 1, -1)) if earliest else []
