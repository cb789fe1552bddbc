"""Offers are answered, participants listed, exported and moved."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp import clock
from tpp.acting import Role
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status as NominationStatus
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation


@pytest.fixture
def kenya(app):
    return make_allocation(make_run(), make_party(code="KEN", name="Kenya"), seats=9)


@pytest.fixture
def programme(browser):
    return browser(make_acting())


def where(allocation, ending=""):
    return f"/runs/{allocation.offering.code}/participants{ending}"


def all_of(model):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(model).order_by(model.id).all()


def offered(allocation, person=None):
    """A nominee with an offer, and the seat held for it."""
    until = clock.now() + timedelta(days=7)
    nomination = make_nomination(allocation, person, NominationStatus.SELECTED, offer_until=until)
    see(EVERYTHING)
    row = db.session.get_one(SeatAllocation, allocation.id)
    row.held += 1
    db.session.commit()
    return nomination


def test_a_trainee_accepts_the_own_offer(browser, kenya):
    person = make_person(kenya.party)
    nomination = offered(kenya, person)
    trainee = browser(make_acting(Role.TRAINEE, person=person))
    assert "Accept the place" in trainee.get(f"/nominations/{nomination.id}/offer").text
    answer = trainee.post(f"/nominations/{nomination.id}/acceptance", follow_redirects=True)
    assert "Your place is confirmed" in answer.text
    [place] = all_of(Enrolment)
    assert (place.person_id, place.status) == (person.id, Status.CONFIRMED)
    assert (all_of(SeatAllocation)[0].held, all_of(SeatAllocation)[0].filled) == (0, 1)


def test_an_offer_is_declined_with_a_reason(browser, kenya):
    nomination = offered(kenya)
    office = browser(make_focal_point(kenya.party))
    assert office.post(f"/nominations/{nomination.id}/refusal", data={}).status_code == 422
    office.post(f"/nominations/{nomination.id}/refusal", data={"reason": "Deployed"})
    assert all_of(Nomination)[0].status is NominationStatus.DECLINED
    assert all_of(SeatAllocation)[0].held == 0


def test_nobody_answers_for_somebody_else(browser, kenya):
    nomination = offered(kenya)
    others = [
        make_acting(Role.TRAINEE, person=make_person(kenya.party)),
        make_focal_point(make_party()),
        make_acting(),
        make_acting(Role.AUDITOR),
        make_acting(Role.TRAINER, runs=[kenya.offering]),
    ]
    for acting in others:
        answer = browser(acting).post(f"/nominations/{nomination.id}/acceptance")
        assert answer.status_code in (403, 404), acting.role
    assert all_of(Enrolment) == []


def test_a_late_answer_is_told_so(browser, kenya):
    nomination = offered(kenya)
    see(EVERYTHING)
    db.session.get_one(Nomination, nomination.id).offer_until = clock.now() - timedelta(hours=1)
    db.session.commit()
    office = browser(make_focal_point(kenya.party))
    answer = office.post(f"/nominations/{nomination.id}/acceptance")
    assert answer.status_code == 422
    assert "expired" in answer.text
    assert all_of(Enrolment) == []


def test_accepting_twice_makes_one_place(browser, kenya):
    nomination = offered(kenya)
    office = browser(make_focal_point(kenya.party))
    for _ in range(2):
        assert office.post(f"/nominations/{nomination.id}/acceptance").status_code == 303
    assert len(all_of(Enrolment)) == 1


def test_an_office_withdraws_and_substitutes(browser, kenya):
    nomination = offered(kenya)
    other = make_nomination(kenya, status=NominationStatus.RESERVE, reserve_rank=1)
    office = browser(make_focal_point(kenya.party))
    assert "Name a substitute" in office.get(f"/nominations/{nomination.id}").text
    words = {"instead": other.id, "reason": "Ill"}
    assert office.post(f"/nominations/{nomination.id}/substitution", data=words).status_code == 303
    assert (
        office.post(f"/nominations/{other.id}/withdrawal", data={"reason": "Too"}).status_code
        == 303
    )
    assert [it.status for it in all_of(Nomination)] == [
        NominationStatus.SUBSTITUTED,
        NominationStatus.WITHDRAWN,
    ]
    assert all_of(SeatAllocation)[0].held == 0


def test_a_substitute_who_is_not_on_reserve_is_refused(browser, kenya):
    nomination = offered(kenya)
    foreign = make_nomination(status=NominationStatus.RESERVE)
    office = browser(make_focal_point(kenya.party))
    for instead in (foreign.id, "x", ""):
        words = {"instead": instead, "reason": "Ill"}
        answer = office.post(f"/nominations/{nomination.id}/substitution", data=words)
        assert answer.status_code == 422


def test_each_role_lists_its_own_participants(browser, kenya):
    asha = make_enrolment(kenya, make_person(kenya.party, name="Asha Njeri"))
    peru = make_allocation(kenya.offering, make_party(name="Peru"))
    make_enrolment(peru, make_person(peru.party, name="Luz Quispe"))
    seen = {
        make_acting(): {"Asha", "Luz"},
        make_acting(Role.AUDITOR): {"Asha", "Luz"},
        make_acting(Role.TRAINER, runs=[kenya.offering]): {"Asha", "Luz"},
        make_focal_point(kenya.party): {"Asha"},
    }
    for acting, names in seen.items():
        client = browser(acting)
        for ending in ("", ".csv"):
            page = client.get(where(kenya, ending)).text
            assert {name for name in ("Asha", "Luz") if name in page} == names, acting.role
    assert asha.id


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_participants_are_not_for_others(browser, kenya, role):
    make_enrolment(kenya)
    client = browser(make_acting(role))
    for ending in ("", ".csv", ".xlsx"):
        assert client.get(where(kenya, ending)).status_code in (403, 404)


def test_a_trainer_of_another_run_finds_nothing(browser, kenya):
    trainer = browser(make_acting(Role.TRAINER, runs=[make_run()]))
    assert trainer.get(where(kenya)).status_code == 404


def test_the_list_is_filtered_and_ordered_by_the_address(programme, kenya):
    make_enrolment(kenya, make_person(kenya.party, name="Asha", sex=Sex.WOMAN), Status.ARRIVED)
    make_enrolment(kenya, make_person(kenya.party, name="Brian", sex=Sex.MAN))
    for query, names in {
        "status=arrived": ["Asha"],
        "sex=man": ["Brian"],
        "q=ASH": ["Asha"],
        "party=KEN&sort=-name": ["Brian", "Asha"],
    }.items():
        page = programme.get(where(kenya, f"?{query}")).text
        found = sorted((n for n in ("Asha", "Brian") if n in page), key=page.index)
        assert found == names, query
    assert programme.get(where(kenya, "?status=x")).status_code == 404


def test_whoever_stayed_away_does_not_arrive_with_all_the_others(programme, kenya):
    make_enrolment(kenya, status=Status.NO_SHOW)
    make_enrolment(kenya)
    page = where(kenya)
    assert "All 1 arrived" in programme.get(page).text
    programme.post(f"{page}/steps", data={"all": "arrived"})
    assert [it.status for it in all_of(Enrolment)] == [Status.NO_SHOW, Status.ARRIVED]


def lines_of(answer):
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_holds_what_is_filtered_and_says_what_and_when(programme, kenya):
    native = make_person(kenya.party, native="زوادي", name="Zawadi", born_on=date(1998, 2, 28))
    make_enrolment(kenya, native, Status.ARRIVED)
    make_enrolment(kenya, make_person(kenya.party, name="Brian"))
    answer = programme.get(where(kenya, ".csv?status=arrived"))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    first, *about = lines_of(answer)
    assert (first["Name"], first["Name in another script"]) == ("Zawadi", "زوادي")
    assert (first["Date of birth"], first["Status"], first["Code"]) == (
        "1998-02-28",
        "arrived",
        "KEN",
    )
    told = " ".join(str(value) for line in about for value in line.values())
    assert kenya.offering.code in told
    assert "Only: Arrived" in told
    assert "as of" in told


def test_no_cell_of_the_csv_is_a_formula(programme, kenya):
    for name in ("=1+1", "+1", "-1", "@SUM(A1)"):
        make_enrolment(kenya, make_person(kenya.party, name=name))
    names = [line["Name"] for line in lines_of(programme.get(where(kenya, ".csv")))]
    assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)"} <= set(names)


def test_a_trainers_file_has_no_birth_date_and_no_service_number(browser, kenya):
    person = make_person(kenya.party, born_on=date(1998, 2, 28), service_number="KDF-77")
    make_enrolment(kenya, person)
    trainer = browser(make_acting(Role.TRAINER, runs=[kenya.offering]))
    text = trainer.get(where(kenya, ".csv")).text
    assert "Date of birth" not in text
    assert "1998-02-28" not in text
    assert "KDF-77" not in text


def test_the_workbook_holds_the_same_and_a_sheet_about_it(programme, kenya):
    make_enrolment(kenya, make_person(kenya.party, name="=Zawadi"))
    answer = programme.get(where(kenya, ".xlsx"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        people, about = (book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2))
    assert "Name</t>" in people
    assert "'=Zawadi</t>" in people
    assert "<f>" not in people
    assert "as of" in about
    answer.close()


def test_many_are_moved_at_once(programme, kenya):
    two = [make_enrolment(kenya).id, make_enrolment(kenya).id]
    make_enrolment(kenya)
    steps = where(kenya, "/steps")
    assert programme.post(steps, data={"place": two, "step": "arrived"}).status_code == 303
    assert [it.status for it in all_of(Enrolment)] == [
        Status.ARRIVED,
        Status.ARRIVED,
        Status.CONFIRMED,
    ]
    assert programme.post(steps, data={"all": "arrived"}).status_code == 303
    assert {it.status for it in all_of(Enrolment)} == {Status.ARRIVED}


@pytest.mark.parametrize(
    "words",
    [{"step": "arrived"}, {"step": "sung", "place": "1"}, {"all": "sung"}, {}, {"place": "x"}],
)
def test_a_step_that_cannot_be_is_refused(programme, kenya, words):
    make_enrolment(kenya)
    assert programme.post(where(kenya, "/steps"), data=words).status_code == 422
    assert all_of(Enrolment)[0].status is Status.CONFIRMED


def test_leaving_needs_a_reason(programme, kenya):
    place = make_enrolment(kenya)
    words = {"place": place.id, "step": "withdrawn"}
    assert programme.post(where(kenya, "/steps"), data=words).status_code == 422
    assert (
        programme.post(where(kenya, "/steps"), data=words | {"reason": "Family"}).status_code == 303
    )
    assert all_of(Enrolment)[0].status is Status.WITHDRAWN


def test_a_trainer_moves_only_participants_of_the_own_run(browser, kenya):
    place, other = make_enrolment(kenya), make_enrolment()
    trainer = browser(make_acting(Role.TRAINER, runs=[kenya.offering]))
    words = {"place": [other.id], "step": "arrived"}
    assert trainer.post(where(kenya, "/steps"), data=words).status_code == 422
    assert (
        trainer.post(where(kenya, "/steps"), data=words | {"place": [place.id]}).status_code == 303
    )
    assert [it.status for it in all_of(Enrolment)] == [Status.ARRIVED, Status.CONFIRMED]


def test_an_office_and_an_auditor_move_nobody(browser, kenya):
    place = make_enrolment(kenya)
    for acting in (make_focal_point(kenya.party), make_acting(Role.AUDITOR)):
        words = {"place": [place.id], "step": "arrived"}
        assert browser(acting).post(where(kenya, "/steps"), data=words).status_code == 403


def test_what_was_released_is_not_offered_any_more_on_the_page_of_the_run(browser):
    run = make_run(seats=10)
    make_allocation(run, make_party(name="Ghana"), seats=3)
    seats.release_unused(run, by=make_acting(), reason="Nobody answered")
    page = browser(make_acting()).get(f"/runs/{run.code}").text
    numbers = dict(re.findall(r'data-l="(Offered|Released)"[^>]*>(?:<[^>]+>)*(\d+)', page))
    assert numbers == {"Offered": "0", "Released": "3"}
