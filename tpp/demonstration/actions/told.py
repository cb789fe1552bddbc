"""What a life remembers of its run between two moments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import sqlalchemy as sa

from tpp.acting import Acting
from tpp.db import db
from tpp.demonstration.actions.cast import Cast
from tpp.demonstration.rules.fates import Fate
from tpp.demonstration.rules.plans import Plan
from tpp.enrolments.models import Enrolment
from tpp.nominations.models import Nomination
from tpp.offerings.models import CourseOffering


@dataclass
class Nominee:
    """Somebody who is put forward in a run, and what becomes of them."""

    fate: Fate
    party: str
    at: datetime
    person_id: int = 0
    nomination_id: int = 0
    place_id: int = 0
    is_gone: bool = False
    is_awaited: bool = False
    """Arrives today, and was not seen at the desk yet."""


@dataclass
class Told:
    """One run with its people."""

    plan: Plan
    cast: Cast
    chance: Random
    planned: CourseOffering | None = None
    nominees: list[Nominee] = field(default_factory=list)

    @property
    def run(self) -> CourseOffering:
        assert self.planned is not None
        return self.planned

    @property
    def lead(self) -> Acting:
        return self.cast.trainers[self.plan.lead]

    @property
    def coordinator(self) -> Acting:
        return self.cast.coordinator

    def of(self, *fates: Fate) -> list[Nominee]:
        return [it for it in self.nominees if it.fate in fates and it.nomination_id]

    def with_place(self, *fates: Fate) -> list[Nominee]:
        return [it for it in self.nominees if it.place_id and (it.fate in fates or not fates)]

    def office_of(self, nominee: Nominee) -> Acting:
        return self.cast.focal_points[nominee.party]


def nominations_of(nominees: Iterable[Nominee]) -> list[Nomination]:
    return rows_of(Nomination, [it.nomination_id for it in nominees])


def places_of(nominees: Iterable[Nominee]) -> list[Enrolment]:
    return rows_of(Enrolment, [it.place_id for it in nominees])


def rows_of(model: Any, keys: list[int]) -> list[Any]:
    return list(db.session.scalars(sa.select(model).where(model.id.in_(keys)))) if keys else []
