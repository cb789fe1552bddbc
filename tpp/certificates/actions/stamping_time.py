"""Time stamps of an authority, where one is set: asked for again and again, and never waited for."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from tpp import clock
from tpp.acting import SYSTEM
from tpp.certificates.actions.registering import whose
from tpp.certificates.models import Certificate, CertificateProof, CertificateStamp
from tpp.certificates.queries.stamps import proof_of, stamp_of, unproven, unstamped
from tpp.db import db, lock, transaction
from tpp.files.models import StoredFile
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.jobs.rules import Status
from tpp.scope import EVERYTHING, seeing

KIND, PROOF = "certificates.stamp", "certificates.prove"
AGAIN = timedelta(minutes=10)
"""How long after an authority failed it is asked again."""


def ask_for_stamps() -> Job | None:
    """Ask for time stamps of what has none, where an authority is set. A round of the worker."""
    if not current_app.config["TSA_URL"]:
        return None
    with seeing(EVERYTHING):  # the register stamps every file, whoever's the certificate is
        return ask_again(KIND) if unstamped(1) else None


def ask_for_proofs() -> Job | None:
    """Ask for what stamps are checked by, where one has none yet. A round of the worker."""
    if not current_app.config["TSA_URL"]:
        return None
    with seeing(EVERYTHING):  # of every file with a stamp, whoever's the certificate is
        return ask_again(PROOF) if unproven(1) else None


@transaction()
def ask_again(kind: str) -> Job | None:
    """One job until it is done: going, or failed and tried again after a while."""
    done = sa.select(sa.func.count()).where(Job.kind == kind, Job.status == Status.DONE)
    key = f"{kind}:{db.session.scalar(done)}"
    job = db.session.scalar(sa.select(Job).where(Job.key == key))
    if job is not None and not may_be_tried(job):
        return None
    return ask(kind, key=key, arguments={}, by=SYSTEM)


def may_be_tried(job: Job) -> bool:
    """Who stopped it decides when it goes on; what failed waits a while."""
    ended_at = job.ended_at
    return job.status is Status.FAILED and ended_at is not None and ended_at + AGAIN <= clock.now()


@transaction()
def keep_stamped(
    certificate: Certificate, stored: StoredFile, *, at: datetime, authority: str
) -> None:
    """This file is the certificate's from now on; the one without the stamp stays stored and known."""
    lock(certificate)
    if stamp_of(certificate) is not None:
        return
    given = {"file_id": stored.id, "stamped_at": at, "authority": authority}
    db.session.add(CertificateStamp(certificate_id=certificate.id, **whose(certificate), **given))


@transaction()
def keep_proof(
    certificate: Certificate, stored: StoredFile | None, *, lists: int = 0, answers: int = 0
) -> None:
    """This file is served from now on; without one, that there is nobody to ask is written down."""
    lock(certificate)
    if proof_of(certificate) is not None:
        return
    given = {"file_id": stored.id if stored else None, "lists": lists, "answers": answers}
    ties = {"certificate_id": certificate.id, **whose(certificate)}
    db.session.add(CertificateProof(**ties, **given, made_at=clock.now()))
