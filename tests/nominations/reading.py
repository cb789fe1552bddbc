"""Where the pages of nominations are, and what stands in the register after them."""

from tpp.db import db
from tpp.history.models import Entry
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
