"""The list of runs: who sees which, filters, counts."""

import re
from datetime import date

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_role,
    make_run,
    make_version,
)
from tpp.acting import Role
from tpp.db import db
from tpp.offerings.rules import PartyRole, Status
from tpp.people.rules import Sex


def test_each_role_sees_its_own_runs(browser):
    kenya, japan = make_party(name="Kenya"), make_party(name="Japan")
    sent, hosted, draft = make_run(), make_run(), make_run(status=Status.DRAFT)
    allocation = make_allocation(sent, kenya)
    person = make_person(kenya)
    make_nomination(allocation, person)
    make_role(hosted, japan, PartyRole.SUPPORTER)
    seen = {
        make_acting(): {sent, hosted, draft},
        make_acting(Role.AUDITOR): {sent, hosted, draft},
        make_focal_point(kenya): {sent},
        make_acting(Role.SUPPORTER, party=japan): {hosted},
        make_acting(Role.TRAINER, runs=[hosted]): {hosted},
        make_acting(Role.TRAINEE, person=person): {sent},
    }
    for acting, runs in seen.items():
        client = browser(acting)
        page = client.get("/runs").text
        assert {run for run in (sent, hosted, draft) if run.code in page} == runs, acting.role
        for run in (sent, hosted, draft):
            status = client.get(f"/runs/{run.code}").status_code
            assert status == (200 if run in runs else 404), (acting.role, run.code)


def test_an_administrator_sees_no_runs(browser):
    assert browser(make_acting(Role.ADMINISTRATOR)).get("/runs").status_code == 403


def test_filters_stand_in_the_address(office):
    engineering = make_run(place="Nairobi, Kenya")
    medical = make_run(
        make_version(pillar="medical"), starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 9)
    )
    host = make_party(name="Rwanda")
    make_role(medical, host, PartyRole.HOST)
    for query, wanted in {
        "pillar=medical": medical,
        "year=2025": medical,
        f"host={host.code}": medical,
        f"q={engineering.code}+nairobi": engineering,
        "status=confirmed&pillar=engineering": engineering,
    }.items():
        page = office.get(f"/runs?{query}").text
        assert [run.code for run in (engineering, medical) if run.code in page] == [wanted.code], (
            query
        )


@pytest.mark.parametrize("query", ["pillar=cooking", "status=x", "year=99999", "host=XXX"])
def test_a_filter_that_does_not_exist_is_not_found(office, query):
    assert office.get(f"/runs?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=999999999999", "page=x", "sort=x", "q=%25"]
)
def test_strange_pages_and_orders_show_the_list(office, query):
    make_run()
    assert office.get(f"/runs?{query}").status_code == 200


def test_the_list_counts_seats_and_women_of_the_own_country_only(browser):
    run = make_run()
    kenya, peru = make_allocation(run, seats=5), make_allocation(run, seats=7)
    make_enrolment(kenya, make_person(kenya.party, sex=Sex.WOMAN))
    for _ in range(3):
        make_enrolment(peru, make_person(peru.party, sex=Sex.WOMAN))

    def cells(acting):
        rows = browser(acting).get("/runs").text.split("<tbody>")[1]
        return [int(number) for number in re.findall(r'class="num"[^>]*><span[^>]*>(\d+)', rows)]

    make_role(run, japan := make_party(), PartyRole.SUPPORTER)
    assert cells(make_focal_point(kenya.party)) == [5, 1, 1]
    assert cells(make_acting(Role.SUPPORTER, party=japan)) == [20, 4, 4]


def test_the_list_takes_as_many_queries_for_fifty_runs_as_for_one(office, app):
    from sqlalchemy import event

    make_allocation(make_run())
    said = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    office.get("/runs")
    few = len(said)
    for _ in range(49):
        make_enrolment(make_allocation(make_run()))
    said.clear()
    office.get("/runs")
    assert len(said) == few
