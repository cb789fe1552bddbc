"""A feed as a file of iCalendar (RFC 5545): no names of people, the same bytes for the same facts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from tpp.calendars.queries import Contents
from tpp.offerings.models import CourseOffering, Session

PRODUCT = "-//Training register//Calendar//EN"


def written(title: str, contents: Contents, made_at: datetime, base: str) -> bytes:
    """The whole calendar; ``base`` is the address of the register, ``made_at`` when the feed was made."""
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", title)):
        calendar.add(name, value)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for run in contents.runs:
        told = contents.changed.get(("course_offering", run.id), made_at)
        calendar.add_component(run_event(run, told, base))
    for session in contents.sessions:
        told = contents.changed.get(("session", session.id), made_at)
        calendar.add_component(session_event(session, told, base))
    add_zones(calendar, contents)
    return bytes(calendar.to_ical())


def add_zones(calendar: Calendar, contents: Contents) -> None:
    """The rules of every zone used, for the years in which it is."""
    if contents.sessions:
        first = min(it.starts_at for it in contents.sessions).date()
        last = max(it.ends_at for it in contents.sessions).date()
        around = timedelta(days=400)
        calendar.add_missing_timezones(first_date=first - around, last_date=last + around)


def run_event(run: CourseOffering, told: datetime, base: str) -> Event:
    """A run as whole days. SEQUENCE is the count of its changes."""
    event = event_of(
        f"run-{run.id}@training-register", run.version, told, run.takes_place, words_of(run)
    )
    event.add("dtstart", run.starts_on)
    event.add("dtend", run.ends_on + timedelta(days=1))
    event.add("location", ", ".join(filter(None, (run.venue, run.place))))
    event.add("url", f"{base}/runs/{run.code}")
    event.add("transp", "TRANSPARENT")
    return event


def words_of(run: CourseOffering) -> str:
    return f"{run.course_version.course.title} ({run.code})"


def session_event(session: Session, told: datetime, base: str) -> Event:
    run, zone = session.offering, ZoneInfo(session.offering.timezone)
    takes_place = session.cancelled_at is None and run.takes_place
    words = f"{session.title} ({run.code})"
    # Every change of the run that stops or revives it counts as one of the session.
    sequence = session.sequence + run.version
    event = event_of(session.uid, sequence, told, takes_place, words)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("location", ", ".join(filter(None, (session.where, run.venue))))
    event.add("url", f"{base}/runs/{run.code}/sessions")
    if not takes_place:
        event.add("transp", "TRANSPARENT")
    return event


def event_of(uid: str, sequence: int, told: datetime, takes_place: bool, words: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", told.astimezone(UTC))
    event.add("last-modified", told.astimezone(UTC))
    # Said in words as well: not every program looks at STATUS.
    event.add("summary", words if takes_place else f"Cancelled: {words}")
    event.add("status", "CONFIRMED" if takes_place else "CANCELLED")
    return event
