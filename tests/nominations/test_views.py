"""Nominating and deciding on the page: who sees what, what is refused, and what stays as it was."""

import re
from datetime import date, timedelta

import pytest

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
)
from tests.nominations.reading import all_of, where
from tpp import clock
from tpp.acting import Role
from tpp.catalogue.models import EligibilityRule
from tpp.catalogue.rules.eligibility import Criterion
from tpp.db import db, transaction
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import Status as RunStatus
from tpp.people.models import Person
from tpp.people.rules import Sex

NEW = {"name": "Zawadi Achieng", "sex": "woman", "born_on": "1998-02-28", "service": "military"}


@pytest.fixture
def kenya(app):
    """Seats of Kenya in a run with an open call."""
    allocation = make_allocation(party=make_party(code="KEN", name="Kenya"), seats=2)
    make_call(allocation.offering)
    return allocation


def new(**given):
    return NEW | {"nationality": "KEN", "once": "a-press"} | given


def test_the_form_for_one_sends_and_says_what_of_the_course_is_not_known(office, kenya):
    rule = {"version_id": kenya.offering.course_version_id, "criterion": Criterion.SERVICE_LEFT}
    setting = {"parameters": {"months": 12}, "set_by": "Training unit", "set_on": date(2026, 1, 1)}
    make(EligibilityRule, rule | {"position": 1}, setting)
    answer = office.post(where(kenya, "nominations/new"), data=new())
    assert answer.status_code == 303
    [nomination] = all_of(Nomination)
    assert nomination.status is Status.SUBMITTED
    told = office.get(answer.location).text
    assert "Not known or not met of what the course asks: " in told
    assert "Open the nomination to add it" in told
    page = office.get(f"/nominations/{nomination.id}").text
    assert "Not known or not met of what the course asks:" in page


def test_nothing_is_said_to_be_open_where_the_course_asks_nothing_more(office, kenya):
    answer = office.post(where(kenya, "nominations/new"), data=new())
    assert "Not known or not met" not in office.get(answer.location).text


def test_an_office_nominates_somebody_new(office, kenya):
    native = {"native_name": "زوادي أتشينغ", "native_language": "ar"}
    answer = office.post(where(kenya, "nominations/new"), data=new(**native))
    assert answer.status_code == 303
    [nomination], [person] = all_of(Nomination), all_of(Person)
    assert (nomination.status, nomination.person_id) == (Status.SUBMITTED, person.id)
    assert (person.name, person.sex, person.party_id) == (
        "Zawadi Achieng",
        Sex.WOMAN,
        kenya.party_id,
    )
    assert "Zawadi Achieng" in office.get(where(kenya)).text


def test_an_office_nominates_somebody_it_knows(office, kenya):
    person = make_person(kenya.party, name="Faith Chebet Rono")
    found = office.get(where(kenya, "nominations/new?q=chebet"))
    assert f"person={person.id}" in found.text
    form = office.get(where(kenya, f"nominations/new?person={person.id}"))
    assert "Faith Chebet Rono" in form.text
    answer = office.post(where(kenya, "nominations/new"), data={"person": person.id, "mission": ""})
    assert answer.status_code == 303
    assert [it.person_id for it in all_of(Nomination)] == [person.id]


def test_a_draft_is_sent_later(office, kenya, programme):
    office.post(where(kenya, "nominations/new"), data=new(**{"as": "draft"}))
    [nomination] = all_of(Nomination)
    assert nomination.status is Status.DRAFT
    assert "Zawadi" not in programme.get(where(kenya, "selection?show=all")).text
    assert programme.get(f"/nominations/{nomination.id}").status_code == 404
    office.post(f"/nominations/{nomination.id}/submission")
    assert "Zawadi" in programme.get(where(kenya, "selection")).text


def test_pressing_twice_makes_one_person_and_one_nomination(office, kenya):
    for _ in range(2):
        assert office.post(where(kenya, "nominations/new"), data=new()).status_code == 303
    assert (len(all_of(Person)), len(all_of(Nomination))) == (1, 1)


def test_a_form_gone_back_to_and_filled_in_for_somebody_else_is_not_taken_for_a_second_press(
    office, kenya
):
    office.post(where(kenya, "nominations/new"), data=new())
    again = office.post(where(kenya, "nominations/new"), data=new(name="Halima Juma"))
    assert again.status_code == 422
    assert "for somebody else" in again.text
    assert "Halima Juma" in again.text
    assert len(all_of(Nomination)) == 1

    once = re.search(r'name="once"[^>]*value="([^"]+)"', again.text)[1]
    data = new(name="Halima Juma", once=once)
    assert office.post(where(kenya, "nominations/new"), data=data).status_code == 303
    assert {it.name for it in all_of(Person)} == {"Zawadi Achieng", "Halima Juma"}


def test_a_run_that_is_over_offers_no_call_and_no_way_back(office, kenya):
    nomination = make_nomination(kenya, status=Status.ACCEPTED)
    there = f"/nominations/{nomination.id}"
    assert "Withdraw the nomination" in office.get(there).text
    with transaction():
        db.session.get_one(CourseOffering, kenya.offering_id).status = RunStatus.CLOSED
    assert "Withdraw the nomination" not in office.get(there).text
    assert "Open until" not in office.get(where(kenya, "")[:-1]).text
    assert "Closed with the run" in office.get(where(kenya)).text


def test_the_same_person_typed_again_is_found_instead_of_made_twice(office, kenya):
    office.post(where(kenya, "nominations/new"), data=new())
    answer = office.post(where(kenya, "nominations/new"), data=new(once="another"))
    assert answer.status_code == 422
    assert "may already keep a record of this person" in answer.text
    assert (len(all_of(Person)), len(all_of(Nomination))) == (1, 1)


