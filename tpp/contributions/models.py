"""What a Party gives to a run."""

from decimal import Decimal
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.contributions.rules import FLOW, Kind, Status
from tpp.db import Code, Key, Word, db
from tpp.history.models import HasFlow
from tpp.offerings.models import Participation


class Exact(sa.TypeDecorator[Decimal]):
    """An amount to three digits after the point, the same on every database: kept as thousandths."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(Decimal(value) * 1000)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else plain(Decimal(value) / 1000)


def plain(amount: Decimal) -> Decimal:
    """12 and 12.5, not 12.000 and 12.500."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount.normalize()


Amount = Annotated[Decimal, mapped_column(Exact)]


class Contribution(HasFlow, db.Model):
    """What a Party planned to give to a run and what it gave; empty means not reported."""

    id: Mapped[Key]
    participation_id: Mapped[int] = mapped_column(sa.ForeignKey("participation.id"), index=True)
    kind: Mapped[Kind] = mapped_column(default=Kind.OTHER)
    what: Mapped[Word] = mapped_column(default="")
    unit: Mapped[Code] = mapped_column(default="")
    currency: Mapped[Code] = mapped_column(default="")
    """ISO 4217, of money. Amounts in two currencies are never added."""
    planned: Mapped[Amount | None]
    planned_women: Mapped[int | None]
    actual: Mapped[Amount | None]
    """Of trainers and interpreters always empty: they are counted from the team."""
    status: Mapped[Status] = mapped_column(default=Status.PLEDGED)

    participation: Mapped[Participation] = relationship()

    flow = FLOW

    @property
    def offering_id(self) -> int:
        return self.participation.offering_id
