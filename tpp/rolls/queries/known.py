"""Whom and what an office knows already: always of one Party, never of another."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries import is_live
from tpp.people.models import Person
from tpp.people.queries import standing_for
from tpp.people.queries.candidates import Known, keyed, known_of, likely
from tpp.people.rules.matching import Facts
from tpp.rolls.models import RollHeading
from tpp.rolls.rules.matching import Candidate, begin_alike, chosen, looked_up, weighed_as


def candidates(party_id: int, many: Sequence[Facts]) -> list[list[Candidate]]:
    """Who of this Party's people may be each of many, in a number of statements that hardly grows."""
    sought = [looked_up(facts) for facts in many]
    by_key = keyed([key for keys in sought for key in keys], party_id)
    known = {it.id: it for it in known_of({id for ids in by_key.values() for id in ids})}
    seen = own({it.human_id for it in known.values()}, party_id)
    found = []
    for facts, keys in zip(many, sought, strict=True):
        born = {id for key in keys if key[0] == "d" for id in by_key.get(key, ())}
        near = {id for key in keys if key[0] != "d" for id in by_key.get(key, ())}
        near |= {id for id in born if id in known and begin_alike(facts, known[id].facts)}
        found.append(
            chosen(weighed(facts, [known[id] for id in sorted(near & known.keys())], seen))
        )
    return found


def weighed(facts: Facts, near: Sequence[Known], seen: set[int]) -> list[Candidate]:
    return [weighed_as(stands(it, seen), facts, it.facts, how) for it, how in likely(facts, near)]


def stands(known: Known, seen: set[int]) -> int:
    """The record of the Party itself on which this person is nominated."""
    if known.human_id in seen or known.human_id == known.id:
        return known.human_id
    return standing_for(db.session.get_one(Person, known.id)).id


def own(ids: Iterable[int], party_id: int) -> set[int]:
    """Those of these records that the Party keeps itself; a merged one may stand under another's."""
    wanted = sorted(ids)
    found: set[int] = set()
    for start in range(0, len(wanted), 500):
        some = Person.id.in_(wanted[start : start + 500])
        found.update(db.session.scalars(select(Person.id).where(some, Person.party_id == party_id)))
    return found


def picture(offering_id: int, party_id: int) -> str:
    """Changes whenever a record or nomination of the Party does: what was matched holds until then."""
    totals = select(
        func.count(),
        func.coalesce(func.max(Person.id), 0),
        func.coalesce(func.sum(Person.version), 0),
        func.coalesce(func.sum(Person.merged_into_id), 0),
    ).where(Person.party_id == party_id)
    live = select(func.count(), func.coalesce(func.sum(Nomination.person_id), 0)).where(
        Nomination.offering_id == offering_id, Nomination.party_id == party_id, is_live()
    )
    both = (*db.session.execute(totals).one(), *db.session.execute(live).one())
    return "-".join(str(int(it or 0)) for it in both)


def nominated(offering_id: int, party_id: int) -> set[int]:
    """The people of this Party whose nomination for the run is live."""
    found = select(Nomination.person_id).where(
        Nomination.offering_id == offering_id, Nomination.party_id == party_id, is_live()
    )
    return set(db.session.scalars(found))


def remembered(office_id: int) -> dict[str, str]:
    """What this office said before that headings stand for; what it said last counts."""
    found = select(RollHeading.heading, RollHeading.field).where(RollHeading.office_id == office_id)
    return dict(db.session.execute(found.order_by(RollHeading.id)).all())
