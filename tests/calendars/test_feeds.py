"""Feeds as other programs read them: vobject, and calcurse, a calendar for terminals."""

import os
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
import vobject

from tests.factories import (
    make,
    make_account,
    make_acting,
    make_focal_point,
    make_party,
    make_role,
    make_run,
    make_session,
    make_staffing,
)
from tpp.accounts.models import Account, OfficeHolder
from tpp.acting import Role
from tpp.calendars import actions
from tpp.calendars.models import CalendarFeed
from tpp.calendars.rules import Kind
from tpp.db import db, transaction
from tpp.offerings import actions as offerings
from tpp.offerings.models import CourseOffering, SessionStaff, Staffing
from tpp.offerings.rules import Status
from tpp.timetables import actions as timetables

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(at):
    at(NOW)


@pytest.fixture
def run(app):
    """In a zone whose clocks go back in the middle of it."""
    return make_run(
        timezone="Europe/Zurich", starts_on=date(2026, 10, 19), ends_on=date(2026, 11, 6)
    )


@pytest.fixture
def trainer(run):
    return make_acting(Role.TRAINER, runs=[run])


def session(run, day, hour=7, **given):
    starts = datetime(2026, 10, day, hour, tzinfo=UTC)
    return make_session(run, starts_at=starts, ends_at=starts + timedelta(hours=2), **given)


def read(browser, word, **headers):
    return browser().get(f"/calendars/{word}", headers=headers)


def events(answer):
    """What vobject makes of it: the events by their UID."""
    assert answer.status_code == 200
    found = vobject.readOne(answer.text).contents.get("vevent", [])
    return {it.uid.value: it for it in found}


def in_calcurse(answer, tmp_path):
    """What a real client makes of it, on a screen in UTC."""
    file, data = tmp_path / "feed.ics", tmp_path / "calcurse"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    file.write_bytes(answer.data)
    command = [shutil.which("calcurse"), "-D", str(data), "-C", str(data), "-i", str(file)]
    utc = {**os.environ, "TZ": "UTC", "HOME": str(data)}
    subprocess.run(command, env=utc, check=True, capture_output=True)
    return (data / "apts").read_text()


def test_two_readers_agree_about_the_hours_before_and_after_the_clocks_change(
    browser, run, trainer, tmp_path
):
    before, after = session(run, 23, 6), session(run, 26, 7)
    answer = read(browser, actions.make_feed(Kind.MINE, by=trainer))
    found = events(answer)
    for it in (before, after):
        event = found[it.uid]
        assert event.dtstart.value.astimezone(UTC) == it.starts_at
        assert event.dtstart.value.hour == 8, "the same hour on the wall"
        assert event.status.value == "CONFIRMED"
    shown = in_calcurse(answer, tmp_path)
    assert "10/23/2026 @ 06:00 -> 10/23/2026 @ 08:00" in shown
    assert "10/26/2026 @ 07:00 -> 10/26/2026 @ 09:00" in shown


def test_a_moved_session_keeps_its_uid_and_a_run_in_another_zone_its_hours(
    browser, run, trainer, tmp_path
):
    one = session(run, 23, 6)
    word = actions.make_feed(Kind.RUN, by=trainer, run=run)
    earlier = events(read(browser, word))[one.uid]
    timetables.move(one, by=trainer, day=date(2026, 10, 27), starts=time(14))
    with transaction():
        db.session.get(CourseOffering, run.id).timezone = "Asia/Tokyo"
    answer = read(browser, word)
    later = events(answer)[one.uid]
    assert int(later.sequence.value) > int(earlier.sequence.value)
    assert later.dtstart.value.astimezone(UTC) == datetime(2026, 10, 27, 13, tzinfo=UTC)
    assert later.dtstart.value.hour == 22
    assert "10/27/2026 @ 13:00" in in_calcurse(answer, tmp_path)


def test_a_cancelled_session_is_struck_and_then_disappears(browser, run, trainer, at, tmp_path):
    one, other = session(run, 23, title="Dozer"), session(run, 24, title="Loader")
    word = actions.make_feed(Kind.MINE, by=trainer)
    offerings.cancel_session(one, by=trainer, reason="Rain")
    answer = read(browser, word)
    event = events(answer)[one.uid]
    assert (event.status.value, event.summary.value[:10]) == ("CANCELLED", "Cancelled:")
    assert int(event.sequence.value) > 1
    at(NOW + timedelta(days=15))
    answer = read(browser, word)
    assert one.uid not in events(answer)
    shown = in_calcurse(answer, tmp_path)
    assert "Dozer" not in shown
    assert "Loader" in shown
    assert other.uid in events(answer)


