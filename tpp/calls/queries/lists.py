"""The list of calls, and the runs for which one can be opened."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.calls.queries.rows import concerns
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.offerings.rules import LIVE, OFF

SHOWN = ("open", "coming", "closed", "all")
"""The lists of calls, by the name that stands in the address."""


TAKES_PLACE = sa.exists().where(
    CalledRun.call_id == NominationCall.id,
    CourseOffering.id == CalledRun.offering_id,
    CourseOffering.status.not_in(OFF),
)
"""A run of the call takes place: without one the call asks for nobody, whatever its days say."""


def stands(show: str, today: date) -> list[ColumnElement[bool]]:
    match show:
        case "open":
            return [
                NominationCall.opens_on <= today,
                NominationCall.closes_on >= today,
                TAKES_PLACE,
            ]
        case "coming":
            return [NominationCall.opens_on > today, TAKES_PLACE]
        case "closed":
            return [sa.or_(NominationCall.closes_on < today, ~TAKES_PLACE)]
    return []


def calls(acting: Acting, show: str, today: date) -> Select[*tuple[Any, ...]]:
    """The lines of the list of calls, what closes first on top; the closed ones last."""
    runs = (
        select(func.count())
        .where(CalledRun.call_id == NominationCall.id, CourseOffering.id == CalledRun.offering_id)
        .where(*within_sight(acting))
    )
    asked = select(func.count(AskedParty.id)).where(AskedParty.call_id == NominationCall.id)
    is_over = sa.case((NominationCall.closes_on < today, 1), else_=0)
    return (
        select(
            NominationCall,
            runs.correlate(NominationCall).scalar_subquery().label("runs"),
            asked.correlate(NominationCall).scalar_subquery().label("asked"),
            TAKES_PLACE.label("takes_place"),
        )
        .where(*concerns(acting), *stands(show, today))
        .order_by(is_over, NominationCall.closes_on, NominationCall.id)
    )


def count_by_list(acting: Acting, today: date) -> dict[str, int]:
    def number(show: str) -> int:
        counted = select(func.count(NominationCall.id))
        return db.session.scalar(counted.where(*concerns(acting), *stands(show, today))) or 0

    return {show: number(show) for show in SHOWN}


def runs_to_call(today: date, call: NominationCall | None = None) -> list[CourseOffering]:
    """Runs to come that are in no call, and those of this one, by their first day."""
    called = select(CalledRun.offering_id)
    own = called.where(CalledRun.call_id == call.id) if call else called.where(sa.false())
    free = CourseOffering.id.not_in(called) & CourseOffering.status.in_(LIVE)
    found = (
        select(CourseOffering)
        .options(joinedload(CourseOffering.course_version).joinedload(CourseVersion.course))
        .where((free & (CourseOffering.ends_on >= today)) | CourseOffering.id.in_(own))
        .order_by(CourseOffering.starts_on, CourseOffering.code)
    )
    return list(db.session.scalars(found))
