"""Time stamps of an authority, where one is set: asked for again and again, and never waited for."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from tpp import clock
from tpp.acting import SYSTEM
from tpp.certificates.actions.registering import whose
from tpp.certificates.models import Certificate, CertificateStamp
from tpp.certificates.queries.stamps import stamp_of, unstamped
from tpp.db import db, lock, transaction
from tpp.files.models import StoredFile
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.jobs.rules import Status
from tpp.scope import EVERYTHING, seeing

KIND = "certificates.stamp"
AGAIN = timedelta(minutes=10)
"""How long after an authority failed it is asked again."""


def ask_for_stamps() -> Job | None:
    """Ask for time stamps of what has none, where an authority is set. A round of the worker."""
    if not current_app.config["TSA_URL"]:
        return None
    with seeing(EVERYTHING):  # the register stamps every file, whoever's the certificate is
        return ask_again() if unstamped(1) else None


@transaction()
def ask_again() -> Job | None:
    """One job until it is done: going, or failed and tried again after a while."""
    done = sa.select(sa.func.count()).where(Job.kind == KIND, Job.status == Status.DONE)
    key = f"{KIND}:{db.session.scalar(done)}"
    job = db.session.scalar(sa.select(Job).where(Job.key == key))
    if job is not None and not may_be_tried(job):
        return None
    return ask(KIND, key=key, arguments={}, by=SYSTEM)


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
