"""Recommendations of a run: who may get what, what stops it, and how far the list is."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import sqlalchemy as sa

from tpp.accounts.models import Account
from tpp.catalogue.queries import further_qualifications
from tpp.certificates.models import Award, AwardLine, Certificate, OfHolder
from tpp.certificates.queries.naming import checks_of
from tpp.certificates.queries.of_run import (
    Candidate,
    Holds,
    Key,
    held,
    holding,
    key_of,
    names_of_all,
    obstacle,
    printed,
)
from tpp.certificates.queries.register import LIVE
from tpp.certificates.queries.team import Colleague, names_of_accounts
from tpp.certificates.queries.team import state_of as state_of_staff_name
from tpp.certificates.rules import VARIANTS, WORKED, Names, Variant
from tpp.certificates.rules import Status as Issued
from tpp.certificates.rules.awards import (
    OPEN,
    Status,
)
from tpp.certificates.rules.naming import NameState, state_of_name
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering


def open_award(run: CourseOffering) -> Award | None:
    """The recommendation of the run that waits for approval or for being issued."""
    return db.session.scalar(
        sa.select(Award).where(Award.offering_id == run.id, Award.status.in_(OPEN))
    )


def last_award(run: CourseOffering) -> Award | None:
    statement = sa.select(Award).where(Award.offering_id == run.id)
    return db.session.scalar(statement.order_by(Award.id.desc()).limit(1))


def lines_in(award: Award, whose: Collection[str] | None = None) -> list[AwardLine]:
    """What a recommendation asks for, as far as the reader may see it; of these holders alone."""
    statement = sa.select(AwardLine).where(AwardLine.award_id == award.id)
    found = db.session.scalars(of_these(statement, AwardLine, whose).order_by(AwardLine.id))
    return list(found)


def of_these(statement: Any, model: type[OfHolder], whose: Collection[str] | None) -> Any:
    """Of these holders alone, where some are named (``OfHolder.whose``)."""
    if whose is None:
        return statement
    staff = [int(it[1:]) for it in whose if it.startswith("s")]
    places = [int(it) for it in whose if not it.startswith("s")]
    return statement.where(sa.or_(model.enrolment_id.in_(places), model.staffing_id.in_(staff)))


def approved_lines(award: Award, whose: Collection[str] | None = None) -> list[AwardLine]:
    """What may be issued: nothing before the approval, and never what was taken out."""
    if award.status not in (Status.APPROVED, Status.ISSUED):
        return []
    return [it for it in lines_in(award, whose) if not it.is_out]


def in_force(run: CourseOffering, whose: Collection[str] | None = None) -> dict[Key, Certificate]:
    """The certificate in force of each holder and kind of the run, or of these holders alone."""
    statement = sa.select(Certificate).where(
        Certificate.offering_id == run.id, Certificate.status.in_(LIVE)
    )
    statement = of_these(statement, Certificate, whose)
    found = db.session.scalars(statement.order_by(Certificate.number))
    return {key_of(it): it for it in found}


def revoked(run: CourseOffering) -> set[Key]:
    """What was revoked: whoever recommends it anew does so by a tick of their own, never by the usual one."""
    statement = sa.select(Certificate).where(
        Certificate.offering_id == run.id, Certificate.status == Issued.REVOKED
    )
    return {key_of(it) for it in db.session.scalars(statement)}


class Gift(NamedTuple):
    """One certificate that a person has, is recommended for, or could be."""

    key: str
    """See ``tick_of``."""
    qualification: str
    kind: str
    """A ``Variant``; empty where nothing is earned."""
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

    candidate: Holds
    names: Names
    name_state: NameState
    obstacle: Refused | None
    gifts: list[Gift]

    @property
    def variant(self) -> Variant | None:
        """What the outcome or the work earns, whether or not it can be printed."""
        if isinstance(self.candidate, Colleague):
            return WORKED.get(self.candidate.role)
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
    def trainees(self) -> list[Row]:
        return [row for row in self.rows if not row.candidate.of_team]

    @property
    def team(self) -> list[Row]:
        """Those who worked in the run."""
        return [row for row in self.rows if row.candidate.of_team]

    @property
    def gifts(self) -> dict[str, tuple[Row, Gift]]:
        return {gift.key: (row, gift) for row in self.rows for gift in row.gifts}

    @property
    def recommended(self) -> list[tuple[Row, Gift]]:
        return [(row, gift) for row in self.rows for gift in row.recommended]

    @property
    def free(self) -> list[tuple[Row, Gift]]:
        return [(row, gift) for row in self.rows for gift in row.free]


class Known(NamedTuple):
    """What stands in the register and on the open recommendation of a run, by whose it is and what."""

    there: dict[Key, Certificate]
    lines: dict[Key, AwardLine]
    gone: set[Key]
    pages: set[int]


def sheet_of(run: CourseOffering) -> Sheet:
    """Who of the run may get which certificates, and what stands in the way, person by person."""
    people, facts, award = holding(run), held(run), open_award(run)
    names = names_of_all(people.values())
    lines = {key_of(it): it for it in (lines_in(award) if award else ())}
    known = Known(in_force(run), lines, revoked(run), printed(run))
    states = states_of_names(people.values(), names)
    rows = []
    for whose, candidate in people.items():
        who = names[whose]
        stop, gifts = obstacle(candidate, who, facts), gifts_of(run, candidate, known)
        rows.append(Row(candidate, who, states[whose], stop, gifts))
    return Sheet(rows, award)


def states_of_names(people: Collection[Holds], names: Mapping[str, Names]) -> dict[str, NameState]:
    """What was said of each name as it stands now, by whose it is."""
    trainees = [it for it in people if isinstance(it, Candidate)]
    team = [it for it in people if isinstance(it, Colleague)]
    checks = checks_of([it.person_id for it in trainees])
    rows = names_of_accounts([it.account_id for it in team])
    return {
        it.whose: state_of_name(checks.get(it.person_id), names[it.whose]) for it in trainees
    } | {it.whose: state_of_staff_name(rows.get(it.account_id), names[it.whose]) for it in team}


def gifts_of(run: CourseOffering, candidate: Holds, known: Known) -> list[Gift]:
    """Every certificate that this person has, is recommended for, or could be."""
    given = [what for whose, what in (*known.there, *known.lines) if whose == candidate.whose]
    if isinstance(candidate, Colleague):
        kinds = dict.fromkeys([str(WORKED.get(candidate.role, "")), *given])
        return [gift_of(candidate, "", kind, known) for kind in kinds if kind]
    outcome = VARIANTS.get(candidate.outcome, "") if candidate.outcome else ""
    possible = qualifications_of(run, candidate, given)
    return [gift_of(candidate, text, str(outcome), known) for text in possible]


def gift_of(candidate: Holds, text: str, kind: str, known: Known) -> Gift:
    """The team is never ticked beforehand: that somebody is certified for their work is said by a tick."""
    key = candidate.whose, kind if candidate.of_team else text
    certificate, usual = known.there.get(key), candidate.qualification or ""
    return Gift(
        tick_of(*key),
        text,
        certificate.kind if certificate else kind,
        is_usual=not candidate.of_team and text == usual and key not in known.gone,
        certificate=certificate,
        is_printed=certificate is not None and certificate.id in known.pages,
        line=known.lines.get(key),
    )


def tick_of(whose: str, what: str) -> str:
    """What a tick is called: whose it is, and a few letters that stand for what it says."""
    return f"{whose}-{sha256(what.encode()).hexdigest()[:10]}"


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
