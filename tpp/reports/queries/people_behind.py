"""The list behind a figure: who was counted, one line a person and seat."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select

from tpp.acting import Acting
from tpp.catalogue.models import Course, CourseVersion
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import Page
from tpp.offerings.queries.lists import PER_PAGE
from tpp.parties.models import Party
from tpp.people.models import Person
from tpp.people.rules import Sex
from tpp.reports.models import Standing
from tpp.reports.queries.figures import standings_of
from tpp.reports.rules import Narrowed, Step

LISTED = (
    Person.id,
    Person.name,
    Person.sex,
    Person.rank,
    Person.unit,
    Person.nationality_id,
    Standing.party_id,
    Standing.reached,
    CourseOffering.code,
    CourseOffering.place,
    CourseOffering.starts_on,
    Course.title,
)


def people_behind(acting: Acting, narrowed: Narrowed, step: Step, sex: Sex | None) -> Select[Any]:
    """Whoever reached a step, by name; for offices that may see people."""
    lines = (
        standings_of(acting, narrowed, *LISTED)
        .select_from(Standing)
        .join(Person, Person.id == Standing.person_id)
        .join(CourseOffering, CourseOffering.id == Standing.offering_id)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .order_by(Person.name, CourseOffering.starts_on.desc(), Standing.nomination_id)
    )
    return lines.where(*reached(step, sex))


def reached(step: Step, sex: Sex | None) -> list[Any]:
    wanted = [Standing.reached.op("&")(int(step)) != 0]
    return [*wanted, Standing.sex == sex] if sex else wanted


def how_many(acting: Acting, narrowed: Narrowed, step: Step, sex: Sex | None) -> int:
    """How many lines the list has: always what the figure says."""
    counted = standings_of(acting, narrowed, sa.func.count(Standing.nomination_id))
    return db.session.scalar(counted.where(*reached(step, sex))) or 0


def page_behind(
    acting: Acting, narrowed: Narrowed, step: Step, sex: Sex | None, page: int
) -> tuple[Page, dict[int, Party]]:
    """One page of the list, and the Parties that it names."""
    total = how_many(acting, narrowed, step, sex)
    page = min(max(page, 1), max(-(-total // PER_PAGE), 1))
    lines = people_behind(acting, narrowed, step, sex).limit(PER_PAGE)
    items = db.session.execute(lines.offset((page - 1) * PER_PAGE)).all()
    ids = {it.nationality_id for it in items} | {it.party_id for it in items}
    named = db.session.scalars(sa.select(Party).where(Party.id.in_(ids)))
    return Page(items, page, total), {party.id: party for party in named}
