"""Reading receipts, and how long a browser stays signed in."""

from datetime import datetime

import sqlalchemy as sa

from tpp.accounts.models import SignedIn
from tpp.db import db
from tpp.devices.models import Receipt


def receipt_of(uuid: str) -> Receipt | None:
    return db.session.scalar(sa.select(Receipt).where(Receipt.uuid == uuid))


def end_of(browser_id: int) -> datetime:
    """When this signed-in browser is signed out at the latest."""
    return db.session.scalars(sa.select(SignedIn.until).where(SignedIn.id == browser_id)).one()