def test_a_second_nomination_of_the_same_person_is_refused_in_its_place(office, kenya):
    nomination = make_nomination(kenya)
    answer = office.post(where(kenya, "nominations/new"), data={"person": nomination.person_id})
    assert answer.status_code == 422
    assert "already nominated for this run" in answer.text
    assert len(all_of(Nomination)) == 1


def test_nothing_is_said_of_a_person_of_another_country(office, kenya):
    luz = make_person(make_party(code="PER"), name="Luz Quispe", born_on=None)
    assert "Luz" not in office.get(where(kenya, "nominations/new?q=luz")).text
    assert office.get(where(kenya, f"nominations/new?person={luz.id}")).status_code == 404
    assert office.post(where(kenya, "nominations/new"), data={"person": luz.id}).status_code == 404
    same_name = office.post(
        where(kenya, "nominations/new"), data=new(name="Luz Quispe", born_on="")
    )
    assert same_name.status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "a\u202eb"}, "U+202E"),
        ({"name": "x" * 10_000}, "at most 200"),
        ({"name": "e" + "\u0301" * 40}, "marks"),
        ({"born_on": "1998-02-31"}, "date"),
        ({"email": "zawadi@kdf"}, "with an ending"),
        ({"nationality": "XXX"}, "Choose one of the answers"),
        ({"sex": "other"}, "Choose one of the answers"),
    ],
)
def test_a_form_with_something_wrong_comes_back_with_what_was_typed(office, kenya, wrong, words):
    answer = office.post(where(kenya, "nominations/new"), data=new(unit="Signals 7") | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Signals 7" in answer.text
    assert all_of(Person) == all_of(Nomination) == []


def test_html_in_a_name_is_shown_and_not_carried_out(office, kenya):
    office.post(where(kenya, "nominations/new"), data=new(name="<b>Zawadi</b>"))
    page = office.get(where(kenya)).text
    assert "&lt;b&gt;Zawadi" in page
    assert "<b>Zawadi" not in page


def test_a_closed_call_refuses_and_changes_nothing(browser):
    allocation = make_allocation(party=make_party(code="KEN"))
    now = clock.now()
    make_call(
        allocation.offering, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1)
    )
    office = browser(make_focal_point(allocation.party))
    assert "Closed" in office.get(where(allocation, "nominations/new")).text
    answer = office.post(where(allocation, "nominations/new"), data=new())
    assert answer.status_code == 422
    assert "call for nominations has closed" in answer.text
    assert all_of(Person) == []


def test_an_office_that_declined_its_seats_cannot_nominate(office, kenya):
    office.post(f"/seats/{kenya.id}/refusal", data={"reason": "No"})
    answer = office.post(where(kenya, "nominations/new"), data=new())
    assert answer.status_code == 422
    assert "declined" in answer.text


def test_an_office_sees_only_its_own_nominees(office, kenya):
    own = make_nomination(kenya, make_person(kenya.party, name="Asha"))
    foreign = make_nomination(make_allocation(kenya.offering, make_party(name="Peru")))
    for page in (office.get("/nominations").text, office.get(where(kenya)).text):
        assert "Asha" in page
        assert foreign.person.name not in page
        assert "Peru" not in page
    assert office.get(f"/nominations/{own.id}").status_code == 200
    assert office.get(f"/nominations/{foreign.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_nominations_are_not_for_others(browser, kenya, role):
    nomination = make_nomination(kenya)
    acting = make_acting(role, runs=[kenya.offering] if role is Role.TRAINER else ())
    client = browser(acting)
    for address in ("/nominations", where(kenya), f"/nominations/{nomination.id}"):
        assert client.get(address).status_code in (403, 404)


def test_what_the_office_says_is_changed_until_it_is_sent(office, kenya):
    nomination = make_nomination(kenya, status=Status.DRAFT)
    words = {"note": "Class G licence", "mission": "", "seen_version": nomination.version}
    address = f"/nominations/{nomination.id}/words"
    assert office.post(address, data=words).status_code == 303
    assert office.post(address, data=words | {"note": "Class H"}).status_code == 409
    assert all_of(Nomination)[0].note == "Class G licence"


@pytest.mark.parametrize("query", ["show=x", "party=ATL", "sex=x"])
def test_a_filter_that_does_not_exist_is_not_found(programme, query):
    assert programme.get(f"/nominations?{query}").status_code == 404


def test_the_list_begins_with_what_waits_for_a_decision(programme, kenya):
    decided = make_nomination(
        kenya, make_person(kenya.party, name="Decided"), status=Status.RESERVE
    )
    make_nomination(kenya, make_person(kenya.party, name="Waiting"))
    page = programme.get("/nominations").text
    assert "Waiting" in page
    assert "Decided" not in page
    every = programme.get("/nominations?show=all").text
    assert every.index("Waiting") < every.index("Decided")
    assert decided.id


def test_an_office_is_told_of_its_own_records_alone(office, kenya):
    """Another country's record of the very person changes neither the answer nor its words."""
    elsewhere = make_person(name="Achieng Zawadi Canary", born_on=date(1998, 2, 28))
    assert office.post(where(kenya, "nominations/new"), data=new()).status_code == 303
    [ours] = [it for it in all_of(Person) if it.id != elsewhere.id]
    typed = new(name="Achieng, Zawady", once="another-press")
    answer = office.post(where(kenya, "nominations/new"), data=typed)
    assert answer.status_code == 422
    assert f"person={ours.id}" in answer.text
    assert "Canary" not in answer.text
    typed = typed | {"another": "yes"}
    assert office.post(where(kenya, "nominations/new"), data=typed).status_code == 303
