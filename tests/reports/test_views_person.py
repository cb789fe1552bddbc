"""One person's page: everything in the order of time, for those who may see it."""

import re
from datetime import date

import pytest

from tests.factories import make, make_acting, make_allocation, make_person, make_run
from tests.reports.world import W, make_certificate, make_seat
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.people import actions as people
from tpp.people.models import ContactPoint, Person, PersonName
from tpp.people.rules import NameKind
from tpp.scope import EVERYTHING, see


@pytest.fixture
def asha(world):
    person = world.asha.person
    whose = {"person_id": person.id, "party_id": person.party_id}
    make(PersonName, {"kind": NameKind.NATIVE, "text": "آشا", "language": "ar"}, whose)
    make(ContactPoint, {"kind": "email", "value": "asha@example.org"}, whose)
    with transaction():
        person.service_number, person.born_on = "SN-4711", date(1994, 2, 28)
    return person


def page_of(client, person):
    return client.get(f"/people/{person.id}")


def test_the_page_tells_the_whole_training_from_nomination_to_certificate(asha, world, browser):
    page = page_of(browser(make_acting()), asha)
    assert page.status_code == 200
    for words in (world.engineering.code, "Accepted", "Finished", "Completed", "Valid"):
        assert words in page.text
    assert re.search(r'href="/certificates/\d+"', page.text)
    assert f"/nominations/{world.asha.nomination_id}" in page.text


def test_the_latest_run_stands_first(asha, world, browser):
    later = make_run(starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 1))
    make_seat(make_allocation(later, world.kenya), W, "nominated", person=asha)
    text = page_of(browser(make_acting()), asha).text
    assert text.index(later.code) < text.index(world.engineering.code)


def test_names_keep_their_script_and_contacts_are_shown(asha, browser):
    text = page_of(browser(make_acting()), asha).text
    assert "<bdi>آشا</bdi>" in text
    assert 'lang="ar"' in text
    assert "asha@example.org" in text
    assert "SN-4711" in text


def test_what_is_not_known_reads_not_known(world, browser):
    text = page_of(browser(make_acting()), make_person(world.kenya)).text
    assert text.count("not known") >= 5
    assert "Not put forward for any run yet" in text


def test_the_office_that_keeps_the_record_sees_and_corrects_it(asha, world, browser):
    text = page_of(browser(make_acting(Role.FOCAL_POINT, world.kenya)), asha).text
    assert "SN-4711" in text
    assert f"/people/{asha.id}/record" in text


def test_another_country_does_not_learn_that_there_is_such_a_person(asha, world, browser):
    office = browser(make_acting(Role.FOCAL_POINT, world.peru))
    answer = page_of(office, asha)
    assert answer.status_code == 404
    assert "Asha" not in answer.text
    assert answer.text.count("404") == office.get("/people/999999").text.count("404")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUPPORTER, Role.ADMINISTRATOR])
def test_trainers_supporters_and_administrators_see_no_record(asha, world, browser, role):
    runs = [world.engineering] if role is Role.TRAINER else []
    acting = make_acting(role, world.japan if role is Role.SUPPORTER else None, runs=runs)
    answer = page_of(browser(acting), asha)
    assert answer.status_code == 403
    assert "Asha" not in answer.text


def test_trainees_see_themselves_and_nobody_else(asha, world, browser):
    trainee = browser(make_acting(Role.TRAINEE, person=asha))
    page = page_of(trainee, asha)
    assert page.status_code == 200
    assert world.engineering.code in page.text
    assert f"/people/{asha.id}/record" not in page.text
    assert page_of(trainee, world.luz.person).status_code == 404


def test_an_auditor_reads_and_cannot_correct(asha, browser):
    text = page_of(browser(make_acting(Role.AUDITOR)), asha).text
    assert "asha@example.org" in text
    assert "Correct the record" not in text


def test_a_draft_is_the_affair_of_the_office(world, browser):
    person = make_person(world.kenya)
    run = make_run()
    make_seat(make_allocation(run, world.kenya), W, "draft", person=person)
    assert run.code not in page_of(browser(make_acting()), person).text
    office = browser(make_acting(Role.FOCAL_POINT, world.kenya))
    assert run.code in page_of(office, person).text


def test_a_revoked_certificate_is_told_as_revoked(world, browser):
    place = make_seat(make_allocation(make_run(), world.peru), W, "completed")
    certificate = make_certificate(place, number=700)
    with transaction():
        certificate.move("revoked", by=make_acting(), reason="Issued in error")
    see(EVERYTHING)
    text = page_of(browser(make_acting()), db.session.get(Person, place.person_id)).text
    assert "Revoked" in text


def test_who_corrected_the_record_stands_in_its_history(asha, browser):
    clerk = make_acting()
    people.change(asha, by=clerk, rank="Captain", reason="Promoted")
    text = page_of(browser(make_acting()), asha).text
    assert "Corrected" in text
    assert clerk.account_name in text
    assert "Promoted" in text


@pytest.mark.parametrize("number", ["99999999999999999999", "0", "-1", "x"])
def test_a_person_who_is_not_there_is_not_found(app, browser, number):
    assert browser(make_acting()).get(f"/people/{number}").status_code == 404
