"""What tests of offices, links and passwords have in common."""

import sqlalchemy as sa

from tests.browsing import stands
from tests.factories import make_office, make_party
from tpp.accounts.actions import links, signing_in
from tpp.accounts.models import SignedIn
from tpp.acting import Role
from tpp.db import db
from tpp.outbox.models import Message

NEW = "an otter swims in the Nile"


def focal_office(**given):
    return make_office(Role.FOCAL_POINT, party_id=make_party().id, **given)


def word_of(template):
    """The random word in the last mail of this kind."""
    last = sa.select(Message).where(Message.template == template).order_by(Message.id.desc())
    return db.session.scalars(last).first().words["token"]


def invite(office, by, email="asha@example.org"):
    return links.ask(office, by=by, email=email, name="Asha")


def count(model):
    return stands(sa.select(sa.func.count()).select_from(model))


def open_browser(account, office_id):
    return signing_in.open_browser(account, office_id, "Test browser")


def open_browsers():
    return db.session.scalars(sa.select(SignedIn.office_id)).all()