def test_an_answer_that_has_not_changed_is_not_sent_again(browser, run, trainer, at):
    one = session(run, 23)
    word = actions.make_feed(Kind.MINE, by=trainer)
    first = read(browser, word)
    at(NOW + timedelta(hours=3))
    again = read(browser, word, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    offerings.cancel_session(one, by=trainer, reason="Rain")
    changed = read(browser, word, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["Referrer-Policy"] == "no-referrer"


def test_a_trainer_reads_own_sessions_and_no_name_of_anybody(browser, run, trainer):
    other = make_staffing(offering_id=run.id, account_id=make_account(name="Somebody Else").id)
    own = db.session.scalar(sa.select(Staffing).where(Staffing.account_id == trainer.account_id))
    mine, theirs, open_to_all = (session(run, day) for day in (20, 21, 22))
    for it, staffing in ((mine, own), (theirs, other)):
        given = {"offering_id": run.id, "session_id": it.id, "staffing_id": staffing.id}
        make(SessionStaff, given, {})
    answer = read(browser, actions.make_feed(Kind.MINE, by=trainer))
    shown = {uid for uid in events(answer) if uid.startswith("session")}
    assert shown == {mine.uid, open_to_all.uid}
    assert "Somebody" not in answer.text
    assert trainer.account_name not in answer.text


@pytest.mark.both
def test_a_feed_shows_what_its_owner_may_see_when_it_is_read(browser, run, trainer):
    session(run, 23)
    mine = actions.make_feed(Kind.MINE, by=trainer)
    of_run = actions.make_feed(Kind.RUN, by=trainer, run=run)
    with transaction():
        db.session.execute(sa.delete(Staffing))
    assert not events(read(browser, mine))
    assert read(browser, of_run).status_code == 404


def end_office(trainer):
    db.session.execute(sa.update(OfficeHolder).values(until=NOW))


def end_account(trainer):
    db.session.execute(sa.update(Account).values(disabled_at=NOW))


def end_feed(trainer):
    db.session.execute(sa.update(CalendarFeed).values(revoked_at=NOW))


@pytest.mark.parametrize("end", [end_office, end_account, end_feed])
def test_a_feed_dies_with_office_and_account_and_when_it_is_withdrawn(browser, run, trainer, end):
    word = actions.make_feed(Kind.MINE, by=trainer)
    assert read(browser, word).status_code == 200
    with transaction():
        end(trainer)
    dead, guessed = read(browser, word), read(browser, "guessed")
    assert (dead.status_code, dead.data) == (guessed.status_code, guessed.data) == (404, b"")


def test_an_office_reads_the_runs_that_concern_it_and_no_draft(browser, run):
    country, foreign, draft = make_party(), make_run(), make_run(status=Status.DRAFT)
    off = make_run(status=Status.CANCELLED)
    for it in (run, draft, off):
        make_role(it, country)
    answer = read(browser, actions.make_feed(Kind.PROGRAMME, by=make_focal_point(country)))
    found = events(answer)
    assert set(found) == {f"run-{it.id}@training-register" for it in (run, off)}
    assert found[f"run-{off.id}@training-register"].status.value == "CANCELLED"
    last = found[f"run-{run.id}@training-register"].dtend.value
    assert last == run.ends_on + timedelta(days=1)
    assert foreign.code not in answer.text


def test_the_address_is_shown_once_kept_as_a_hash_and_made_anew_by_its_owner(browser, trainer):
    mine = browser(trainer)
    first, second = (mine.post("/calendar/feeds", data={"kind": "mine"}).text for _ in range(2))
    words = [text.split("/calendars/")[1].split('"')[0] for text in (first, second)]
    assert "/calendars/" not in mine.get("/calendar/feeds").text
    kept = db.session.scalars(sa.select(CalendarFeed.word_hash)).all()
    assert not set(kept) & set(words)
    assert [read(browser, it).status_code for it in words] == [404, 200]
    stranger = browser(make_acting(Role.TRAINER))
    number = db.session.scalar(sa.select(sa.func.max(CalendarFeed.id)))
    assert stranger.post(f"/calendar/feeds/{number}/revocation").status_code == 404
    assert mine.post(f"/calendar/feeds/{number}/revocation").status_code == 303
    assert read(browser, words[1]).status_code == 404


def test_guesses_are_counted(browser, app):
    answers = [read(browser, f"guess-{number}").status_code for number in range(21)]
    assert answers == [404] * 20 + [429]
