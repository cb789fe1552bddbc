"""Incidents, for whoever reported one, the lead of the run, and the programme."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tpp.acting import Acting, Role
from tpp.days.models import Incident, IncidentStep
from tpp.db import db
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.queries import one_run
from tpp.offerings.rules import StaffRole
from tpp.scope import EVERYTHING, current, seeing


def may_see_all(acting: Acting, run: CourseOffering) -> bool:
    """The programme, and the lead of this run."""
    return current() == EVERYTHING or is_lead(acting, run)


def may_write(acting: Acting, run: CourseOffering) -> bool:
    """Coordinators, and the lead of this run: auditors read everything and change nothing."""
    return acting.role is Role.COORDINATOR or is_lead(acting, run)


def is_lead(acting: Acting, run: CourseOffering) -> bool:
    if run.id not in acting.offering_ids:
        return False
    leads = sa.select(Staffing.id).where(
        Staffing.offering_id == run.id,
        Staffing.account_id == acting.account_id,
        Staffing.role == StaffRole.LEAD,
    )
    return db.session.scalar(leads) is not None


def incidents_of(acting: Acting, run: CourseOffering) -> list[Incident]:
    """Those that this person may read, the newest first."""
    found = (
        sa.select(Incident)
        .options(joinedload(Incident.reporter), joinedload(Incident.run))
        .where(Incident.run_id == run.id)
        .order_by(Incident.happened_at.desc(), Incident.id.desc())
    )
    if not may_see_all(acting, run):
        found = found.where(Incident.reporter_id == acting.account_id)
    with seeing(EVERYTHING):  # the wall lets nobody else: the two lines above say whom it is for
        return list(db.session.scalars(found))


@dataclass(frozen=True)
class Opened:
    """An incident that somebody may read, with its run."""

    incident: Incident
    run: CourseOffering

    @property
    def offering_id(self) -> int:
        return self.run.id


def one_incident(acting: Acting, code: str, incident_id: int) -> Opened | None:
    run = one_run(acting, code)
    there = incidents_of(acting, run) if run else []
    return next((Opened(it, run) for it in there if run and it.id == incident_id), None)


def steps_of(incident: Incident) -> list[IncidentStep]:
    """What was done since; asked for an incident that ``one_incident`` gave."""
    found = (
        sa.select(IncidentStep)
        .options(joinedload(IncidentStep.writer))
        .where(IncidentStep.incident_id == incident.id)
        .order_by(IncidentStep.id)
    )
    with seeing(EVERYTHING):  # of one incident that this person may read
        return list(db.session.scalars(found))
