"""A roll is undone, given up or forgotten."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from tpp import clock
from tpp.acting import SYSTEM, Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.people.models import (
    ContactPoint,
    Licence,
    Person,
    PersonKey,
    PersonLanguage,
    PersonName,
)
from tpp.rolls.actions.learning import unlearn
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.queries import built_on, to_forget
from tpp.rolls.rules import State, Status, check_undo
from tpp.scope import EVERYTHING, seeing

AT_ONCE = 500


@transaction()
def undo(roll: Roll, *, by: Acting) -> None:
    """Take back every nomination and record that the roll made; Refused where something stands on one.

    Corrections of records that were known before stay: somebody asked for each of them.
    """
    lock(roll)
    check_undo(roll.applied_at, clock.now())
    built = built_on(roll)
    if built:
        raise Refused(
            "Something was built on %(count)s of these nominations since, first on that of %(name)s. "
            "Withdraw the others one by one.",
            count=len(built),
            name=built[0].name,
        )
    take_back(roll)
    unlearn(roll)
    forget(roll)
    roll.ended_at = clock.now()
    roll.move("undone", by=by)


def take_back(roll: Roll) -> None:
    found = select(RollRow.person_id, RollRow.nomination_id, RollRow.made_person).where(
        RollRow.roll_id == roll.id, RollRow.state == State.DONE
    )
    made = list(db.session.execute(found))
    erase_rows(roll)
    delete_by_id(Nomination, Nomination.id, [it.nomination_id for it in made])
    people = [it.person_id for it in made if it.made_person]
    let_go_of(people)
    for kind in (PersonKey, PersonName, ContactPoint, PersonLanguage, Licence):
        delete_by_id(kind, kind.person_id, people)
    delete_by_id(Person, Person.id, people)


def let_go_of(people: Sequence[int]) -> None:
    """Other lists that found these people known have to be checked again."""
    for some in batches(people):
        for row in db.session.scalars(select(RollRow).where(RollRow.person_id.in_(some))):
            row.person_id, row.state = None, State.UNREAD
    db.session.flush()


def delete_by_id(model: Any, column: Any, ids: Sequence[int]) -> None:
    for some in batches(ids):
        db.session.execute(delete(model).where(column.in_(some)))


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


@transaction()
def abandon(roll: Roll, *, by: Acting) -> None:
    """Give a list up before anything was made of it; its rows are erased at once."""
    lock(roll)
    roll.move("abandoned", by=by)
    roll.ended_at = clock.now()
    unlearn(roll)
    forget(roll)


@transaction()
def forget(roll: Roll) -> None:
    """Erase what the file said. How many people and nominations it made is kept."""
    erase_rows(roll)
    roll.top, roll.mapping, roll.file_name = [], {}, ""
    roll.erased_at = clock.now()


def erase_rows(roll: Roll) -> None:
    db.session.execute(delete(RollRow).where(RollRow.roll_id == roll.id))


def forget_due() -> int:
    """Erase the rows of lists that nobody has touched for so many days; how many lists."""
    with seeing(EVERYTHING):  # the register cleans up after every office
        before = clock.now() - timedelta(days=current_app.config["ROLL_KEEP_DAYS"])
        due = to_forget(before)
        for roll_id in due:
            forget_one(roll_id)
    return len(due)


@transaction()
def forget_one(roll_id: int) -> None:
    roll = db.session.get_one(Roll, roll_id)
    lock(roll)
    if roll.status in (Status.READ, Status.CHECKED):
        roll.move("abandoned", by=SYSTEM, reason="Nobody went on with it.")
        roll.ended_at = clock.now()
        unlearn(roll)
    forget(roll)
