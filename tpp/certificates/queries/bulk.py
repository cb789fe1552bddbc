"""The certificates of a run, one after another: pages to gather, holders to write to."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.models import Certificate, CertificateName
from tpp.certificates.queries.holders import holders
from tpp.certificates.rules import Status
from tpp.db import db
from tpp.jobs.models import Job
from tpp.jobs.rules import ENDED
from tpp.jobs.rules import Status as JobStatus
from tpp.offerings.models import CourseOffering
from tpp.outbox.models import Message
from tpp.outbox.queries import about
from tpp.outbox.rules import Fate
from tpp.parties.models import Party
from tpp.people.models import Person

KEPT_FOR = timedelta(days=1)
"""How long what was gathered can be downloaded by whoever asked for it."""

KINDS = ("certificates.zip", "certificates.bound")


TEAM = "Team"
"""In place of a country: those who worked in the run."""


class Page(NamedTuple):
    """A certificate in force, for its place in a bundle."""

    certificate: Certificate
    name: str
    party: str


def pages_of(run: CourseOffering) -> list[Page]:
    """The certificates of the run that are in force: countries and names in order, the team last."""
    statement = (
        sa.select(Certificate, CertificateName.names, Party.name)
        .join(CertificateName, CertificateName.certificate_id == Certificate.id)
        .outerjoin(Person, Person.id == Certificate.person_id)
        .outerjoin(Party, Party.id == Certificate.party_id)
        .where(Certificate.offering_id == run.id, Certificate.status == Status.ISSUED)
        .order_by(Certificate.staffing_id.is_not(None), Party.name, Person.name, Certificate.number)
    )
    rows = db.session.execute(statement)
    return [Page(row[0], row[1].get("name", ""), row[2] or TEAM) for row in rows]


def ended_since(asked: str) -> int:
    """How often such work was asked for and has ended."""
    statement = sa.select(sa.func.count()).where(
        Job.key.startswith(asked, autoescape=True), Job.status.in_(ENDED)
    )
    return db.session.scalar(statement) or 0


class Bundle(NamedTuple):
    """What somebody asked for and may download for a day."""

    job: Job
    place: str
    name: str
    media_type: str
    size: int
    until: Any


def bundle_of(acting: Acting, job_id: int) -> Bundle | None:
    """The bundle of a job that this very account asked for, while it is kept."""
    job = db.session.get(Job, job_id)
    if job is None or acting.account_id is None or job.account_id != acting.account_id:
        return None
    return bundle(job)


def bundle(job: Job) -> Bundle | None:
    made = job.result
    if job.kind not in KINDS or job.status is not JobStatus.DONE or not made.get("place"):
        return None
    until = job.ended_at + KEPT_FOR if job.ended_at else clock.now()
    if until <= clock.now():
        return None
    return Bundle(job, made["place"], made["name"], made["media_type"], made["size"], until)


def bundles(run: CourseOffering, acting: Acting) -> list[Bundle]:
    """What this account gathered of the run and can still download, the newest first."""
    statement = sa.select(Job).where(
        Job.kind.in_(KINDS), Job.account_id == acting.account_id, Job.status == JobStatus.DONE
    )
    jobs = db.session.scalars(statement.order_by(Job.id.desc()).limit(50))
    of_run = (bundle(it) for it in jobs if it.arguments["offering_id"] == run.id)
    return [it for it in of_run if it]


def over_bundles() -> Sequence[Job]:
    """Jobs whose bundle was kept long enough."""
    statement = sa.select(Job).where(
        Job.kind.in_(KINDS),
        Job.status == JobStatus.DONE,
        Job.ended_at <= clock.now() - KEPT_FOR,
        Job.ended_at > clock.now() - 30 * KEPT_FOR,
    )
    return [it for it in db.session.scalars(statement) if it.result.get("place")]


class Holder(NamedTuple):
    """Somebody with a certificate, and whether they were told."""

    certificate: Certificate
    name: str
    party: str
    has_address: bool
    message: Message | None

    @property
    def is_told(self) -> bool:
        """A mail that was given up has told nobody."""
        return self.message is not None and self.message.fate is not Fate.GIVEN_UP


def holders_of(run: CourseOffering) -> list[Holder]:
    """Who of the run has a certificate in force, whether an address, and how the mail fares."""
    return holders_of_these(pages_of(run))


def holders_of_these(pages: Sequence[Page]) -> list[Holder]:
    found = holders([it.certificate for it in pages])
    messages = about([issued_key(it.certificate) for it in pages])
    return [
        Holder(
            it.certificate,
            it.name,
            it.party,
            bool((who := found.get(it.certificate.id)) and who.address),
            messages.get(issued_key(it.certificate)),
        )
        for it in pages
    ]


def issued_key(certificate: Certificate) -> str:
    """The key of the one mail that says to its holder that it was issued."""
    return f"certificate-issued:{certificate.serial}"
