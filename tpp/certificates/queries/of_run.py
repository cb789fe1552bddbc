"""Who of a run gets which certificate, and what stands between a person and theirs."""

from collections.abc import Collection
from typing import NamedTuple, Protocol

import sqlalchemy as sa
from flask import current_app

from tpp.assessments.models import Outcome
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.models import AwardLine, Certificate, CertificateFile
from tpp.certificates.queries.register import LIVE
from tpp.certificates.queries.team import Colleague, colleagues, names_of_team
from tpp.certificates.rules import (
    DRAFT,
    Held,
    Names,
    Status,
    Variant,
    latin_tag,
    variant_of,
    wording,
)
from tpp.db import db
from tpp.designs.queries import design_for
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import COUNTS
from tpp.parties.models import Party
from tpp.people.models import Person, PersonName
from tpp.people.rules import NameKind


def base_url() -> str:
    return str(current_app.config["BASE_URL"])


class Candidate(NamedTuple):
    """Somebody who came to a run, with what was decided and what would be printed."""

    enrolment_id: int
    party_id: int
    person_id: int
    offering_id: int
    name: str
    language: str
    party: str
    outcome: OutcomeStatus | None
    qualification: str | None
    override_asked: OutcomeStatus | None

    @property
    def whose(self) -> str:
        """As ``OfHolder.whose``."""
        return str(self.enrolment_id)

    @property
    def ties(self) -> dict[str, int]:
        """The columns that say whose a row is."""
        return {
            "enrolment_id": self.enrolment_id,
            "party_id": self.party_id,
            "person_id": self.person_id,
            "offering_id": self.offering_id,
        }

    @property
    def of_team(self) -> bool:
        return False

    def earned(self) -> Variant:
        """What the outcome earns; Refused where it earns nothing, or may change."""
        return variant_of(self.outcome, self.override_asked)


Holds = Candidate | Colleague
"""Whoever can get a certificate of a run."""


Key = tuple[str, str]
"""A place and a qualification, or one of the team and a kind: one certificate is in force for each."""


def candidates(run: CourseOffering, places: Collection[int] | None = None) -> dict[int, Candidate]:
    """Everybody who came to the run, by place, in the order of countries and names."""
    statement = (
        sa.select(
            Enrolment.id,
            Enrolment.party_id,
            Enrolment.person_id,
            Enrolment.offering_id,
            Person.name,
            Person.language,
            Party.name,
            Outcome.status,
            Outcome.qualification,
            Outcome.override_asked,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Party, Party.id == Enrolment.party_id)
        .outerjoin(Outcome, Outcome.enrolment_id == Enrolment.id)
        .where(Enrolment.offering_id == run.id, Enrolment.status.in_(CAME))
        .order_by(Party.name, Person.name, Enrolment.id)
    )
    if places is not None:
        statement = statement.where(Enrolment.id.in_(places))
    return {row[0]: Candidate._make(row) for row in db.session.execute(statement)}


class HasName(Protocol):
    """Somebody whose name may be printed."""

    @property
    def person_id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...


def names_to_print(people: Collection[HasName]) -> dict[int, Names]:
    """The names of each person as a certificate prints them, by person."""
    wanted = (NameKind.PRINTED, NameKind.NATIVE)
    statement = (
        sa.select(PersonName.person_id, PersonName.kind, PersonName.text, PersonName.language)
        .where(
            PersonName.person_id.in_([it.person_id for it in people]), PersonName.kind.in_(wanted)
        )
        .order_by(PersonName.id)
    )
    found = {(who, kind): (text, tag) for who, kind, text, tag in db.session.execute(statement)}
    return {it.person_id: names_of(it, found) for it in people}


def names_of(person: HasName, found: dict[tuple[int, NameKind], tuple[str, str]]) -> Names:
    latin = latin_tag(person.language)
    name, tag = found.get((person.person_id, NameKind.PRINTED), (person.name, latin))
    native, native_tag = found.get((person.person_id, NameKind.NATIVE), ("", ""))
    if not native or native == name:
        return Names(name, tag or latin)
    return Names(name, tag or latin, native, native_tag or person.language)


def held(run: CourseOffering) -> Held:
    design = design_for(run.course_version)
    return Held(
        course=run.course_version.course.title,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        venue=run.venue,
        place=run.place,
        hours=run.hours,
        languages=run.languages,
        is_demonstration=run.is_demonstration,
        design=design.key,
        second=design.second,
    )


def obstacle(candidate: Holds, names: Names, run: Held) -> Refused | None:
    """What stops this person's certificate; None where nothing does."""
    try:
        qualification = candidate.qualification or ""
        wording(run, names, candidate.earned(), qualification, DRAFT, base_url())
    except Refused as refusal:
        return refusal
    return None


def live(run: CourseOffering) -> dict[int, Certificate]:
    """The certificate in force of each place of the run that has one."""
    statement = sa.select(Certificate).where(
        Certificate.offering_id == run.id, Certificate.status.in_(LIVE)
    )
    return {it.enrolment_id: it for it in db.session.scalars(statement) if it.enrolment_id}


def replaced(run: CourseOffering) -> dict[Key, int]:
    """The superseded certificate of each holder and kind whose successor is to be entered."""
    later = sa.orm.aliased(Certificate)
    found = sa.select(Certificate).where(
        Certificate.offering_id == run.id,
        Certificate.status == Status.SUPERSEDED,
        ~sa.exists().where(later.supersedes_id == Certificate.id),
    )
    return {key_of(it): it.id for it in db.session.scalars(found)}


def key_of(row: Certificate | AwardLine) -> Key:
    return row.whose, row.kind if row.of_team else row.qualification


def key_for(candidate: Holds) -> Key:
    """The same of a certificate that is to be; Refused where none is earned."""
    what = candidate.earned() if candidate.of_team else candidate.qualification or ""
    return candidate.whose, str(what)


def holding(
    run: CourseOffering,
    places: Collection[int] | None = None,
    staff: Collection[int] | None = None,
) -> dict[str, Holds]:
    """Those who came to the run, and those who worked in it, by whose it is; of these alone."""
    people: list[Holds] = [*candidates(run, places).values(), *colleagues(run, staff).values()]
    return {it.whose: it for it in people}


def names_of_all(people: Collection[Holds]) -> dict[str, Names]:
    """The names of each as a certificate prints them, by whose it is."""
    trainees = [it for it in people if isinstance(it, Candidate)]
    team = [it for it in people if isinstance(it, Colleague)]
    records, accounts = names_to_print(trainees), names_of_team(team)
    return {it.whose: records[it.person_id] for it in trainees} | {
        it.whose: accounts[it.account_id] for it in team
    }


def printed(run: CourseOffering) -> set[int]:
    """The certificates of the run whose page is stored."""
    statement = sa.select(CertificateFile.certificate_id).where(
        CertificateFile.offering_id == run.id
    )
    return set(db.session.scalars(statement))


COUNTS["certificates"] = lambda run_id: (
    sa.select(sa.func.count(Certificate.id))
    .where(Certificate.offering_id == run_id, Certificate.status.in_(LIVE))
    .scalar_subquery()
)
