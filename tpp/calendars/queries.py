"""Feeds, who stands behind them, and what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from tpp.access import Ability, can
from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.acting import Acting, Role
from tpp.calendars.models import CalendarFeed
from tpp.calendars.rules import STRUCK_FOR, Kind, word_hash
from tpp.catalogue.models import Course, CourseVersion
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.history.models import Entry
from tpp.offerings.models import CourseOffering, Participation, Session, SessionStaff, Staffing
from tpp.offerings.queries import Filter, visible_to, within_sight
from tpp.offerings.rules import PartyRole, Status
from tpp.parties.models import Party


def feeds_of(acting: Acting) -> list[CalendarFeed]:
    """The open feeds of this account as this office, the newest first."""
    own = (
        CalendarFeed.account_id == acting.account_id,
        CalendarFeed.office_id == acting.office_id,
        CalendarFeed.revoked_at.is_(None),
    )
    found = select(CalendarFeed).options(joinedload(CalendarFeed.run)).where(*own)
    return list(db.session.scalars(found.order_by(CalendarFeed.id.desc())))


def one_feed(acting: Acting, feed_id: int) -> CalendarFeed | None:
    return next((it for it in feeds_of(acting) if it.id == feed_id), None)


def open_feed(word: str) -> CalendarFeed | None:
    """The feed with this secret, while its owner's account and hold on the office last."""
    held = sa.exists().where(
        OfficeHolder.account_id == CalendarFeed.account_id,
        OfficeHolder.office_id == CalendarFeed.office_id,
        OfficeHolder.until.is_(None),
    )
    return db.session.scalar(
        select(CalendarFeed)
        .join(CalendarFeed.account)
        .join(CalendarFeed.office)
        .options(contains_eager(CalendarFeed.account), contains_eager(CalendarFeed.office))
        .where(
            CalendarFeed.word_hash == word_hash(word),
            CalendarFeed.revoked_at.is_(None),
            Account.disabled_at.is_(None),
            Office.closed_at.is_(None),
            held,
        )
    )


@dataclass(frozen=True)
class Contents:
    """What a feed shows now: runs as whole days, and sessions."""

    runs: Sequence[CourseOffering]
    sessions: Sequence[Session]
    changed: dict[tuple[str, int], datetime]
    """When the logbook last told of it."""


def contents_of(feed: CalendarFeed, acting: Acting, now: datetime) -> Contents | None:
    """None where the owner may see nothing of what the feed is of any more."""
    if not can(acting, Ability.RUN_LIST):
        return None
    if feed.kind is Kind.RUN and feed.run_id not in runs_named(acting, feed.run_id):
        return None
    runs = list(db.session.scalars(runs_in(feed, acting)))
    sessions: list[Session] = []
    if feed.kind is not Kind.PROGRAMME and can(acting, Ability.SESSION_SEE):
        wanted = [it.id for it in runs if can(acting, Ability.SESSION_SEE, it)]
        sessions = list(db.session.scalars(sessions_in(feed, acting, wanted, now)))
    return Contents(runs, sessions, last_told([it.id for it in runs]))


def runs_named(acting: Acting, run_id: int | None) -> set[int]:
    found = select(CourseOffering.id).where(CourseOffering.id == run_id, *within_sight(acting))
    return set(db.session.scalars(found))


def runs_in(feed: CalendarFeed, acting: Acting) -> Select[CourseOffering]:
    """The runs that the owner may know of now; drafts are nobody's dates yet."""
    found = visible_to(acting).where(CourseOffering.status != Status.DRAFT)
    if feed.kind is Kind.RUN:
        found = found.where(CourseOffering.id == feed.run_id)
    elif feed.kind is Kind.MINE and acting.role is Role.TRAINEE:
        places = select(Enrolment.offering_id).where(Enrolment.person_id.in_(acting.person_ids))
        found = found.where(CourseOffering.id.in_(places))
    return found.order_by(CourseOffering.starts_on, CourseOffering.id)


def sessions_in(
    feed: CalendarFeed, acting: Acting, runs: list[int], now: datetime
) -> Select[Session]:
    """Their sessions. A trainer's own feed leaves out those that are others' to teach."""
    struck = sa.or_(Session.cancelled_at.is_(None), Session.cancelled_at > now - STRUCK_FOR)
    found = (
        select(Session)
        .join(Session.offering)
        .options(contains_eager(Session.offering), joinedload(Session.listed_room))
        .where(Session.offering_id.in_(runs), struck)
    )
    if feed.kind is Kind.MINE and acting.role is Role.TRAINER:
        found = found.where(concerns_trainer(acting))
    return found.order_by(Session.starts_at, Session.id)


def concerns_trainer(acting: Acting) -> ColumnElement[bool]:
    of_it = SessionStaff.session_id == Session.id
    taught = sa.exists().where(of_it)
    own = (
        select(SessionStaff.id)
        .join(Staffing, Staffing.id == SessionStaff.staffing_id)
        .where(of_it, Staffing.account_id == acting.account_id)
        .exists()
    )
    return sa.or_(own, sa.not_(taught))


def last_told(runs: list[int]) -> dict[tuple[str, int], datetime]:
    found = (
        select(Entry.thing, Entry.thing_id, sa.func.max(Entry.at, type_=Entry.at.type))
        .where(Entry.offering_id.in_(runs), Entry.thing.in_(("session", "course_offering")))
        .group_by(Entry.thing, Entry.thing_id)
    )
    return {(thing, number): at for thing, number, at in db.session.execute(found)}


DRAWN = (
    CourseOffering.id,
    CourseOffering.code,
    Course.title,
    Course.pillar,
    CourseOffering.place,
    CourseOffering.starts_on,
    CourseOffering.ends_on,
    CourseOffering.status,
)


def runs_between(
    acting: Acting, narrowed: Filter, first: Any, last: Any
) -> list[sa.Row[tuple[int, str, str, Pillar, str, Any, Any, Status]]]:
    """The runs that this office may know of and that touch these days, the earliest first."""
    found = (
        select(*DRAWN)
        .join(CourseVersion, CourseVersion.id == CourseOffering.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(*within_sight(acting), *narrowed.clauses())
        .where(CourseOffering.starts_on <= last, CourseOffering.ends_on >= first)
        .order_by(CourseOffering.starts_on, CourseOffering.ends_on, CourseOffering.id)
    )
    return list(db.session.execute(found))


def hosts_of(runs: list[int], language: str) -> dict[int, str]:
    """Who hosts each run, by name."""
    named = sa.func.coalesce(Party.names[language].as_string(), Party.name)
    found = (
        select(Participation.offering_id, named)
        .join(Party, Party.id == Participation.party_id)
        .where(Participation.role == PartyRole.HOST, Participation.offering_id.in_(runs))
        .order_by(Participation.id.desc())
    )
    rows: list[tuple[int, str]] = [(number, name) for number, name in db.session.execute(found)]
    return dict(rows)


def sessions_between(acting: Acting, first: datetime, before: datetime) -> list[Session]:
    """The sessions that this office may know of and that begin in this time."""
    found = (
        select(Session)
        .join(Session.offering)
        .options(contains_eager(Session.offering), joinedload(Session.listed_room))
        .where(*within_sight(acting), Session.cancelled_at.is_(None))
        .where(Session.starts_at >= first, Session.starts_at < before)
        .order_by(Session.starts_at, Session.id)
        .limit(500)
    )
    return list(db.session.scalars(found))
