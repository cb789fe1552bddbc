"""Nominees counted for the page of a call, which belongs to a package that knows of no nominations."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import func, select

from tpp.calls.queries import NOMINEES, Nominees
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.people.models import Person
from tpp.people.rules import Sex


def nominees_of(runs: Sequence[int]) -> Iterable[Nominees]:
    """People sent in for these runs by Party and status; drafts are the offices' own affair."""
    counted = (
        select(
            Nomination.offering_id,
            Nomination.party_id,
            Nomination.status,
            func.count().label("people"),
            number_of(Sex.WOMAN).label("women"),
            number_of(Sex.UNKNOWN).label("unknown"),
            func.min(Nomination.submitted_at).label("first_sent_at"),
        )
        .join(Person, Person.id == Nomination.person_id)
        .where(Nomination.offering_id.in_(runs), Nomination.status != Status.DRAFT)
        .where(Nomination.submitted_at.is_not(None))
        .group_by(Nomination.offering_id, Nomination.party_id, Nomination.status)
    )
    return [
        Nominees(run, party, str(status), people, int(women), int(unknown), first)
        for run, party, status, people, women, unknown, first in db.session.execute(counted)
    ]


def number_of(sex: Sex) -> sa.ColumnElement[int]:
    return func.sum(sa.case((Person.sex == sex, 1), else_=0))


NOMINEES.append(nominees_of)
