"""Reading the catalogue: public to everyone who is signed in, so never scoped."""

import sqlalchemy as sa
from sqlalchemy import Select

from tpp.catalogue.models import Competency, Course, CourseVersion, EligibilityRule, WrittenTest
from tpp.catalogue.rules import Pillar
from tpp.db import db

OWN_TABLES = (Competency.__tablename__, EligibilityRule.__tablename__, WrittenTest.__tablename__)
"""What a version is made of; anything else that points at a version uses it."""

IN_ORDER = (
    sa.case({pillar: place for place, pillar in enumerate(Pillar)}, value=Course.pillar),
    Course.code,
)
"""Pillars as the programme names them, then courses by code."""


def courses(pillar: Pillar | None = None) -> Select[Course]:
    """Every course, those known from the record only included."""
    statement = sa.select(Course).order_by(*IN_ORDER)
    return statement.where(Course.pillar == pillar) if pillar else statement


def offered_versions() -> list[CourseVersion]:
    """The latest version of every course that new runs may choose."""
    statement = latest_versions().where(Course.is_offered).order_by(*IN_ORDER)
    return list(db.session.scalars(statement))


def latest_versions() -> Select[CourseVersion]:
    newer = sa.orm.aliased(CourseVersion)
    is_last = ~sa.exists().where(
        newer.course_id == CourseVersion.course_id, newer.number > CourseVersion.number
    )
    return sa.select(CourseVersion).join(CourseVersion.course).where(is_last)


def by_code(code: str) -> Course | None:
    return db.session.scalar(sa.select(Course).where(Course.code == code))


def versions_of(course: Course) -> list[CourseVersion]:
    """Newest first."""
    statement = sa.select(CourseVersion).where(CourseVersion.course_id == course.id)
    return list(db.session.scalars(statement.order_by(CourseVersion.number.desc())))


def latest_version(course: Course) -> CourseVersion | None:
    return next(iter(versions_of(course)), None)


def competencies_of(version: CourseVersion, machines: list[str] | None = None) -> list[Competency]:
    """In the order of the course; with ``machines``, only what can be shown on those of a run."""
    statement = sa.select(Competency).where(Competency.version_id == version.id)
    if machines is not None:
        statement = statement.where(Competency.machine.in_(["", *machines]))
    return list(db.session.scalars(statement.order_by(Competency.position)))


def rules_of(version: CourseVersion) -> list[EligibilityRule]:
    """Who may take the course, in the order of the course."""
    found = sa.select(EligibilityRule).where(EligibilityRule.version_id == version.id)
    return list(db.session.scalars(found.order_by(EligibilityRule.position)))


def written_tests_of(version: CourseVersion) -> list[WrittenTest]:
    """The written tests of a version, in the order of the course."""
    found = sa.select(WrittenTest).where(WrittenTest.version_id == version.id)
    return list(db.session.scalars(found.order_by(WrittenTest.position)))


def machines_of(version: CourseVersion) -> list[str]:
    """Machine types on which the course assesses, in its order."""
    return list(dict.fromkeys(it.machine for it in competencies_of(version) if it.machine))


def qualification_for(version: CourseVersion, outcome: str) -> str:
    """What a person with this outcome may be called; empty where the course grants nothing."""
    return version.facts.get("qualifications", {}).get(outcome, "")


def further_qualifications(version: CourseVersion, outcome: str) -> list[str]:
    """What a person with this outcome may be called besides, where a second person agrees."""
    return list(version.facts.get("further_qualifications", {}).get(outcome, []))


def competency_counts() -> dict[int, int]:
    """How many competencies each version has, by version."""
    statement = sa.select(Competency.version_id, sa.func.count()).group_by(Competency.version_id)
    return dict(db.session.execute(statement).all())


def is_used(version: CourseVersion) -> bool:
    """Does anything but its own competencies and rules point at this version?"""
    return any(
        db.session.scalar(sa.select(sa.exists().where(column == version.id)))
        for column in columns_pointing_at_versions()
    )


def columns_pointing_at_versions() -> list[sa.Column[int]]:
    """Found in the schema, because the packages that use versions come after this one."""
    return [
        key.parent
        for table in db.metadata.sorted_tables
        if table.name not in OWN_TABLES
        for key in table.foreign_keys
        if key.column.table.name == CourseVersion.__tablename__
    ]
