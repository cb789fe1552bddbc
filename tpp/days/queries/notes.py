"""Notes of the days of a run, with what corrects them."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tpp.acting import Acting
from tpp.days.models import DailyNote
from tpp.db import db
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run


def notes_of(run: CourseOffering) -> list[DailyNote]:
    """Every note, the newest day first."""
    found = (
        sa.select(DailyNote)
        .options(joinedload(DailyNote.account))
        .where(DailyNote.offering_id == run.id)
        .order_by(DailyNote.day.desc(), DailyNote.id.desc())
    )
    return list(db.session.scalars(found))


def one_note(acting: Acting, code: str, note_id: int) -> DailyNote | None:
    run = one_run(acting, code)
    note = db.session.get(DailyNote, note_id) if run else None
    return note if note and run and note.offering_id == run.id else None


def correction_of(note: DailyNote) -> DailyNote | None:
    return db.session.scalar(sa.select(DailyNote).where(DailyNote.corrects_id == note.id))
