"""The logbook with the names of those who wrote it, which it does not hold itself."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from tpp.accounts.models import Account, Office
from tpp.db import db
from tpp.history.models import Entry
from tpp.history.queries import story_of
from tpp.scope import Scoped, current


class Line(NamedTuple):
    """One line of the logbook, who wrote it and as which office."""

    entry: Entry
    account_name: str | None
    office_name: str | None


def named(entries: Sequence[Entry]) -> list[Line]:
    """These lines with the names of who wrote them, in two queries however many they are."""
    accounts = names(Account, {entry.account_id for entry in entries})
    offices = names(Office, {entry.office_id for entry in entries})
    return [Line(e, accounts.get(e.account_id), offices.get(e.office_id)) for e in entries]


def accounts_in(entries: Sequence[Entry]) -> dict[int | None, str]:
    """The names of the accounts that these lines are about, by number."""
    about = {side.get("account_id") for entry in entries for side in (entry.before, entry.after)}
    return names(Account, {number for number in about if isinstance(number, int)})


def names(model: type[Account] | type[Office], ids: set[int | None]) -> dict[int | None, str]:
    wanted = [number for number in ids if number is not None]
    if not wanted:
        return {}
    found = db.session.execute(select(model.id, model.name).where(model.id.in_(wanted)))
    return {row.id: row.name for row in found}


def story(thing: Any, most: int = 50) -> list[Line]:
    """What happened to one thing, newest first; nothing where the thing itself may not be seen."""
    scope = current()
    if isinstance(thing, Scoped) and not (scope and thing.is_within(scope)):
        return []
    return named(db.session.scalars(story_of(thing).limit(most)).all())


def logbook(
    thing: str = "",
    thing_id: int | None = None,
    office_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    timezone: str = "UTC",
) -> Select[Entry]:
    """The lines that match, newest first; days are those of the reader's zone."""
    lines = select(Entry).order_by(Entry.id.desc())
    if thing:
        lines = lines.where(Entry.thing == thing)
    if thing_id is not None:
        lines = lines.where(Entry.thing_id == thing_id)
    if office_id is not None:
        lines = lines.where(Entry.office_id == office_id)
    if since:
        lines = lines.where(Entry.at >= midnight(since, timezone))
    if until:
        lines = lines.where(Entry.at < midnight(until + timedelta(days=1), timezone))
    return lines


def midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(timezone))
