"""Two records become those of one human being, and two people again.

No row that hangs on a record is moved: certificates are chained, and every row carries the Party that
sent the person. The lost record points at the kept one; what is unique to a human follows by the keys of
nominations and places, in the database.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.duplicates.models import PersonMerge, PersonPair
from tpp.duplicates.queries import clashes, has_account, has_later, merge_of
from tpp.duplicates.rules import (
    CHOSEN,
    FOR_THE_PROGRAMME,
    Side,
    check_accounts,
    check_can_undo,
    check_no_clash,
    check_not_joined,
    check_stand,
)
from tpp.errors import Refused
from tpp.history.models import record
from tpp.people.actions import index
from tpp.people.models import Person
from tpp.people.queries import is_closed
from tpp.scope import EVERYTHING, seeing


@transaction()
def merge(
    pair: PersonPair, keep: Side, facts: Mapping[str, Side], *, by: Acting, reason: str = ""
) -> PersonMerge:
    """Let one record stand for both. ``facts`` says of a fact of which record it is kept (CHOSEN).

    Records of two Parties are only joined to one human: no fact goes over the border, and nothing that
    either office reads changes. Refused where both are nominated, have places in one run, or sign in.
    """
    lock(pair)
    kept, lost = in_order(pair, keep)
    check_can_merge(pair, kept, lost)
    pair.move("merged", by=by, reason=reason)
    differ = () if pair.is_across else CHOSEN
    taken = [name for name in differ if facts.get(name, keep) is not keep]
    made = kept_merge(pair, kept, lost, taken, by=by)
    lost.merged_into_id = kept.id
    point(lost, kept.human_id)
    if not pair.is_across:
        take_over(kept, lost, taken, by=by, reason=reason)
    return made


def take_over(kept: Person, lost: Person, taken: list[str], *, by: Acting, reason: str) -> None:
    """The facts that were chosen, and the lines in the histories of both records."""
    for name in taken:
        setattr(kept, name, getattr(lost, name))
    for person in (lost, kept):
        person.version += 1
    index(kept)
    record(lost, "merged", by=by, reason=reason, after={"into": kept.id})
    record(kept, "took_over", by=by, after={"from": lost.id, "facts": sorted(taken)})


def in_order(pair: PersonPair, keep: Side) -> tuple[Person, Person]:
    """The record that stays and the other one, both held."""
    people = [db.session.get_one(Person, id) for id in (pair.first_id, pair.second_id)]
    for person in people:
        lock(person)
    first, second = people
    return (first, second) if keep is Side.FIRST else (second, first)


def check_can_merge(pair: PersonPair, kept: Person, lost: Person) -> None:
    check_stand(is_closed(kept) or is_closed(lost))
    check_not_joined(lost.is_merged or kept.human_id == lost.human_id)
    check_not_joined(pair.is_across and kept.is_merged)
    check_no_clash(clashes(kept, lost))
    check_accounts(has_account(kept), has_account(lost))
    with seeing(EVERYTHING):  # a record of another Party may belong to either human already
        if clashes(kept, lost):
            raise Refused(FOR_THE_PROGRAMME)
        check_not_joined(has_account(kept) and has_account(lost))


def kept_merge(
    pair: PersonPair, kept: Person, lost: Person, taken: Iterable[str], *, by: Acting
) -> PersonMerge:
    made = PersonMerge(
        pair_id=pair.id,
        first_id=pair.first_id,
        party_id=pair.party_id,
        second_id=pair.second_id,
        other_party_id=pair.other_party_id,
        keep=Side.FIRST if kept.id == pair.first_id else Side.SECOND,
        before={name: plain(getattr(kept, name)) for name in taken},
        after={name: plain(getattr(lost, name)) for name in taken},
        at=clock.now(),
        account_id=by.account_id,
        office_id=by.office_id,
    )
    db.session.add(made)
    return made


def plain(value: Any) -> Any:
    """A fact as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def as_fact(name: str, value: Any) -> Any:
    """A fact as the record holds it."""
    kind = Person.__table__.c[name].type.python_type
    if value is None or isinstance(value, kind):
        return value
    return date.fromisoformat(value) if kind is date else kind(value)


def point(lost: Person, root_id: int | None) -> None:
    """Let a record, and those merged into it before, stand behind another one, or for themselves."""
    behind = followers(lost)
    lost.root_id = root_id
    # Those behind may be of another Party; only where they point is written.
    with seeing(EVERYTHING):
        for person in behind:
            person.root_id = root_id or lost.id
        try:
            db.session.flush()
        except IntegrityError:
            raise Refused(FOR_THE_PROGRAMME) from None
        for person in (lost, *behind):
            db.session.refresh(person)


def followers(person: Person) -> list[Person]:
    """The records merged into this one, straight or by others between."""
    with seeing(EVERYTHING):  # as in ``point``
        found: list[Person] = []
        ids = {person.id}
        while ids:
            more = list(db.session.scalars(select(Person).where(Person.merged_into_id.in_(ids))))
            found += more
            ids = {it.id for it in more}
    return found


@transaction()
def take_apart(pair: PersonPair, *, by: Acting, reason: str = "") -> PersonMerge:
    """Undo a merge: every fact that was taken over is as before, unless it was corrected since."""
    lock(pair)
    made = merge_of(pair)
    if made is None:
        raise Refused("This merge was taken apart already.")
    kept, lost = (db.session.get_one(Person, id) for id in (made.kept_id, made.lost_id))
    lock(kept)
    lock(lost)
    if not pair.is_across:
        check_can_undo(is_closed(kept), has_later(made))
    pair.move("taken_apart", by=by, reason=reason)
    lost.merged_into_id = None
    point(lost, None)
    made.undone_at = clock.now()
    if not pair.is_across:
        give_back(kept, lost, made, by=by, reason=reason)
    return made


def give_back(kept: Person, lost: Person, made: PersonMerge, *, by: Acting, reason: str) -> None:
    """What was taken over is as before, and the histories of both records say so."""
    returned = given_back(kept, made)
    for person in (kept, lost):
        person.version += 1
        index(person)
    record(lost, "taken_apart", by=by, reason=reason, before={"into": kept.id})
    record(kept, "gave_back", by=by, after={"to": lost.id, "facts": sorted(returned)})


def given_back(kept: Person, made: PersonMerge) -> list[str]:
    """The facts that are again as they were before."""
    returned = []
    for name, before in made.before.items():
        if plain(getattr(kept, name)) == made.after[name]:
            setattr(kept, name, as_fact(name, before))
            returned.append(name)
    return returned
