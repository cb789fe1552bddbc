"""Which runs an office may know of. Every list begins here."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting, Role
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.offerings.models import CourseOffering, Participation
from tpp.offerings.rules import PartyRole, Status
from tpp.scope import PRIVATE


def visible_to(acting: Acting) -> Select[CourseOffering]:
    """The runs that this office may know of; a draft is the programme's own."""
    course = joinedload(CourseOffering.course_version).joinedload(CourseVersion.course)
    return select(CourseOffering).options(course).where(*within_sight(acting))


def within_sight(acting: Acting) -> list[ColumnElement[bool]]:
    """What a run must be for this office to know of it."""
    if acting.role in (Role.COORDINATOR, Role.AUDITOR):
        return []
    return [CourseOffering.status != Status.DRAFT, concerns(acting)]


def concerns(acting: Acting) -> ColumnElement[bool]:
    run_id = CourseOffering.id
    match acting.role:
        case Role.TRAINER:
            return run_id.in_(acting.offering_ids)
        case Role.FOCAL_POINT:
            return run_id.in_(runs_of_party(acting.party_id))
        case Role.SUPPORTER:
            roles = (PartyRole.HOST, PartyRole.SUPPORTER)
            return run_id.in_(runs_of_party(acting.party_id, roles))
        case Role.TRAINEE:
            nomination: Any = PRIVATE["nomination"]  # of a later package
            own = nomination.person_id.in_(acting.person_ids)
            return run_id.in_(select(nomination.offering_id).where(own))
    return sa.false()


def runs_of_party(
    party_id: int | None, roles: tuple[PartyRole, ...] = tuple(PartyRole)
) -> Select[int]:
    return select(Participation.offering_id).where(
        Participation.party_id == party_id, Participation.role.in_(roles)
    )


def one_run(acting: Acting, code: str) -> CourseOffering | None:
    """The run with this code, where this office may know of it."""
    return db.session.scalar(visible_to(acting).where(CourseOffering.code == code))
