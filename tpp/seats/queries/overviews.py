"""Seats over all runs: of one office, and by country."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.catalogue.models import CourseVersion
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import within_sight
from tpp.offerings.rules import LIVE
from tpp.parties.models import Party
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import Picture

WHO_SITS = "who_sits"
"""``app.extensions[WHO_SITS]``: run -> {Party id: Sitting}. Filled by a package to the right, which
knows the nominees; without it no woman and no reserve is shown."""


@dataclass(frozen=True)
class Sitting:
    """Of those of one Party: women who fill or hold a seat, and who waits on reserve."""

    women: int = 0
    women_held: int = 0
    reserve: int = 0


def sitting(run: CourseOffering) -> dict[int, Sitting]:
    """By Party, within what the reader may see."""
    ask: Callable[[CourseOffering], dict[int, Sitting]] | None
    ask = current_app.extensions.get(WHO_SITS)
    return ask(run) if ask else {}


def sum_of_run(lines: Sequence[SeatAllocation]) -> Picture:
    return sum((it.picture for it in lines), Picture())


def live_or_all(live: bool) -> list[ColumnElement[bool]]:
    return [CourseOffering.status.in_(LIVE)] if live else []


def of_office(acting: Acting, *, live: bool, party: Party | None = None) -> Select[SeatAllocation]:
    """The seats of one's own office, or of a Party, in each run by its first day."""
    version = joinedload(SeatAllocation.offering, innerjoin=True)
    course = version.joinedload(CourseOffering.course_version).joinedload(CourseVersion.course)
    return (
        select(SeatAllocation)
        .join(CourseOffering, CourseOffering.id == SeatAllocation.offering_id)
        .options(course)
        .where(*within_sight(acting), *live_or_all(live), *of_party(party))
        .order_by(CourseOffering.starts_on, CourseOffering.id)
    )


def of_party(party: Party | None) -> list[ColumnElement[bool]]:
    return [SeatAllocation.party_id == party.id] if party else []


@dataclass(frozen=True)
class OfCountry:
    """The seats of one Party over the runs that are asked for."""

    party: Party
    runs: int
    picture: Picture
    next_release: date | None
    """Of a run in which seats are still free."""


def by_country(acting: Acting, *, live: bool, region: str | None = None) -> list[OfCountry]:
    """Seats of each Party, those with the most free ones first."""
    it = SeatAllocation
    free = func.sum(it.offered - it.held - it.filled)
    sums = (func.sum(it.offered), func.sum(it.held), func.sum(it.filled), func.sum(it.released))
    found = (
        select(it.party_id, func.count(), *sums)
        .join(CourseOffering, CourseOffering.id == it.offering_id)
        .join(Party, Party.id == it.party_id)
        .where(*within_sight(acting), *live_or_all(live), *of_region(region))
        .group_by(it.party_id)
        .order_by(free.desc(), it.party_id)
    )
    rows = db.session.execute(found).all()
    parties = {party.id: party for party in parties_of([row[0] for row in rows])}
    release = next_releases(acting)
    return [
        OfCountry(parties[number], runs, Picture(*counts), release.get(number))
        for number, runs, *counts in rows
    ]


def of_region(region: str | None) -> list[ColumnElement[bool]]:
    return [Party.regional_group == region] if region else []


def regions() -> list[str]:
    """Regional groups whose members have seats anywhere, by name."""
    found = (
        select(Party.regional_group)
        .join(SeatAllocation, SeatAllocation.party_id == Party.id)
        .where(Party.regional_group != "")
        .distinct()
        .order_by(Party.regional_group)
    )
    return list(db.session.scalars(found))


def parties_of(ids: Sequence[int]) -> Sequence[Any]:
    return db.session.scalars(select(Party).where(Party.id.in_(ids))).all()


def next_releases(acting: Acting) -> dict[int, date]:
    """By Party: the next day on which free seats of it are given back."""
    it = SeatAllocation
    found = (
        select(it.party_id, func.min(CourseOffering.release_on))
        .join(CourseOffering, CourseOffering.id == it.offering_id)
        .where(*within_sight(acting), CourseOffering.status.in_(LIVE))
        .where(it.offered > it.held + it.filled, CourseOffering.release_on.is_not(None))
        .group_by(it.party_id)
    )
    return {party_id: day for party_id, day in db.session.execute(found) if day}
