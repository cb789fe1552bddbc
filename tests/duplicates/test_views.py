"""Who sees which pairs of records, and decides about them."""

from datetime import date

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp.acting import Role
from tpp.db import db
from tpp.duplicates import queries
from tpp.duplicates.actions import look_at
from tpp.duplicates.forms import seen
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import Status
from tpp.people.models import Person

BORN = date(1990, 5, 6)


@pytest.fixture
def countries():
    return make_party(name="Kenya"), make_party(name="Peru")


def pair_of(party, other=None, **given):
    first = make_person(party, name="Amina Canary Yusuf", born_on=BORN, nationality_id=party.id)
    second = make_person(
        other or party, name="Yusuf, Aminah Canary", born_on=BORN, nationality_id=party.id, **given
    )
    [pair] = look_at(first.id)
    return pair.id, first.id, second.id


def fresh(pair_id):
    db.session.rollback()
    return db.session.get_one(PersonPair, pair_id)


def test_a_coordinator_sees_pairs_across_parties_with_what_speaks_for_them(browser, countries):
    pair_id, *_ = pair_of(*countries)
    page = browser(make_acting()).get("/duplicates")
    assert "Amina Canary Yusuf" in page.text
    assert "Peru" in page.text
    assert "the same date of birth" in page.text
    shown = browser(make_acting()).get(f"/duplicates/{pair_id}")
    assert "This record stays" in shown.text


def test_an_office_sees_pairs_of_its_own_people_alone(browser, countries):
    kenya, peru = countries
    across, *_ = pair_of(kenya, peru)
    office = browser(make_focal_point(kenya))
    assert "Canary" not in office.get("/duplicates").text
    for deed in ("", "/merge"):
        assert office.get(f"/duplicates/{across}{deed}").status_code == 404
    for deed in ("merge", "different", "later", "reopen", "apart"):
        assert office.post(f"/duplicates/{across}/{deed}").status_code == 404
    assert fresh(across).status is Status.OPEN


def test_an_office_merges_two_records_of_its_own(browser, countries):
    kenya, _ = countries
    pair_id, first, second = pair_of(kenya, unit="Engineers")
    office = browser(make_focal_point(kenya))
    pair = fresh(pair_id)
    sent = {
        "keep": "first",
        "fact_unit": "second",
        "fact_name": "first",
        "seen_version": seen(pair),
    }
    answer = office.post(f"/duplicates/{pair_id}/merge", data=sent)
    assert answer.status_code == 303, answer.text
    assert fresh(pair_id).status is Status.MERGED
    assert db.session.get_one(Person, first).unit == "Engineers"
    assert office.get("/people").text.count("Canary") == 1
    assert "merged into another" in office.get(f"/people/{second}").text
    assert office.post(f"/duplicates/{pair_id}/apart").status_code == 303
    assert office.get("/people").text.count("Canary") == 2


def test_a_record_changed_since_the_page_was_opened_is_not_merged(browser, countries):
    pair_id, *_ = pair_of(countries[0])
    sent = {"keep": "first", "seen_version": "1.0.1"}
    answer = browser(make_acting()).post(f"/duplicates/{pair_id}/merge", data=sent)
    assert answer.status_code == 409
    assert fresh(pair_id).status is Status.OPEN


def test_without_a_choice_nothing_is_merged_and_nothing_typed_is_lost(browser, countries):
    pair_id, *_ = pair_of(countries[0])
    sent = {"keep": "none", "reason": "Same papers", "seen_version": seen(fresh(pair_id))}
    answer = browser(make_acting()).post(f"/duplicates/{pair_id}/merge", data=sent)
    assert answer.status_code == 422
    assert "Same papers" in answer.text


def test_a_clash_is_named_on_the_page_and_refused(browser, countries):
    pair_id, first, second = pair_of(countries[0])
    allocation = make_allocation(make_run(code="ENG-CLASH-2026-01"), countries[0])
    for person in (first, second):
        make_nomination(allocation, db.session.get_one(Person, person))
    coordinator = browser(make_acting())
    assert "ENG-CLASH-2026-01" in coordinator.get(f"/duplicates/{pair_id}").text
    sent = {"keep": "first", "fact_name": "first", "seen_version": seen(fresh(pair_id))}
    answer = coordinator.post(f"/duplicates/{pair_id}/merge", data=sent)
    assert answer.status_code == 422
    assert "ENG-CLASH-2026-01" in answer.text


def test_different_people_are_put_into_their_list(browser, countries):
    pair_id, *_ = pair_of(countries[0])
    coordinator = browser(make_acting())
    assert coordinator.post(f"/duplicates/{pair_id}/different").status_code == 303
    assert "Canary" not in coordinator.get("/duplicates").text
    assert "Canary" in coordinator.get("/duplicates?show=different").text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.SUPPORTER, Role.ADMINISTRATOR])
def test_nobody_else_knows_of_pairs(browser, countries, role):
    pair_id, *_ = pair_of(countries[0])
    reader = browser(make_acting(role, party=countries[0] if role is Role.SUPPORTER else None))
    assert reader.get("/duplicates").status_code in (403, 404)
    assert reader.get(f"/duplicates/{pair_id}").status_code in (403, 404)


def test_an_auditor_reads_and_decides_nothing(browser, countries):
    pair_id, *_ = pair_of(countries[0])
    auditor = browser(make_acting(Role.AUDITOR))
    assert "Merge the two records" not in auditor.get(f"/duplicates/{pair_id}").text
    assert auditor.post(f"/duplicates/{pair_id}/different").status_code in (403, 404)
    assert queries.to_decide() == 1
