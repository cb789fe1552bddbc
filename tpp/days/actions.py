"""Writing of the days of a run. What is written stays; who reads of people, and when, is in the logbook."""

from dataclasses import dataclass
from datetime import date, datetime

from tpp import clock
from tpp.acting import Acting
from tpp.days.models import DailyNote, Incident, IncidentStep
from tpp.days.queries.incidents import may_see_all, may_write
from tpp.days.queries.notes import correction_of
from tpp.days.rules import IncidentKind, check_done, check_incident, check_note
from tpp.db import db, lock, transaction
from tpp.errors import NotAllowed, Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.scope import EVERYTHING, seeing


@transaction()
def note(run: CourseOffering, day: date, text: str, *, by: Acting) -> DailyNote:
    """What is to be kept of a day."""
    today = clock.today(run.timezone)
    check_note(run.status, text, day, run.starts_on, run.ends_on, today)
    return written(run, day, text, None, by)


@transaction()
def correct(older: DailyNote, text: str, *, by: Acting) -> DailyNote:
    """The note as it should be; the older one stays readable under it."""
    run = older.offering
    lock(run)
    if correction_of(older):
        raise Refused("This note was corrected already. Correct the newest one.", "text")
    today = clock.today(run.timezone)
    check_note(run.status, text, older.day, run.starts_on, run.ends_on, today)
    return written(run, older.day, text, older.id, by)


def written(
    run: CourseOffering, day: date, text: str, corrects_id: int | None, by: Acting
) -> DailyNote:
    row = DailyNote(
        offering_id=run.id,
        day=day,
        text=text.strip(),
        at=clock.now(),
        account_id=by.account_id,
        corrects_id=corrects_id,
    )
    db.session.add(row)
    db.session.flush()
    record(row, "note_corrected" if corrects_id else "note_written", by=by)
    return row


@dataclass(frozen=True)
class Report:
    """What is reported of an incident."""

    kind: IncidentKind
    happened_at: datetime
    what: str
    done: str = ""
    people: str = ""


@transaction()
def report(run: CourseOffering, told: Report, *, by: Acting) -> Incident:
    """Keep an incident; the logbook says that there is one, and nothing of it."""
    check_incident(run.status, told.happened_at, clock.now(), told.what)
    row = Incident(
        run_id=run.id,
        kind=told.kind,
        happened_at=told.happened_at,
        what=told.what.strip(),
        done=told.done.strip(),
        people=told.people.strip(),
        at=clock.now(),
        reporter_id=by.account_id,
    )
    with seeing(EVERYTHING):  # whoever reports writes what only few may read
        db.session.add(row)
        db.session.flush()
    record(row, "reported", by=by)
    return row


@transaction()
def add_step(incident: Incident, text: str, *, by: Acting) -> IncidentStep:
    """What was done about it; by a coordinator or the lead of the run."""
    with seeing(EVERYTHING):  # whose run it is, before it is asked whether this person leads it
        number, run = incident.id, incident.run
    if not may_write(by, run):
        raise NotAllowed("incident:report")
    check_done(text)
    row = IncidentStep(
        incident_id=number, text=text.strip(), at=clock.now(), writer_id=by.account_id
    )
    with seeing(EVERYTHING):  # asked above
        db.session.add(row)
        db.session.flush()
    record(row, "written", by=by)
    return row


@transaction()
def record_looking(run: CourseOffering, *, by: Acting) -> None:
    """Somebody looked at the telephone numbers of everybody in the run."""
    if not may_see_all(by, run):
        raise NotAllowed("contact:see")
    record(run, "telephones_seen", by=by)
