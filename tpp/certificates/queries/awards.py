"""Recommendations of a run: who may get what, what stops it, and how far the list is."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa

from tpp.accounts.models import Account
from tpp.catalogue.queries import further_qualifications
from tpp.certificates.models import Award, AwardLine, Certificate
from tpp.certificates.queries.naming import checks_of
from tpp.certificates.queries.of_run import (
    Candidate,
    candidates,
    held,
    names_to_print,
    obstacle,
    printed,
)
from tpp.certificates.queries.register import LIVE
from tpp.certificates.rules import VARIANTS, Names, Variant
from tpp.certificates.rules import Status as Issued
from tpp.certificates.rules.awards import (
    OPEN,
    Status,
)
from tpp.certificates.rules.naming import NameState, state_of_name
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering

Key = tuple[int, str]
"""A place and a qualification: there is one certificate in force for each."""


def open_award(run: CourseOffering) -> Award | None:
    """The recommendation of the run that waits for approval or for being issued."""
    return db.session.scalar(
        sa.select(Award).where(Award.offering_id == run.id, Award.status.in_(OPEN))
    )


def last_award(run: CourseOffering) -> Award | None:
    statement = sa.select(Award).where(Award.offering_id == run.id)
    return db.session.scalar(statement.order_by(Award.id.desc()).limit(1))


def lines_in(award: Award, places: Collection[int] | None = None) -> list[AwardLine]:
    """What a recommendation asks for, as far as the reader may see it; of these places alone."""
    statement = sa.select(AwardLine).where(AwardLine.award_id == award.id)
    if places is not None:
        statement = statement.where(AwardLine.enrolment_id.in_(list(places)))
    return list(db.session.scalars(statement.order_by(AwardLine.id)))


def approved_lines(award: Award, places: Collection[int] | None = None) -> list[AwardLine]:
    """What may be issued: nothing before the approval, and never what was taken out."""
    if award.status not in (Status.APPROVED, Status.ISSUED):
        return []
    return [it for it in lines_in(award, places) if not it.is_out]


def in_force(run: CourseOffering, places: Collection[int] | None = None) -> dict[Key, Certificate]:
    """The certificate in force of each place and qualification of the run, or of these places alone."""
    statement = sa.select(Certificate).where(
        Certificate.offering_id == run.id, Certificate.status.in_(LIVE)
    )
    if places is not None:
        statement = statement.where(Certificate.enrolment_id.in_(list(places)))
    found = db.session.scalars(statement.order_by(Certificate.number))
    return {(it.enrolment_id, it.qualification): it for it in found}


def revoked(run: CourseOffering) -> set[Key]:
    """What was revoked: whoever recommends it anew does so by a tick of their own, never by the usual one."""
    statement = sa.select(Certificate.enrolment_id, Certificate.qualification).where(
        Certificate.offering_id == run.id, Certificate.status == Issued.REVOKED
    )
    return {(place, text) for place, text in db.session.execute(statement)}


class Gift(NamedTuple):
    """One certificate that a person has, is recommended for, or could be."""

    key: str
    """See ``key_of``."""
    qualification: str
    is_usual: bool
    """What the outcome itself carries; the others are added by whoever recommends."""
    certificate: Certificate | None
    is_printed: bool
    line: AwardLine | None

    @property
    def is_free(self) -> bool:
        """Neither issued nor on the open recommendation."""
        return self.certificate is None and self.line is None


class Row(NamedTuple):
    """One person on the page of a run's certificates."""

    candidate: Candidate
    names: Names
    name_state: NameState
    obstacle: Refused | None
    gifts: list[Gift]

    @property
    def variant(self) -> Variant | None:
        """What the outcome earns, whether or not it can be printed."""
        return VARIANTS.get(self.candidate.outcome) if self.candidate.outcome else None

    @property
    def issued(self) -> list[Gift]:
        return [it for it in self.gifts if it.certificate]

    @property
    def recommended(self) -> list[Gift]:
        return [it for it in self.gifts if it.line and not it.certificate]

    @property
    def free(self) -> list[Gift]:
        """What can be recommended now; nothing while something stops the person."""
        return [] if self.obstacle else [it for it in self.gifts if it.is_free]


class Sheet(NamedTuple):
    """Everything that the page of a run's certificates shows."""

    rows: list[Row]
    award: Award | None
    """The open recommendation."""

    @property
    def gifts(self) -> dict[str, tuple[Row, Gift]]:
        return {gift.key: (row, gift) for row in self.rows for gift in row.gifts}

    @property
    def recommended(self) -> list[tuple[Row, Gift]]:
        return [(row, gift) for row in self.rows for gift in row.recommended]

    @property
    def free(self) -> list[tuple[Row, Gift]]:
        return [(row, gift) for row in self.rows for gift in row.free]


def sheet_of(run: CourseOffering) -> Sheet:
    """Who of the run may get which certificates, and what stands in the way, person by person."""
    people, facts, award = candidates(run), held(run), open_award(run)
    names, pages, there = names_to_print(people.values()), printed(run), in_force(run)
    checks = checks_of([it.person_id for it in people.values()])
    lines = {(it.enrolment_id, it.qualification): it for it in (lines_in(award) if award else ())}
    gone, rows = revoked(run), []
    for place, candidate in people.items():
        given = [text for whose, text in (*there, *lines) if whose == place]
        possible = qualifications_of(run, candidate, given)
        gifts = [
            gift_of(candidate, text, there.get((place, text)), pages, lines.get((place, text)))
            for text in possible
        ]
        gifts = [
            it._replace(is_usual=False) if (place, it.qualification) in gone else it for it in gifts
        ]
        who = names[candidate.person_id]
        state = state_of_name(checks.get(candidate.person_id), who)
        rows.append(Row(candidate, who, state, obstacle(candidate, who, facts), gifts))
    return Sheet(rows, award)


def gift_of(
    candidate: Candidate,
    text: str,
    certificate: Certificate | None,
    pages: Collection[int],
    line: AwardLine | None,
) -> Gift:
    is_printed = certificate is not None and certificate.id in pages
    key, is_usual = key_of(candidate.enrolment_id, text), text == (candidate.qualification or "")
    return Gift(key, text, is_usual, certificate, is_printed, line)


def key_of(place: int, qualification: str) -> str:
    """What a tick is called: the place, and a few letters that stand for the qualification."""
    return f"{place}-{sha256(qualification.encode()).hexdigest()[:10]}"


def qualifications_of(
    run: CourseOffering, candidate: Candidate, given: Sequence[str] = ()
) -> list[str]:
    """What this person's certificates may say: the outcome's own, the version's others, those given."""
    further = further_qualifications(run.course_version, candidate.outcome or "")
    return list(dict.fromkeys([candidate.qualification or "", *further, *given]))


def people_named(ids: Collection[int | None]) -> dict[int, str]:
    """Names of the accounts that recommended or answered."""
    found = sa.select(Account.id, Account.name).where(Account.id.in_([it for it in ids if it]))
    return {row.id: row.name for row in db.session.execute(found)}
