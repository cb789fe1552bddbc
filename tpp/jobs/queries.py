"""Reading the ledger of long work."""

from datetime import datetime

from sqlalchemy import Select, exists, or_, select

from tpp.acting import Acting, Role
from tpp.db import db
from tpp.jobs.models import Job
from tpp.jobs.rules import ENDED, Status


def visible_to(acting: Acting) -> Select[Job]:
    """The jobs of one's own office; oversight and operators see all."""
    jobs = select(Job)
    if acting.role in (Role.AUDITOR, Role.ADMINISTRATOR):
        return jobs
    return jobs.where(Job.office_id == acting.office_id)


def one_job(acting: Acting, job_id: int) -> Job | None:
    return db.session.scalar(visible_to(acting).where(Job.id == job_id))


def waiting(now: datetime) -> Select[int]:
    """Ids of the jobs that no worker has: never started, or dropped by a worker that was killed."""
    return (
        select(Job.id)
        .where(
            Job.status.in_((Status.QUEUED, Status.RUNNING)),
            or_(Job.leased_until.is_(None), Job.leased_until <= now),
        )
        .order_by(Job.id)
    )


def has_open() -> bool:
    """Whether anything was asked for that has not ended."""
    return bool(db.session.scalar(select(exists().where(Job.status.not_in(ENDED)))))
