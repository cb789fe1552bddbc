"""What happened in a run, as far as an office may read it."""

import sqlalchemy as sa
from sqlalchemy import Select, select

from tpp.acting import Acting, Role
from tpp.history.models import Entry
from tpp.offerings.models import CourseOffering


def story_of_run(acting: Acting, run: CourseOffering) -> Select[Entry]:
    """Lines of the logbook about the run and all that belongs to it, newest first."""
    lines = select(Entry).where(Entry.offering_id == run.id).order_by(Entry.id.desc())
    if acting.role in (Role.COORDINATOR, Role.AUDITOR):
        return lines
    return lines.where(sa.or_(Entry.party_id.is_(None), Entry.party_id == acting.party_id))
