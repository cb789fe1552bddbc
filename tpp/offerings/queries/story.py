"""What happened, with the names of who did it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, select

from tpp.accounts.models import Account, Office
from tpp.acting import Acting, Role
from tpp.history.models import Entry
from tpp.offerings.models import CourseOffering


def story_of_run(acting: Acting, run: CourseOffering) -> Select[Any]:
    """What happened in a run, newest first, as far as this office may read it."""
    story = told().where(Entry.offering_id == run.id)
    if acting.role in (Role.COORDINATOR, Role.AUDITOR):
        return story
    return story.where(sa.or_(Entry.party_id.is_(None), Entry.party_id == acting.party_id))


def told() -> Select[Any]:
    """Lines of the logbook with the names of who did it and for which office, newest first."""
    return (
        select(Entry, Account.name.label("who"), Office.name.label("office"))
        .outerjoin(Account, Account.id == Entry.account_id)
        .outerjoin(Office, Office.id == Entry.office_id)
        .order_by(Entry.id.desc())
    )


def story_of(thing: Any) -> Select[Any]:
    """What happened to one thing, newest first, with names."""
    return told().where(Entry.thing == thing.__tablename__, Entry.thing_id == thing.id)
