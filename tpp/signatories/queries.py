"""Reading signatories. Not private rows: who may see them, the permission table says."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tpp.acting import Acting
from tpp.db import db
from tpp.signatories.models import Signatory


def standing() -> sa.Select[Signatory]:
    """Every signatory whom no later row replaces, the newest first."""
    later = aliased(Signatory)
    return (
        sa.select(Signatory)
        .where(~sa.exists().where(later.replaces_id == Signatory.id))
        .order_by(Signatory.from_on.desc(), Signatory.id.desc())
    )


def signing_on(day: date) -> list[Signatory]:
    """Who may sign certificates on this day, whoever began first first."""
    statement = (
        standing()
        .where(
            Signatory.from_on <= day,
            sa.or_(Signatory.until_on.is_(None), Signatory.until_on >= day),
        )
        .order_by(None)
        .order_by(Signatory.from_on, Signatory.id)
    )
    return list(db.session.scalars(statement))


def everybody() -> list[Signatory]:
    return list(db.session.scalars(standing()))


def one_signatory(_: Acting, signatory_id: int) -> Signatory | None:
    return db.session.get(Signatory, signatory_id)


def successor(row: Signatory) -> Signatory | None:
    """The row that replaces this one."""
    return db.session.scalar(sa.select(Signatory).where(Signatory.replaces_id == row.id))


def earlier(row: Signatory) -> list[Signatory]:
    """The rows that this one replaced, the latest first."""
    found: list[Signatory] = []
    while row.replaces_id is not None:
        row = db.session.get_one(Signatory, row.replaces_id)
        found.append(row)
    return found
