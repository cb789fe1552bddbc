"""Asking for long work, and carrying it out so that nothing is lost and nothing is done twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from tpp import clock
from tpp.acting import Acting, Role
from tpp.db import db, lock, transaction
from tpp.jobs.models import Job
from tpp.jobs.queries import waiting
from tpp.jobs.rules import ENDED, LEASE, Status, Stopped
from tpp.scope import EVERYTHING, seeing


@dataclass
class Work:
    """A job in the hands of a worker: what to do, for whom, and where to say how far it is."""

    job_id: int
    lease: str
    arguments: dict[str, Any]
    by: Acting

    def report(self, done: int, total: int, problems: Iterable[str] = ()) -> None:
        """Say how far it is and keep the lease; raises Stopped where it was cancelled or taken over."""
        with transaction():
            job = held(self.job_id, self.lease)
            job.done, job.total, job.problems = done, total, list(problems)
            job.leased_until = clock.now() + LEASE


Task = Callable[[Work], dict[str, Any]]
TASKS: dict[str, Task] = {}
"""What carries out each kind of job. A task may be run again from the start at any moment."""


def task(kind: str) -> Callable[[Task], Task]:
    """Register the function that carries out jobs of this kind."""

    def register(carry: Task) -> Task:
        TASKS[kind] = carry
        return carry

    return register


@transaction()
def ask(kind: str, *, key: str, arguments: dict[str, Any], by: Acting, total: int = 0) -> Job:
    """Ask for long work. The same key gives the same job, resumed where it had failed."""
    job = db.session.scalar(sa.select(Job).where(Job.key == key))
    if job is None:
        job = Job(
            kind=kind,
            key=key,
            arguments=arguments,
            total=total,
            account_id=by.account_id,
            office_id=by.office_id,
            role=by.role,
            asked_at=clock.now(),
            status=Status.QUEUED,
        )
        db.session.add(job)
        db.session.flush()
    elif job.status in (Status.FAILED, Status.CANCELLED):
        job.move("resumed", by=by)
    db.session().info.setdefault("jobs", []).append(job.id)
    return job


@sa.event.listens_for(Session, "after_commit")
def send_on(session: Session) -> None:
    """Tell the workers of what this transaction asked for; the sweep finds what this misses."""
    if session.in_nested_transaction():
        return
    for job_id in session.info.pop("jobs", []):
        current_app.extensions["queue"].send(job_id)


@sa.event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    session.info.pop("jobs", None)


@transaction()
def cancel(job: Job, *, by: Acting) -> None:
    """Stop after the piece in hand; what is done stays done."""
    lock(job)
    job.move("cancelled", by=by)
    job.ended_at, job.leased_until = clock.now(), None


@transaction()
def resume(job: Job, *, by: Acting) -> None:
    """Go on with what failed or was cancelled."""
    lock(job)
    job.move("resumed", by=by)
    job.ended_at, job.error = None, ""
    db.session().info.setdefault("jobs", []).append(job.id)


def carry_out(job_id: int) -> None:
    """Take the job up, where nobody has it, and do it to its end."""
    with seeing(EVERYTHING):  # a worker acts for whoever asked; the task keeps to its arguments
        work = take(job_id)
        if work is None:
            return
        try:
            result = TASKS[kind_of(job_id)](work)
        except Stopped:
            return
        except Exception as problem:
            end(work, "failed", error=type(problem).__name__)
            raise
        end(work, "finished", result=result)


@transaction()
def take(job_id: int) -> Work | None:
    """The job with a fresh lease, or None where it has ended or somebody works on it."""
    job = db.session.get(Job, job_id, with_for_update=True)
    now = clock.now()
    if job is None or job.status in ENDED or (job.leased_until and job.leased_until > now):
        return None
    by = Acting(job.account_id, "", job.office_id, "", Role(job.role))
    job.move("started", by=by)
    job.started_at, job.lease, job.leased_until = now, token_hex(8), now + LEASE
    return Work(job.id, job.lease, job.arguments, by)


def held(job_id: int, lease: str) -> Job:
    job = db.session.get(Job, job_id, with_for_update=True, populate_existing=True)
    if job is None or job.lease != lease or job.status in ENDED:
        raise Stopped
    return job


def kind_of(job_id: int) -> str:
    return db.session.scalars(sa.select(Job.kind).where(Job.id == job_id)).one()


@transaction()
def end(work: Work, step: str, *, error: str = "", result: dict[str, Any] | None = None) -> None:
    job = held(work.job_id, work.lease)
    job.move(step, by=work.by)
    job.ended_at, job.leased_until, job.error = clock.now(), None, error
    job.result = result or {}


def sweep() -> int:
    """Send every job that no worker has; how many."""
    ids = db.session.scalars(waiting(clock.now())).all()
    for job_id in ids:
        current_app.extensions["queue"].send(job_id)
    return len(ids)
