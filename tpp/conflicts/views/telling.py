"""Conflicts in words, as far as a reader may know of their sides.

Of a run that is not theirs a trainer learns that it is another run, and nothing else: no title, time,
place, number, person or reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tpp.access import Ability, can
from tpp.accounts.models import Account
from tpp.acting import Acting
from tpp.conflicts import queries
from tpp.conflicts.models import ConflictAcceptance
from tpp.conflicts.rules import Conflict, Kind
from tpp.db import db
from tpp.offerings.models import CourseOffering, Session
from tpp.offerings.queries import within_sight
from tpp.venues.models import Equipment, Room, Venue

MOST_SIDES = 6


@dataclass(frozen=True)
class Side:
    """A session or a run that is in the conflict; what a reader may not know stays empty."""

    run: CourseOffering | None = None
    session: Session | None = None

    @property
    def at(self) -> datetime | None:
        return self.session.starts_at if self.session else None


@dataclass(frozen=True)
class Told:
    conflict: Conflict
    heading: str
    words: str
    sides: list[Side]
    accepted: ConflictAcceptance | None
    sees_all: bool
    accepted_by: str = ""


def told(acting: Acting, conflicts: Sequence[Conflict]) -> list[Told]:
    """Those that are open first, each kind together."""
    runs = known_runs(acting, {run for it in conflicts for run in it.runs})
    sessions = known_sessions({key for it in conflicts for key in it.sessions}, set(runs))
    names, accepted = names_of(conflicts), queries.accepted(conflicts)
    people = {row.account_id for row in accepted.values()}
    who = named(Account, people) if can(acting, Ability.CONFLICT_LIST) else {}
    lines = []
    for conflict in conflicts:
        sees_all = set(conflict.runs) <= set(runs)
        row = accepted.get(conflict.key)
        lines.append(
            Told(
                conflict,
                KINDS[conflict.kind](),
                words_of(conflict, names, sees_all),
                sides_of(conflict, runs, sessions),
                row,
                sees_all,
                who.get(row.account_id, "") if row else "",
            )
        )
    return sorted(
        lines, key=lambda it: (it.accepted is not None, list(Kind).index(it.conflict.kind))
    )


def known_runs(acting: Acting, ids: set[int]) -> dict[int, CourseOffering]:
    found = select(CourseOffering).where(CourseOffering.id.in_(ids), *within_sight(acting))
    return {run.id: run for run in db.session.scalars(found)}


def known_sessions(ids: set[int], runs: set[int]) -> dict[int, Session]:
    found = select(Session).options(joinedload(Session.listed_room))
    found = found.where(Session.id.in_(ids), Session.offering_id.in_(runs))
    return {session.id: session for session in db.session.scalars(found)}


def sides_of(conflict: Conflict, runs: dict[int, Any], sessions: dict[int, Any]) -> list[Side]:
    """What the reader knows, and one line for all that they do not."""
    known = [sessions[it] for it in conflict.sessions if it in sessions]
    sides = [Side(runs[it.offering_id], it) for it in sorted(known, key=lambda it: it.starts_at)]
    if not conflict.sessions:
        sides = [Side(runs[it]) for it in conflict.runs if it in runs]
    is_whole = set(conflict.runs) <= set(runs)
    return sides[:MOST_SIDES] + ([] if is_whole else [Side()])


THINGS: dict[Kind, Any] = {
    Kind.TRAINER: Account,
    Kind.INTERPRETER: Account,
    Kind.QUALIFICATION: Account,
    Kind.ABSENCE: Account,
    Kind.ROOM: Room,
    Kind.ROOM_CAPACITY: Room,
    Kind.VENUE_CAPACITY: Venue,
    Kind.EQUIPMENT: Equipment,
}


def names_of(conflicts: Sequence[Conflict]) -> dict[tuple[Any, int], str]:
    """What the people and things are called that are wanted twice: each is of a side that is known."""
    wanted: dict[Any, set[int]] = {}
    for it in conflicts:
        if it.kind in THINGS:
            wanted.setdefault(THINGS[it.kind], set()).add(it.thing)
    return {
        (model, key): name
        for model, ids in wanted.items()
        for key, name in named(model, ids).items()
    }


def named(model: Any, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    word = model.type if model is Equipment else model.name
    found = select(model.id, word).where(model.id.in_(ids))
    return dict(db.session.execute(found).all())


KINDS = {
    Kind.TRAINER: lambda: _("Trainer"),
    Kind.INTERPRETER: lambda: _("Interpreter"),
    Kind.ROOM: lambda: _("Room"),
    Kind.EQUIPMENT: lambda: _("Equipment"),
    Kind.GROUP: lambda: _("Group"),
    Kind.TRAINEE: lambda: _("Trainee"),
    Kind.ROOM_CAPACITY: lambda: _("Capacity of the room"),
    Kind.VENUE_CAPACITY: lambda: _("Capacity of the venue"),
    Kind.QUALIFICATION: lambda: _("Qualification"),
    Kind.ABSENCE: lambda: _("Absence"),
}


def words_of(it: Conflict, names: dict[tuple[Any, int], str], sees_all: bool) -> str:
    """One sentence; numbers that tell of another run only to those who see both sides."""
    what = names.get((THINGS.get(it.kind), it.thing), "")
    match it.kind:
        case Kind.TRAINER | Kind.INTERPRETER:
            return _("%(who)s is wanted in two sessions at once.", who=what)
        case Kind.ROOM:
            return _("%(room)s is taken twice at the same time.", room=what)
        case Kind.EQUIPMENT:
            return of_machines(it, what, sees_all)
        case Kind.GROUP:
            return _("The same trainees are wanted in two sessions at once.")
        case Kind.TRAINEE:
            return of_trainees(it, sees_all)
        case Kind.ROOM_CAPACITY:
            words = _("%(room)s takes %(there)s, and %(needed)s are taught.")
            return words % {"room": what, "there": it.there, "needed": it.needed}
        case Kind.VENUE_CAPACITY:
            return of_venue(it, what, sees_all)
        case Kind.QUALIFICATION:
            return _("%(who)s is not recorded as “%(what)s”.", who=what, what=it.lacks)
        case Kind.ABSENCE:
            return _("%(who)s is away on this day.", who=what)


def of_machines(it: Conflict, what: str, sees_all: bool) -> str:
    if not sees_all:
        return _("More of %(machine)s are wanted at once than there are.", machine=what)
    words = _("%(machine)s: %(needed)s are wanted at once, and %(there)s are there.")
    return words % {"machine": what, "needed": it.needed, "there": it.there}


def of_trainees(it: Conflict, sees_all: bool) -> str:
    if not sees_all:
        return _("A trainee is taken by another run at this time.")
    return ngettext(
        "%(num)s trainee is in both runs.", "%(num)s trainees are in both runs.", len(it.people)
    )


def of_venue(it: Conflict, what: str, sees_all: bool) -> str:
    if not sees_all:
        return _("The runs at %(venue)s have more seats than it takes.", venue=what)
    words = _("%(venue)s takes %(there)s, and the runs there have %(needed)s seats on one day.")
    return words % {"venue": what, "there": it.there, "needed": it.needed}
