"""The pages of calls: who sees what, and what can be done on them."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from tests.calls.conftest import holder
from tests.factories import (
    make_account,
    make_acting,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tests.outbox.conftest import RefusingPeople
from tpp.acting import Role
from tpp.calls import actions, queries
from tpp.calls.models import AskedParty, CallAddressee, NominationCall
from tpp.calls.rules import Kind
from tpp.db import db, transaction
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import Status as RunStatus
from tpp.outbox.actions import send_due
from tpp.outbox.models import Message
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see

CALL = {
    "title": "Operators, autumn",
    "opens_on": "2026-09-01",
    "closes_on": "2026-09-30",
    "text_ar": "سنتان من الخبرة",
    "reminders": "10, 3",
    "seen_version": "0",
}


def all_of(model):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(model).order_by(model.id)))


@pytest.fixture
def programme(browser, coordinator):
    return browser(coordinator)


@pytest.fixture
def two(opened, ask):
    """One call that asks Kenya and Peru, with a nominee of each."""
    run = make_run(timezone="Africa/Nairobi")
    call = opened(run)
    call.parties = [make_party(code="KEN", name="Kenya"), make_party(code="PER", name="Peru")]
    for party, seats in zip(call.parties, (4, 7), strict=True):
        ask(call, party, seats)
    for allocation in queries.seats_of(call):
        name = f"Canary of {allocation.party.name}"
        make_nomination(allocation, make_person(allocation.party, name=name, sex=Sex.WOMAN))
    return call


def test_a_call_for_two_runs_is_made_and_leads_to_its_offices(programme, today):
    one, two = make_run(), make_run()
    wrong = programme.post("/calls/new", data=CALL)
    assert wrong.status_code == 422
    assert "Choose one run at least" in wrong.text
    assert "سنتان من الخبرة" in wrong.text
    answer = programme.post("/calls/new", data=CALL | {"runs": [one.code, two.code]})
    [call] = all_of(NominationCall)
    assert answer.location == f"/calls/{call.id}/offices"
    assert (call.texts, call.reminders) == ({"ar": "سنتان من الخبرة"}, "10, 3")
    assert [it.offering_id for it in call.runs] == [one.id, two.id]
    page = programme.get(f"/runs/{one.code}/call")
    assert page.location == f"/calls/{call.id}"


def test_a_run_without_a_call_begins_one(programme, today):
    run = make_run()
    answer = programme.get(f"/runs/{run.code}/call")
    assert answer.location == f"/calls/new?run={run.code}"
    assert f'value="{run.code}" ' in programme.get(answer.location).text.replace('">', '" >')


def test_a_run_that_is_called_elsewhere_cannot_be_chosen(programme, opened):
    run = make_run()
    opened(run)
    assert run.code not in programme.get("/calls/new").text
    answer = programme.post("/calls/new", data=CALL | {"runs": [run.code]})
    assert answer.status_code == 422


def test_a_stale_form_overwrites_nothing(programme, opened):
    run = make_run()
    call = opened(run)
    words = CALL | {"runs": [run.code], "seen_version": "1", "text_en": "New"}
    assert programme.post(f"/calls/{call.id}/change", data=words).status_code == 303
    late = programme.post(f"/calls/{call.id}/change", data=words | {"title": "Late"})
    assert late.status_code == 409
    assert all_of(NominationCall)[0].title == "Operators, autumn"


def test_both_zones_stand_beside_each_other(browser, two):
    reader = make_acting(account=make_account(timezone="America/New_York"))
    page = browser(reader).get(f"/calls/{two.id}").text
    assert "Wed 30 Sep 2026, 23:59" in page
    assert "Africa/Nairobi" in page
    assert "for you 30 Sep 2026, 16:59 EDT" in page, page[page.index("for you") :][:80]


def test_offices_are_asked_with_their_seats_in_one_go(programme, opened):
    run = make_run(seats=5)
    call, kenya = opened(run), make_party(code="KEN", name="Kenya")
    holder(kenya)
    where = f"/calls/{call.id}/offices"
    assert "Kenya" in programme.get(where).text
    box = f"KEN-{run.code}"
    wanted = {"asked-KEN": "1", f"shown-{box}": "0", f"seats-{box}": "9", "seen_version": "1"}
    much = programme.post(where, data=wanted)
    assert much.status_code == 422
    assert "5 can be offered" in much.text
    assert 'value="9"' in much.text
    assert programme.post(where, data=wanted | {f"seats-{box}": "x"}).status_code == 422
    assert all_of(AskedParty) == []
    right = programme.post(where, data=wanted | {f"seats-{box}": "3"})
    assert right.location == f"/calls/{call.id}/letters/opening"
    assert len(all_of(AskedParty)) == 1
    assert programme.post(where, data=wanted).status_code == 409


def test_the_programme_sees_who_answered_and_who_did_not(programme, two):
    peru = two.parties[1]
    page = programme.get(f"/calls/{two.id}").text
    assert "2 offices are asked" in page
    assert page.count("Nominated") == 2
    assert peru.name in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_letters_are_seen_in_every_language_before_they_go(browser, two, role):
    reader = browser(make_acting(role))
    for language, words in (
        ("fr", "Appel à candidatures"),
        ("ar", 'dir="rtl"'),
        ("zh", "提名邀请"),
    ):
        page = reader.get(f"/calls/{two.id}/letters/opening?language={language}")
        assert page.status_code == 200
        assert words in page.text
    assert reader.get(f"/calls/{two.id}/letters/opening?language=xx").status_code == 404
    assert reader.get(f"/calls/{two.id}/letters/farewell").status_code == 404


def test_a_letter_is_changed_and_sent(programme, two):
    holder(two.parties[0])
    where = f"/calls/{two.id}/letters/opening"
    version = all_of(NominationCall)[0].version
    words = {"subject": "Machines", "opening": "<b>Dear</b> all", "seen_version": str(version)}
    assert programme.post(f"{where}?language=en", data=words).status_code == 303
    assert "&lt;b&gt;Dear&lt;/b&gt; all" in programme.get(where).text
    assert programme.post(f"{where}?language=en", data=words).status_code == 409
    sent = programme.post(f"{where}/sending")
    assert "1 letter is on its way" in programme.get(sent.location).text
    again = programme.post(f"{where}/sending")
    assert "Everybody has this letter already" in programme.get(again.location).text
    assert [it.words["subject"] for it in all_of(Message)] == ["Machines"]
    assert programme.post(f"/calls/{two.id}/letters/reminder/sending").status_code == 404


def test_the_page_says_why_a_letter_did_not_arrive_and_tries_again(programme, two, mail_server):
    holder(two.parties[0])
    where = f"/calls/{two.id}/letters/opening"
    programme.post(f"{where}/sending")
    send_due(post=mail_server(RefusingPeople(550)))
    page = programme.get(where).text
    assert "recipient refused (550)" in page
    assert "1 letter could not be delivered" in programme.get(f"/calls/{two.id}").text
    [letter] = all_of(CallAddressee)
    assert programme.post(f"/letters/{letter.id}/again").status_code == 303
    assert programme.post(f"/letters/{letter.id}/again").status_code == 422
    assert [it.fate for it in all_of(Message)] == ["waiting"]


def test_offices_without_anybody_are_named_as_such(programme, two):
    holder(two.parties[0])
    page = programme.get(f"/calls/{two.id}").text
    nobody = page[page.index("Nobody signs in") :]
    assert "Peru" in nobody[:400]
    assert "Kenya" not in nobody[:400]


def test_an_office_sees_its_own_line_and_infers_no_other(browser, two):
    kenya, peru = two.parties
    office, other = browser(make_focal_point(kenya)), make_focal_point(peru)
    for who in (kenya, peru):
        holder(who, name=f"Reader of {who.name}")
    coordinator = make_acting()
    actions.send_letters(two, Kind.OPENING, by=coordinator)
    asked = queries.asked_of(two, peru.id)
    page = office.get(f"/calls/{two.id}").text
    assert "Nominated" in page
    for canary in ("Peru", "Canary of Peru", "Reader of", ">7<", ">11<", "offices are asked"):
        assert canary not in page
    assert asked.party_id == other.party_id
    assert office.get(f"/calls/{two.id}/letters/opening").status_code == 403
    assert "Operators of heavy machines" in office.get("/calls").text


def test_an_office_that_is_not_asked_does_not_know_the_call(browser, two):
    stranger = browser(make_focal_point(make_party()))
    assert stranger.get(f"/calls/{two.id}").status_code == 404
    assert "Operators" not in stranger.get("/calls?show=all").text
    assert stranger.post(f"/calls/{two.id}/no-nominees", data={"reason": "x"}).status_code == 404


def test_an_office_says_that_it_names_nobody(browser, opened, ask):
    call, kenya = opened(make_run()), make_party()
    ask(call, kenya)
    office = browser(make_focal_point(kenya))
    where = f"/calls/{call.id}/no-nominees"
    silent = office.post(where, data={"reason": ""})
    assert silent.status_code == 422
    assert "Say why" in silent.text
    said = office.post(where, data={"reason": "All are deployed."})
    assert said.status_code == 303
    assert "All are deployed." in office.get(said.location).text
    assert all_of(AskedParty)[0].no_nominees_at is not None


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.SUPPORTER, Role.ADMINISTRATOR])
def test_others_have_no_calls(browser, two, role):
    reader = browser(make_acting(role))
    assert reader.get("/calls").status_code == 403
    assert reader.get(f"/calls/{two.id}").status_code == 403


def test_an_auditor_changes_nothing(browser, two):
    auditor = browser(make_acting(Role.AUDITOR))
    for address in ("change", "offices", "letters/opening", "letters/opening/sending"):
        assert auditor.post(f"/calls/{two.id}/{address}").status_code == 403


def test_the_lists_tell_open_to_come_and_closed(programme, opened, today):
    opened(make_run(), title="Now open")
    opened(
        make_run(), title="Still to come", opens_on=date(2026, 9, 9), closes_on=date(2026, 9, 20)
    )
    opened(make_run(), title="Long closed", opens_on=date(2026, 7, 1), closes_on=date(2026, 7, 20))
    for show, title in (
        ("open", "Now open"),
        ("coming", "Still to come"),
        ("closed", "Long closed"),
    ):
        page = programme.get(f"/calls?show={show}").text
        assert title in page
        assert sum(it in page for it in ("Now open", "Still to come", "Long closed")) == 1
    assert programme.get("/calls?show=lost").status_code == 404


@pytest.mark.parametrize("status", [RunStatus.CANCELLED, RunStatus.POSTPONED])
def test_a_call_whose_run_does_not_take_place_says_so_and_has_nothing_to_press(
    programme, browser, two, status
):
    with transaction():
        run = db.session.get_one(CourseOffering, two.runs[0].offering_id)
        run.status, run.reason = status, "Floods in the training area"
    office = browser(make_focal_point(two.parties[0]))
    for reader in (programme, office):
        page = reader.get(f"/calls/{two.id}").text
        assert "No run of this call takes place." in page
        assert "Floods in the training area" in page
        assert str(status).capitalize() in page
        assert "Open until" not in page
        assert "<button" not in main_of(page)
        for way in ("/nominations/new", f"/calls/{two.id}/offices"):
            assert way not in page
        assert "Open until" not in reader.get("/calls?show=closed").text
        assert two.title not in main_of(reader.get("/calls").text)
    letters = programme.get(f"/calls/{two.id}/letters/opening").text
    assert "No letter is sent" in letters
    assert re.search(r"<button[^>]* disabled[^>]*>.*Send the letters", letters)


def test_one_run_of_two_that_is_cancelled_leaves_the_call_open(programme, browser, opened, ask):
    kenya, runs = make_party(code="KEN"), [make_run(), make_run()]
    call = opened(*runs)
    ask(call, kenya)
    with transaction():
        db.session.get_one(CourseOffering, runs[0].id).status = RunStatus.CANCELLED
    page = browser(make_focal_point(kenya)).get(f"/calls/{call.id}").text
    assert "Open until" in page
    assert f"/runs/{runs[0].code}/nominations/new" not in page
    assert f"/runs/{runs[1].code}/nominations/new" in page
    offices = programme.get(f"/calls/{call.id}/offices").text
    assert re.search(rf'name="seats-KEN-{runs[0].code}"[^>]* readonly', offices)
    assert not re.search(rf'name="seats-KEN-{runs[1].code}"[^>]* readonly', offices)


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]
