"""Before the register: who is recommended for a certificate, and names that were confirmed."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.certificates.models.holders import OfHolder, one_holder
from tpp.certificates.rules.awards import FLOW, OPEN, Status
from tpp.db import Code, Key, Text, Version, Word, db
from tpp.history.models import HasFlow
from tpp.offerings.models import CourseOffering
from tpp.people.models import ENROLLED, OfPerson, same_person_and_party
from tpp.scope import HiddenFromRuns

IS_OPEN = sa.text(f"status IN ({', '.join(repr(str(it)) for it in OPEN)})")


class Award(HasFlow, db.Model):
    """A list of people of a run who are recommended for certificates; a second person approves it."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    status: Mapped[Status] = mapped_column(default=Status.RECOMMENDED)
    dated_on: Mapped[date]
    """The day of the ceremony, in the run's zone: the date of issue is this day or a later one."""
    signatories: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    """Who signs, in the order of the page."""
    note: Mapped[Text]
    """What whoever recommends tells whoever approves."""
    recommended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    recommended_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[Text]
    """Why it was returned."""
    reason: Mapped[Text]
    """Why certificates are issued in names that nobody confirmed."""
    once: Mapped[Code | None] = mapped_column(unique=True)
    """The form that recommended: sent twice, it recommends once."""

    offering: Mapped[CourseOffering] = relationship()

    flow = FLOW
    __table_args__ = (
        sa.UniqueConstraint("id", "offering_id"),
        sa.Index(
            "uq_award_open",
            "offering_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )


class AwardLine(OfHolder, db.Model):
    """One certificate that a recommendation asks for: whose, of which kind, with which qualification."""

    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[Code]
    qualification: Mapped[Word]
    is_out: Mapped[bool] = mapped_column(default=False)
    """Whoever approved took it out."""
    salt: Mapped[Code] = mapped_column(default="")
    names_hash: Mapped[Code] = mapped_column(default="")
    """Of the name that was approved; empty until then."""

    __table_args__ = (
        *one_holder(ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["award_id", "offering_id"], ["award.id", "award.offering_id"]),
        sa.UniqueConstraint("award_id", "enrolment_id", "qualification"),
        sa.UniqueConstraint("award_id", "staffing_id", "kind"),
    )


class NameCheck(OfPerson, db.Model):
    """That somebody looked at a name as it would be printed, and what they said. Never changed."""

    id: Mapped[Key]
    is_right: Mapped[bool]
    salt: Mapped[Code]
    names_hash: Mapped[Code]
    """Of the letters that were shown; a name that changes afterwards is unconfirmed again."""
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    role: Mapped[Code]
    at: Mapped[datetime]

    __table_args__ = (
        same_person_and_party(),
        sa.UniqueConstraint("id", "person_id", "party_id"),
    )

    @classmethod
    def in_offerings(cls, ids: tuple[int, ...]) -> sa.ColumnElement[bool]:
        return cls.person_id.in_(
            sa.select(ENROLLED.c.person_id).where(ENROLLED.c.offering_id.in_(ids))
        )


class NameWish(HiddenFromRuns, OfPerson, db.Model):
    """How a name should be, in the words of whoever said that it is not right. For the office to read."""

    id: Mapped[Key]
    name_check_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[Word] = mapped_column(default="")
    native: Mapped[Word] = mapped_column(default="")
    note: Mapped[Text]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["name_check_id", "person_id", "party_id"],
            ["name_check.id", "name_check.person_id", "name_check.party_id"],
        ),
        same_person_and_party(),
    )


class StaffName(db.Model):
    """How somebody who teaches wants to be named on certificates, and that the name is right.

    Those who teach have an account and no record: the account's name is printed until they write another.
    """

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    name: Mapped[Word] = mapped_column(default="")
    """In Latin letters; empty: as in the account."""
    native: Mapped[Word] = mapped_column(default="")
    native_language: Mapped[Code] = mapped_column(default="")
    """BCP 47; decides the typeface."""
    salt: Mapped[Code] = mapped_column(default="")
    names_hash: Mapped[Code] = mapped_column(default="")
    """Of the letters that somebody confirmed; empty while nobody did."""
    role: Mapped[Code] = mapped_column(default="")
    """Of whoever confirmed them."""
    at: Mapped[datetime]
    version: Mapped[Version]
