"""The weeks of a run: arrival, a sheet for every session, and what goes otherwise."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from tpp.attendance.actions import take
from tpp.attendance.rules import Mark, Marked
from tpp.db import db
from tpp.demonstration.actions.planning import timetable
from tpp.demonstration.actions.told import Nominee, Told, places_of
from tpp.demonstration.rules.courses import Shown
from tpp.demonstration.rules.fates import NEVER_CAME, Fate
from tpp.enrolments.actions import move
from tpp.offerings.actions import add_session, cancel_session, move_run
from tpp.offerings.models import Session
from tpp.offerings.queries import sessions_of

NEEDED_AT_HOME = "Called back by the unit."
WRONG_GROUP = "Was in the other group; its trainer confirmed it."
NO_POWER = "No electricity in the workshop."
OTHERWISE = (Mark.PRESENT, Mark.LATE, Mark.EXCUSED, Mark.ABSENT)
HOW_OFTEN = (93, 4, 2, 1)
MISSED = (Mark.PRESENT, Mark.EXCUSED, Mark.ABSENT)


def confirming(it: Told) -> Iterator[datetime]:
    """The run is certain, and its timetable is made."""
    plan, today = it.plan, it.cast.today
    yield plan.moment(-30, "10:00")
    move_run(it.run, "confirmed", by=it.coordinator)
    yield plan.moment(-29, "14:30")
    timetable(it)
    if plan.starts_on <= today <= plan.ends_on and today.weekday() > 4:
        title = "Revision in the workshop"
        add_session(it.run, by=it.lead, title=title, day=today, starts=time(9), ends=time(12))


def arriving(it: Told) -> Iterator[datetime]:
    """Most come two days before; one comes a day late, another never does."""
    plan = it.plan
    absent = it.with_place(Fate.NO_SHOW, Fate.COMES_LATE)
    here = [who for who in expected(it) if who not in absent]
    if Shown.DESK in plan.shows:
        for nominee in here[1::2]:
            nominee.is_awaited = True
        here = here[::2]
    if here:
        yield plan.moment(-2, "16:00")
        move(places_of(here), "arrived", by=it.lead)
    yield plan.moment(0, "07:30")
    move_run(it.run, "started", by=it.coordinator)
    if absent:
        yield plan.moment(1, "07:00")
        move(places_of(absent), "did_not_arrive", by=it.lead)
    if late := it.with_place(Fate.COMES_LATE):
        yield plan.moment(1, "08:00")
        move(places_of(late), "arrived", by=it.lead)


def expected(it: Told) -> list[Nominee]:
    return [who for who in it.with_place() if who.fate not in NEVER_CAME - {Fate.NO_SHOW}]


def training(it: Told) -> Iterator[datetime]:
    """A sheet after every session; a power cut, somebody sent back, and a mark put right.

    None at the run whose people are awaited today: at whatever hour it is looked at, they still come.
    """
    if Shown.DESK in it.plan.shows:
        return
    planned = [(row.id, row.ends_at) for row in sessions_of(it.run)]
    middle = len(planned) // 2
    for number, (session_id, ends_at) in enumerate(planned):
        if number == middle + 1 and len(planned) > 4 and it.chance.random() < 0.3:
            yield ends_at - timedelta(hours=4)
            cancel_session(session(session_id), by=it.lead, reason=NO_POWER)
            continue
        yield ends_at
        sheet = marks(it, number, ends_at)
        if sheet:
            take(session(session_id), sheet, by=it.lead)
        if number == middle:
            yield ends_at + timedelta(minutes=40)
            send_back(it)
            correct(it, session_id, sheet)


def session(key: int) -> Session:
    return db.session.get_one(Session, key)


def marks(it: Told, number: int, at: datetime) -> dict[int, Marked]:
    sheet = {}
    for nominee in it.with_place():
        if nominee.fate in NEVER_CAME or nominee.is_gone or nominee.is_awaited:
            continue
        if nominee.fate is Fate.COMES_LATE and at < it.plan.moment(1, "08:00"):
            continue
        sheet[nominee.place_id] = mark_of(it, nominee, number)
    return sheet


def mark_of(it: Told, nominee: Nominee, number: int) -> Marked:
    match nominee.fate:
        case Fate.MISSES_DAYS if number % 2:
            return Marked(it.chance.choice(MISSED[1:]))
        case Fate.NOT_ASSESSED if number % 2:
            return Marked(Mark.UNKNOWN)
    if nominee.person_id == it.cast.trainee_person:
        return Marked(Mark.PRESENT)
    mark = it.chance.choices(OTHERWISE, HOW_OFTEN)[0]
    return Marked(mark, it.chance.choice((None, 5, 10, 20))) if mark is Mark.LATE else Marked(mark)


def send_back(it: Told) -> None:
    for nominee in it.with_place(Fate.SENT_BACK):
        move(places_of([nominee]), "returned_to_unit", by=it.lead, reason=NEEDED_AT_HOME)
        nominee.is_gone = True


def correct(it: Told, session_id: int, sheet: dict[int, Marked]) -> None:
    """Somebody was marked absent by mistake, or present: put right with a reason."""
    wrong = next((who for who, it in sheet.items() if it.mark is not Mark.PRESENT), None)
    if wrong is not None and it.chance.random() < 0.6:
        right = {wrong: Marked(Mark.PRESENT)}
        take(session(session_id), right, by=it.lead, reason=WRONG_GROUP)
