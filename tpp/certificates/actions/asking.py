"""Asking for the certificates of a run."""

import sqlalchemy as sa

from tpp.acting import Acting
from tpp.certificates.queries import (
    lines_of,
)
from tpp.certificates.sealing import maker
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.jobs.rules import ENDED
from tpp.offerings.models import CourseOffering


@transaction()
def ask_to_issue(run: CourseOffering, *, by: Acting) -> Job:
    """Ask for the certificates of everybody in the run whom nothing stops.

    Asked again before that has ended, it is the same job; asked later, one for whoever is ready then.
    """
    maker()  # without a key to sign with, nothing is begun
    lock(run)
    ready = [line.candidate.enrolment_id for line in lines_of(run) if line.is_ready]
    if not ready:
        raise Refused("Nobody in this run is waiting for a certificate that can be issued.")
    arguments = {
        "run": run.code,
        "offering_id": run.id,
        "places": ready,
        "back": f"/runs/{run.code}/certificates",
    }
    asked = f"certificates.issue:{run.id}:"
    key = f"{asked}{ended_since(asked)}"
    return ask("certificates.issue", key=key, arguments=arguments, by=by, total=len(ready))


def ended_since(asked: str) -> int:
    """How often such work was asked for and has ended."""
    statement = sa.select(sa.func.count()).where(
        Job.key.startswith(asked, autoescape=True), Job.status.in_(ENDED)
    )
    return db.session.scalar(statement) or 0
