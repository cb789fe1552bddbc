"""The people whom Parties put forward."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tpp.accounts.models import Account
from tpp.catalogue.rules.eligibility import ClearanceKind, DocumentKind
from tpp.db import Code, Key, Text, Word, db
from tpp.files.models import StoredFile
from tpp.history.models import HasFlow
from tpp.nominations.rules import ENDED, FLOW, Status
from tpp.nominations.rules.eligibility import ClearanceOutcome
from tpp.nominations.rules.grants import FLOW as GRANT_FLOW
from tpp.nominations.rules.grants import Status as GrantStatus
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.people.models import Person, human_of, same_human, same_person_and_party
from tpp.people.rules import Answer
from tpp.scope import HiddenFromRuns, Scoped
from tpp.seats.models import NoPerson, same_run
from tpp.seats.rules import Claim, Groups

LIVE = sa.text(f"status NOT IN ({', '.join(sorted(repr(str(status)) for status in ENDED))})")


class Nomination(HiddenFromRuns, HasFlow, Scoped, db.Model):
    """A person put forward by a Party for a run."""

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("party.id"))
    person_id: Mapped[int] = mapped_column()
    human_id: Mapped[int] = mapped_column(default=human_of, index=True)
    """Whom the records of one human being have in common: a live nomination a run is of that one."""
    allocation_id: Mapped[int] = mapped_column(index=True)
    """The seats of the Party in this run, of which one is held when the nominee is selected."""
    station_id: Mapped[int | None] = mapped_column(index=True)
    language_group_id: Mapped[int | None] = mapped_column(index=True)
    """The groups of the run in which the nominee would sit, where it has such groups."""
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    """The mission in which the nominee serves, where it sends from troops already deployed."""
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    reserve_rank: Mapped[int | None]
    reason: Mapped[Text]
    """The words of the last decision, for the office."""
    note: Mapped[Text]
    """What the office says of the nominee."""
    deploys: Mapped[Answer] = mapped_column(default=Answer.UNKNOWN)
    """Whether the office expects to deploy the nominee after the course."""
    deploys_on: Mapped[date | None]
    deploys_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("party.id"))
    declared: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By code of a course: Answer, where the register has no record of the nominee's having taken it."""
    made_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]
    """Until when a selected nominee can accept the place."""
    once: Mapped[Code | None] = mapped_column(unique=True)

    offering: Mapped[CourseOffering] = relationship()
    party: Mapped[Party] = relationship(foreign_keys=[party_id])
    mission: Mapped[Party | None] = relationship(foreign_keys=[mission_id])
    deploys_to: Mapped[Party | None] = relationship(foreign_keys=[deploys_to_id])
    person: Mapped[Person] = relationship(
        primaryjoin=lambda: Nomination.person_id == Person.id, foreign_keys=[person_id]
    )

    flow = FLOW
    __table_args__ = (
        same_person_and_party(),
        same_human(),
        sa.ForeignKeyConstraint(
            ["allocation_id", "party_id", "offering_id"],
            ["seat_allocation.id", "seat_allocation.party_id", "seat_allocation.offering_id"],
        ),
        same_run("station_id"),
        same_run("language_group_id"),
        sa.UniqueConstraint("id", "party_id", "offering_id", "person_id"),
        sa.UniqueConstraint("id", "party_id", "offering_id"),
        sa.Index(
            "uq_nomination_live",
            "offering_id",
            "human_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        sa.Index(None, "offering_id", "status"),
        sa.Index(None, "party_id", "status"),
        sa.Index(None, "person_id", "status"),
        sa.Index(None, "status", "submitted_at"),
    )

    @property
    def groups(self) -> Groups:
        return Groups(self.station_id, self.language_group_id)

    @property
    def claim(self) -> Claim:
        """What a seat for this nominee takes."""
        return Claim(self.allocation_id, self.groups)


class OfNomination(NoPerson, HiddenFromRuns, Scoped):
    """A row about one nomination: for its office and the programme, never for trainers or trainees."""

    nomination_id: Mapped[int] = mapped_column(index=True)
    offering_id: Mapped[int]
    party_id: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("office.id"))
    """Who wrote it, and for which office."""
    at: Mapped[datetime]


def same_nomination() -> sa.ForeignKeyConstraint:
    """The wall in the database: a row about a nomination cannot name another Party or run."""
    ties = ("id", "party_id", "offering_id")
    return sa.ForeignKeyConstraint(
        ["nomination_id", "party_id", "offering_id"], [f"nomination.{tie}" for tie in ties]
    )


class RuleOverride(OfNomination, db.Model):
    """That a nominee may pass a rule all the same, or no longer may: append-only, the newest stands."""

    id: Mapped[Key]
    rule_id: Mapped[int] = mapped_column(sa.ForeignKey("eligibility_rule.id"))
    stands: Mapped[bool]
    reason: Mapped[Text]
    by_name: Mapped[Word]
    """The office that decided."""

    __table_args__ = (same_nomination(),)


class Clearance(OfNomination, db.Model):
    """A decision on vetting, fitness or conduct: append-only, the newest of a kind stands.

    The decision alone: never a case, never a diagnosis.
    """

    id: Mapped[Key]
    kind: Mapped[ClearanceKind]
    decision: Mapped[ClearanceOutcome]
    certifier: Mapped[Word] = mapped_column(default="")
    """Who decided: an authority, by its name."""
    decided_on: Mapped[date | None]
    reference: Mapped[Word] = mapped_column(default="")
    """The number of the paper on which it stands."""

    __table_args__ = (same_nomination(),)


class NomineeDocument(OfNomination, db.Model):
    """A paper of a nominee: append-only, the newest of a kind stands, the ones before it are kept.

    One that was taken back stays as a row; its file is erased.

    What the file was called where it came from is not kept: names of files tell of people.
    """

    id: Mapped[Key]
    kind: Mapped[DocumentKind]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)

    file: Mapped[StoredFile] = relationship()
    taken_back: Mapped["DocumentWithdrawal | None"] = relationship(
        primaryjoin=lambda: NomineeDocument.id == DocumentWithdrawal.document_id,
        foreign_keys=lambda: DocumentWithdrawal.document_id,
        viewonly=True,
    )

    granted_to = frozenset[int]()
    """Accounts with a live grant for the run, where it was read for somebody who needs one."""

    __table_args__ = (same_nomination(), sa.UniqueConstraint("id", "nomination_id", "party_id"))


class DocumentWithdrawal(OfNomination, db.Model):
    """That the office took a paper back, before anything was decided about its nominee: append-only."""

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(unique=True)
    by_name: Mapped[Word]
    """The office that took it back."""

    __table_args__ = (
        same_nomination(),
        sa.ForeignKeyConstraint(
            ["document_id", "nomination_id", "party_id"],
            [f"nominee_document.{tie}" for tie in ("id", "nomination_id", "party_id")],
        ),
    )


class DocumentGrant(HasFlow, db.Model):
    """That a coordinator may read the papers of a run's nominees until a moment: asked for and given.

    Whether it has ended by its date is computed.
    """

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(sa.ForeignKey("course_offering.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    """Who asks, and alone may read."""
    status: Mapped[GrantStatus] = mapped_column(default=GrantStatus.ASKED)
    reason: Mapped[Text]
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    until: Mapped[datetime | None]

    offering: Mapped[CourseOffering] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])

    flow = GRANT_FLOW

    def is_live(self, now: datetime) -> bool:
        return self.status is GrantStatus.GRANTED and self.until is not None and now < self.until
