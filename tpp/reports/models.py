"""How far each nomination came: what figures are counted from, kept by the transactions themselves."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tpp.db import db
from tpp.people.rules import Sex
from tpp.scope import HiddenFromRuns, Scoped


class Standing(HiddenFromRuns, Scoped, db.Model):
    """One person and seat: who, for which run, and the steps reached (rules.Step added up).

    Derived from nomination, person, enrolment, outcome and certificate whenever one of them changes
    (actions.keep), so that a page of figures is one walk along an index.
    """

    nomination_id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int]
    party_id: Mapped[int]
    person_id: Mapped[int]
    nationality_id: Mapped[int]
    sex: Mapped[Sex]
    reached: Mapped[int]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["nomination_id", "party_id", "offering_id", "person_id"],
            [
                "nomination.id",
                "nomination.party_id",
                "nomination.offering_id",
                "nomination.person_id",
            ],
            ondelete="CASCADE",
        ),
        sa.Index("ix_standing_by_run", "offering_id", "sex", "reached", "nationality_id"),
        sa.Index("ix_standing_by_country", "nationality_id", "sex", "reached", "offering_id"),
        sa.Index(
            "ix_standing_by_party", "party_id", "offering_id", "nationality_id", "sex", "reached"
        ),
        sa.Index(None, "person_id"),
    )
