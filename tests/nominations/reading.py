"""Where the pages of nominations are, and what stands in the register after them."""

from datetime import timedelta

import sqlalchemy as sa

from tpp import clock
from tpp.db import db
from tpp.history.models import Entry
from tpp.nominations.models import Nomination
from tpp.scope import EVERYTHING, see


def where(allocation, rest="nominations"):
    return f"/runs/{allocation.offering.code}/{rest}"


def all_of(model):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(model).all()


def entries(deed):
    return [it for it in all_of(Entry) if it.deed == deed]


def soon():
    return clock.now() + timedelta(days=7)


def deeds(thing):
    lines = sa.select(Entry.deed).where(
        Entry.thing == thing.__tablename__, Entry.thing_id == thing.id
    )
    return list(db.session.scalars(lines.order_by(Entry.id)))


def count():
    return db.session.scalar(sa.select(sa.func.count(Nomination.id)))
