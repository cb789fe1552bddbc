"""What the course asks, and drafts: what is missing is said, and complete ones are sent together."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
)
from tests.nominations.reading import all_of, where
from tests.nominations.workspace.asked import ANSWERS
from tpp import clock
from tpp.db import db
from tpp.nominations.models import (
    Nomination,
)
from tpp.nominations.rules import Status
from tpp.people.models import Licence, Person, PersonLanguage
from tpp.people.rules import Answer, RankBand

# Questions of the course


def test_the_page_asks_what_the_course_asks_and_keeps_the_answers_with_the_person(office, kenya):
    person = make_person(kenya.party, name="Faith Chebet")
    address = where(kenya, f"nominations/new?person={person.id}")
    form = office.get(address).text
    assert "Level of French" in form
    assert "Completed before: HEE-B" in form
    assert office.post(address, data=ANSWERS).status_code == 303
    [nomination] = all_of(Nomination)
    assert (nomination.deploys, nomination.deploys_on) == (Answer.YES, date(2027, 2, 1))
    assert nomination.declared == {"HEE-B": "yes"}
    assert db.session.get(Person, person.id).rank_band is RankBand.OR_1_4
    assert [(it.language, str(it.level)) for it in all_of(PersonLanguage)] == [
        ("fr", "level_fluent")
    ]
    [licence] = all_of(Licence)
    assert (licence.is_held, licence.valid_until) == (True, date(2031, 1, 31))
    page = office.get(f"/nominations/{nomination.id}").text
    assert page.count(">met<") == 5
    assert "No decision is recorded." in page


def test_what_is_known_already_is_not_asked_twice_and_is_not_lost(office, kenya):
    person = make_person(kenya.party, rank_band=RankBand.OR_1_4)
    form = office.get(where(kenya, f"nominations/new?person={person.id}")).text
    assert '<option selected value="or_1_4">' in form


def test_the_questions_are_asked_of_somebody_new_too(office, kenya):
    words = {"name": "Zawadi Achieng", "sex": "woman", "service": "military", "nationality": "KEN"}
    answer = office.post(where(kenya, "nominations/new"), data=words | ANSWERS | {"as": "draft"})
    assert answer.status_code == 303
    [nomination] = all_of(Nomination)
    assert nomination.person.rank_band is RankBand.OR_1_4
    address = f"/nominations/{nomination.id}/words"
    assert 'value="2027-02-01"' in office.get(address).text
    changed = {**ANSWERS, "language-fr": "", "deploys": "no", "seen_version": nomination.version}
    assert office.post(address, data=changed).status_code == 303
    assert all_of(PersonLanguage) == []
    assert all_of(Nomination)[0].deploys is Answer.NO


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank_band": "general"},
        {"language-fr": "good"},
        {"deploys": "perhaps"},
        {"licence-heavy_vehicle-until": "2031-02-31"},
        {"deploys_to": "NOWHERE"},
    ],
)
def test_an_answer_that_cannot_be_comes_back_and_writes_nothing(office, kenya, wrong):
    person = make_person(kenya.party)
    address = where(kenya, f"nominations/new?person={person.id}")
    assert office.post(address, data=ANSWERS | wrong).status_code == 422
    assert all_of(Nomination) == all_of(Licence) == []


def test_a_run_with_stations_asks_for_the_station_and_takes_no_other_runs(office, kenya, grouped):
    person = make_person(kenya.party)
    address = where(kenya, f"nominations/new?person={person.id}")
    assert "Machine station" in office.get(address).text
    assert office.post(address, data={"station": grouped[1].id + 7}).status_code == 422
    assert office.post(address, data={"station": grouped[1].id}).status_code == 303
    assert [it.station_id for it in all_of(Nomination)] == [grouped[1].id]


def test_a_closed_call_offers_no_form(browser):
    allocation = make_allocation(party=make_party(code="KEN"))
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    make_call(allocation.offering, **dates)
    page = (
        browser(make_focal_point(allocation.party)).get(where(allocation, "nominations/new")).text
    )
    assert "The call for nominations has closed" in page
    assert 'name="name"' not in page
    assert "Submit nomination" not in page


def test_people_not_nominated_for_the_run_are_one_tap_away(office, kenya):
    known = make_person(kenya.party, name="Known Before")
    make_nomination(kenya, make_person(kenya.party, name="Nominated Already"))
    foreign = make_person(make_party(), name="Of Another Country")
    page = office.get(where(kenya, "nominations/new")).text
    assert f"person={known.id}" in page
    assert "Nominated Already" not in page
    assert foreign.name not in page


# Drafts


def test_complete_drafts_are_sent_together_and_the_others_say_what_is_missing(office, kenya):
    for name, given in (("Complete One", ANSWERS), ("Wanting One", {})):
        person = make_person(kenya.party, name=name)
        address = where(kenya, f"nominations/new?person={person.id}")
        office.post(address, data=given | {"as": "draft", "once": name})
    assert "Send 2 drafts" in office.get(where(kenya)).text
    preview = office.get(where(kenya, "nominations/drafts")).text
    ready, held = preview.split("is held back")
    assert "Complete One" in ready
    assert "Wanting One" in held
    assert "French is not stated." in held
    assert "No decision is recorded" not in held  # nobody waits for others
    assert [it.status for it in all_of(Nomination)] == [Status.DRAFT] * 2
    assert office.post(where(kenya, "nominations/drafts")).status_code == 303
    sent = {it.person.name: it.status for it in all_of(Nomination)}
    assert sent == {"Complete One": Status.SUBMITTED, "Wanting One": Status.DRAFT}
    again = office.post(where(kenya, "nominations/drafts"), follow_redirects=True)
    assert "nothing was sent" in again.text


def test_the_list_says_what_is_missing(office, kenya):
    make_nomination(kenya, make_person(kenya.party, name="Asha"), status=Status.DRAFT)
    page = office.get(where(kenya)).text
    assert "French, at least working (B2)" in page
    assert "Whether this licence is held is not stated." in page


def test_drafts_are_not_sent_after_the_call(browser):
    allocation = make_allocation(party=make_party(code="KEN"))
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    make_call(allocation.offering, **dates)
    make_nomination(allocation, status=Status.DRAFT)
    answer = browser(make_focal_point(allocation.party)).post(
        where(allocation, "nominations/drafts")
    )
    assert (answer.status_code, "has closed" in answer.text) == (422, True)
    assert all_of(Nomination)[0].status is Status.DRAFT
