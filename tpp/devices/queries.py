"""Reading receipts."""

import sqlalchemy as sa

from tpp.db import db
from tpp.devices.models import Receipt


def receipt_of(uuid: str) -> Receipt | None:
    return db.session.scalar(sa.select(Receipt).where(Receipt.uuid == uuid))
