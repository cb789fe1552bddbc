"""Whose a certificate is: somebody with a place in a run, or somebody of its team. Exactly one of them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.enrolments.models import same_enrolment
from tpp.scope import Scope, Scoped, Sight


class OfHolder(Scoped):
    """A row of a run, about one place of a trainee or one of those who teach.

    Of a place it names Party and person as the place does; of the team the account, and no Party: the
    office of no country sees it, and those who see the run alone (its team) do.
    """

    enrolment_id: Mapped[int | None] = mapped_column(index=True)
    party_id: Mapped[int | None]  # type: ignore[assignment]
    person_id: Mapped[int | None] = mapped_column(index=True)
    staffing_id: Mapped[int | None] = mapped_column(index=True)
    account_id: Mapped[int | None]
    offering_id: Mapped[int] = mapped_column(index=True)

    @property
    def of_team(self) -> bool:
        """Of somebody who taught, not of somebody who was taught."""
        return self.staffing_id is not None

    @property
    def whose(self) -> str:
        """Whose it is in one word: “17” of a place, “s17” of the team."""
        return f"s{self.staffing_id}" if self.of_team else str(self.enrolment_id)


ONE = sa.text(
    "(enrolment_id IS NOT NULL AND party_id IS NOT NULL AND person_id IS NOT NULL"
    " AND staffing_id IS NULL AND account_id IS NULL)"
    " OR (enrolment_id IS NULL AND party_id IS NULL AND person_id IS NULL"
    " AND staffing_id IS NOT NULL AND account_id IS NOT NULL)"
)


def one_holder(*, ondelete: str | None = None) -> tuple[sa.Constraint, ...]:
    """The walls in the database: a place with its Party and person, or one of the team; never both.

    A foreign key of which a column is empty is not checked, and the check leaves none half filled.
    """
    of_team = ["staffing_id", "offering_id", "account_id"]
    team = ["staffing.id", "staffing.offering_id", "staffing.account_id"]
    return (
        same_enrolment(),
        sa.ForeignKeyConstraint(of_team, team, ondelete=ondelete),
        sa.CheckConstraint(ONE, name="one_holder"),
    )


class OwnInRuns:
    """Mixed into a table that trainers never see, but for the rows about the team of a run."""

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return sa.and_(cls.offering_id.in_(ids), cls.person_id.is_(None))  # type: ignore[attr-defined]

    @classmethod
    def admits(cls, scope: Scope, row: Mapping[str, Any]) -> bool:
        hidden = scope.sight is Sight.OFFERINGS and row.get("person_id") is not None
        return not hidden and super().admits(scope, row)  # type: ignore[misc]
