"""A few people are recorded a second time; pairs are found, and some of them decided about."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tpp.acting import Acting
from tpp.db import db
from tpp.demonstration.actions.cast import Cast
from tpp.demonstration.queries import with_birthday
from tpp.demonstration.rules.doubles import DOUBLES, Double, written_again
from tpp.duplicates import actions as duplicates
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import Side
from tpp.people import actions as people
from tpp.people.models import Person

KEEPS = "KEN"
"""Whose office writes people down twice: the one with which a visitor signs in."""
ELSEWHERE = "UNMISS"
PASSPORT_SEEN = "The passport shows that it is the same person."
COUSINS = "Two cousins; both were seen with their passports."


def doubling(cast: Cast, now: datetime) -> Iterator[datetime]:
    """Second records are made and compared; one pair is merged, one told apart, two wait."""
    yield now - timedelta(days=9)
    known = with_birthday(cast.parties[KEEPS].id, len(DOUBLES))
    made = {
        double: again(cast, person, double) for double, person in zip(DOUBLES, known, strict=False)
    }
    yield now - timedelta(days=8, hours=3)
    pairs = {double: duplicates.look_at(key) for double, key in made.items()}
    keys = {double: found[0].id for double, found in pairs.items() if found}
    yield now - timedelta(days=7)
    for double, key in keys.items():
        decide(double, db.session.get_one(PersonPair, key), by=cast.focal_points[KEEPS])


def again(cast: Cast, person: Person, double: Double) -> int:
    party = ELSEWHERE if double is Double.ELSEWHERE else KEEPS
    facts: dict[str, Any] = {
        name: getattr(person, name) for name in ("born_on", "sex", "service", "rank", "language")
    }
    twin = people.add(
        **facts,
        name=written_again(person.name),
        party=cast.parties[party],
        nationality=cast.parties[KEEPS],
        by=cast.focal_points[party],
        is_demonstration=True,
    )
    return twin.id


def decide(double: Double, pair: PersonPair, *, by: Acting) -> None:
    match double:
        case Double.MERGED:
            duplicates.merge(pair, Side.FIRST, {}, by=by, reason=PASSPORT_SEEN)
        case Double.TOLD_APART:
            duplicates.tell_apart(pair, by=by, reason=COUSINS)
