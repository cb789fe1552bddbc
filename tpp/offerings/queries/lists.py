"""The list of runs: filters, order and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select

from tpp.acting import Acting
from tpp.catalogue.models import Course, CourseVersion
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.queries.sight import within_sight
from tpp.offerings.rules import PartyRole, Status
from tpp.parties.models import Party

PER_PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What a list of runs is narrowed to, as it stands in the address."""

    pillar: Pillar | None = None
    status: Status | None = None
    year: int | None = None
    host: str = ""
    text: str = ""

    def clauses(self) -> Iterable[ColumnElement[bool]]:
        if self.pillar:
            yield Course.pillar == self.pillar
        if self.status:
            yield CourseOffering.status == self.status
        if self.year:
            first, last = date(self.year, 1, 1), date(self.year, 12, 31)
            yield CourseOffering.starts_on.between(first, last)
        if self.host:
            yield CourseOffering.id.in_(hosted_by(self.host))
        for word in self.text.split():
            yield sa.or_(*(where.icontains(word, autoescape=True) for where in SEARCHED))


SEARCHED = (CourseOffering.code, Course.title, CourseOffering.venue, CourseOffering.place)

SORTS: dict[str, Any] = {
    "dates": CourseOffering.starts_on,
    "course": Course.title,
    "code": CourseOffering.code,
    "status": CourseOffering.status,
    "seats": CourseOffering.seats,
}
NEWEST_FIRST = "-dates"

LISTED = (
    CourseOffering.id,
    CourseOffering.code,
    Course.title,
    Course.pillar,
    CourseOffering.place,
    CourseOffering.starts_on,
    CourseOffering.ends_on,
    CourseOffering.status,
    CourseOffering.seats,
    CourseOffering.seats_offered,
)


def hosted_by(code: str) -> Select[int]:
    return (
        select(Participation.offering_id)
        .join(Party, Party.id == Participation.party_id)
        .where(Participation.role == PartyRole.HOST, Party.code == code)
    )


def runs(acting: Acting, narrowed: Filter, sort: str = NEWEST_FIRST) -> Select[*tuple[Any, ...]]:
    """The lines of the list of runs: what it shows, and no more."""
    return (
        select(*LISTED)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(*within_sight(acting), *narrowed.clauses())
        .order_by(ordered(SORTS, sort, NEWEST_FIRST), CourseOffering.id.desc())
    )


def ordered(sorts: dict[str, Any], wanted: str, otherwise: str) -> Any:
    """The column that ?sort= names; backwards with a minus before it."""
    known = wanted if wanted.removeprefix("-") in sorts else otherwise
    by = sorts[known.removeprefix("-")]
    return by.desc() if known.startswith("-") else by.asc()


@dataclass(frozen=True)
class Page:
    """One page of a long list."""

    items: Sequence[Any]
    page: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(ceil(self.total / self.per_page), 1)

    @property
    def first(self) -> int:
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1 if self.items else self.first


def page_of(statement: Select[*tuple[Any, ...]], page: int = 1, per_page: int = PER_PAGE) -> Page:
    """Some lines of a list, and how many it has; beyond the last page there is the last page."""
    total = count_of(statement)
    page = min(max(page, 1), max(ceil(total / per_page), 1))
    lines = statement.limit(per_page).offset((page - 1) * per_page)
    return Page(db.session.execute(lines).all(), page, total, per_page)


def count_of(statement: Select[*tuple[Any, ...]]) -> int:
    counted = statement.with_only_columns(sa.func.count(), maintain_column_froms=True)
    return db.session.scalar(counted.order_by(None)) or 0


def years(acting: Acting) -> list[int]:
    """Years in which a run that this office knows of begins, newest first."""
    first = sa.extract("year", CourseOffering.starts_on)
    found = select(first).where(*within_sight(acting)).distinct().order_by(first.desc())
    return [int(year) for year in db.session.scalars(found)]


def hosts(acting: Acting, language: str) -> list[tuple[str, str]]:
    """Code and name of the Parties that host a run which this office knows of, by name."""
    hosting = (
        sa.exists()
        .where(Participation.party_id == Party.id, Participation.role == PartyRole.HOST)
        .where(CourseOffering.id == Participation.offering_id, *within_sight(acting))
    )
    named = sa.func.coalesce(Party.names[language].as_string(), Party.name)
    found = select(Party.code, named).where(hosting).order_by(Party.name)
    return [(code, name) for code, name in db.session.execute(found)]
