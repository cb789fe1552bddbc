"""Where the pages of a selection are, what they tick, and nominees for whom rules stand."""

import re
from datetime import date

from tests.factories import (
    make_nomination,
    make_person,
)
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.scope import EVERYTHING, see


def where(allocation, rest="selection"):
    return f"/runs/{allocation.offering.code}/{rest}"


def all_of(model):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(model).order_by(model.id).all()


def stand(nomination):
    return next(it.status for it in all_of(Nomination) if it.id == nomination.id)


def seen(*nominations):
    return [f"{it.id}:{it.version}" for it in nominations]


def ticked_in(page):
    boxes = re.findall(r'<input[^>]*name="nomination"[^>]*>', page)
    return [int(re.search(r'value="(\d+)', it)[1]) for it in boxes if "checked" in it]


def fit(allocation, **given):
    facts = {"born_on": date(1995, 5, 1), "serves_until": date(2035, 1, 1)}
    return make_nomination(allocation, make_person(allocation.party, **facts | given))


def old(allocation, **given):
    return fit(allocation, born_on=date(1960, 5, 1), **given)


def unstated(allocation, **given):
    return fit(allocation, serves_until=None, **given)
