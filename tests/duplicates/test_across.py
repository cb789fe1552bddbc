"""Records of two Parties joined to one human: neither office can see, or infer, that there is another."""

import re
from datetime import date

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.duplicates import actions, queries
from tpp.duplicates.actions import look_at
from tpp.duplicates.forms import seen
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import Side, Status
from tpp.errors import Refused
from tpp.nominations.actions import nominate
from tpp.nominations.models import Nomination
from tpp.people.models import ContactPoint, Person
from tpp.people.rules import ContactKind, Sex
from tpp.reports.models import Standing
from tpp.scope import EVERYTHING, see

BORN = date(1990, 5, 6)
REASON = "Canary of the reason"
NAMES = ("Amina Canarykenya Yusuf", "Amina Canaryperu Yusuf")
UNSTABLE = re.compile(r'name="(csrf_token|once)"[^>]*value="[^"]*"|nonce="[^"]*"')


@pytest.fixture
def countries(app):
    return make_party(name="Kenya"), make_party(name="Peru")


@pytest.fixture
def records(countries):
    """Ids of two records of one woman, with an address that both offices know."""
    made = [
        make_person(party, name=name, born_on=BORN, nationality_id=countries[0].id)
        for party, name in zip(countries, NAMES, strict=True)
    ]
    with transaction():
        for person in made:
            point = ContactPoint(
                person_id=person.id,
                party_id=person.party_id,
                kind=ContactKind.EMAIL,
                value="amina@example.org",
            )
            db.session.add(point)
    return [person.id for person in made]


@pytest.fixture
def pair_id(records):
    [pair] = look_at(records[0])
    return pair.id


def fresh(kind, id):
    see(EVERYTHING)
    db.session.rollback()
    return db.session.get_one(kind, id)


def join(browser, pair_id, **given):
    sent = {"keep": "first", "reason": REASON, "seen_version": seen(fresh(PersonPair, pair_id))}
    answer = browser(make_acting()).post(f"/duplicates/{pair_id}/merge", data=sent | given)
    assert answer.status_code == 303, answer.text


def called(party):
    run = make_run()
    allocation = make_allocation(run, party)
    make_call(run)
    return allocation


def test_nothing_that_either_office_reads_changes(browser, countries, records, pair_id):
    runs = [called(party).offering.code for party in countries]
    offices = [browser(make_focal_point(party)) for party in countries]

    def all_read():
        return [
            UNSTABLE.sub("", office.get(address).text)
            for office, run, own in zip(offices, runs, records, strict=True)
            for address in (
                "/people",
                "/duplicates",
                "/duplicates?show=merged",
                f"/people/{own}",
                f"/people/{own}/record",
                f"/runs/{run}/nominations/new?q=Amina",
                f"/runs/{run}/nominations/new?person={own}",
            )
        ]

    before = all_read()
    join(browser, pair_id)
    joined = all_read()
    assert joined == before
    browser(make_acting()).post(f"/duplicates/{pair_id}/apart")
    assert all_read() == before
    for page, other in ((page, NAMES[1 - at // 7]) for at, page in enumerate(joined)):
        assert other.split()[1] not in page
        assert REASON not in page
        assert "erged into" not in page
        assert "closed for nominations" not in page


def test_each_office_finds_only_its_own_record(browser, countries, records, pair_id):
    join(browser, pair_id)
    for at, party in enumerate(countries):
        office = browser(make_focal_point(party))
        assert office.get(f"/people/{records[at]}").status_code == 200
        assert office.get(f"/people/{records[1 - at]}").status_code == 404
        assert office.get(f"/duplicates/{pair_id}").status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_the_programme_reads_all_of_it_on_both_records(browser, records, pair_id, role):
    join(browser, pair_id)
    reader = browser(make_acting(role))
    for at, own in enumerate(records):
        page = reader.get(f"/people/{own}").text
        assert REASON in page
        assert NAMES[1 - at] in page
        assert page.count("mailto:amina@example.org") == 1


def test_no_fact_goes_over_the_border(browser, records, pair_id):
    first, second = (fresh(Person, id) for id in records)
    with transaction():
        second.unit, second.sex = "Canary Engineers", Sex.WOMAN
    join(browser, pair_id, fact_unit="second", fact_sex="second", fact_name="second")
    kept = fresh(Person, first.id)
    assert (kept.unit, kept.sex, kept.name) == ("", first.sex, NAMES[0])
    assert fresh(Person, second.id).human_id == kept.id


@pytest.mark.parametrize("at", [0, 1])
def test_both_offices_go_on_nominating_on_their_own_record(
    browser, countries, records, pair_id, at
):
    allocation = called(countries[at])
    join(browser, pair_id)
    office = browser(make_focal_point(countries[at]))
    sent = {"person": str(records[at]), "once": "k-1", "as": "draft"}
    answer = office.post(f"/runs/{allocation.offering.code}/nominations/new", data=sent)
    assert answer.status_code == 303, answer.text
    see(EVERYTHING)
    db.session.rollback()
    [made] = db.session.query(Nomination).all()
    assert (made.person_id, made.human_id) == (records[at], records[0])


@pytest.mark.both
@pytest.mark.parametrize("at", [0, 1])
def test_one_human_is_nominated_once_for_a_run_and_no_word_tells_by_whom(countries, at):
    people = [
        make_person(party, name=name, born_on=BORN, nationality_id=countries[0].id)
        for party, name in zip(countries, NAMES, strict=True)
    ]
    [pair] = look_at(people[0].id)
    actions.merge(pair, Side.FIRST, {}, by=make_acting())
    run = make_run()
    for party in countries:
        make_allocation(run, party)
    make_call(run)
    by = [make_focal_point(party) for party in countries]
    nominate(run, people[at], by=by[at], submit=False)
    with pytest.raises(Refused, match="did not take this nomination") as refused:
        nominate(run, people[1 - at], by=by[1 - at], submit=False)
    assert "Canary" not in str(refused.value)
    assert [it.person_id for it in db.session.query(Nomination)] == [people[at].id]


def test_figures_of_an_office_are_of_its_own_record(browser, countries, records, pair_id):
    first, second = (fresh(Person, id) for id in records)
    with transaction():
        first.sex, second.sex = Sex.WOMAN, Sex.UNKNOWN
    made = make_nomination(make_allocation(make_run(), countries[1]), second)
    join(browser, pair_id)
    assert fresh(Standing, made.id).sex == Sex.UNKNOWN


def test_an_office_merges_and_takes_apart_its_own_doubles_all_the_same(
    browser, countries, records, pair_id
):
    _, peru = countries
    join(browser, pair_id)
    double = make_person(peru, name=NAMES[1], born_on=BORN, nationality_id=countries[0].id)
    look_at(double.id)
    own = queries.pair_between(records[1], double.id)
    office = browser(make_focal_point(peru))
    assert f"/duplicates/{own.id}" in office.get("/duplicates").text
    sent = {"keep": "first", "seen_version": seen(fresh(PersonPair, own.id))}
    address = f"/duplicates/{own.id}"
    assert office.post(f"{address}/merge", data=sent).status_code == 303
    assert {fresh(Person, id).human_id for id in (*records, double.id)} == {records[0]}
    page = office.get(f"/people/{double.id}").text
    assert f'href="/people/{records[1]}"' in page
    assert f"/people/{records[0]}" not in page
    assert office.post(f"{address}/apart").status_code == 303
    assert fresh(PersonPair, own.id).status is Status.OPEN
    assert fresh(Person, double.id).human_id == double.id
    assert fresh(Person, records[1]).human_id == records[0]


def test_a_record_joined_already_is_refused_in_words_of_other_reasons(countries, records, pair_id):
    _, peru = countries
    actions.merge(fresh(PersonPair, pair_id), Side.FIRST, {}, by=make_acting())
    double = make_person(peru, name=NAMES[1], born_on=BORN, nationality_id=countries[0].id)
    look_at(double.id)
    own = queries.pair_between(records[1], double.id)
    with pytest.raises(Refused, match="cannot be merged by your office"):
        actions.merge(own, Side.SECOND, {}, by=make_focal_point(peru))


def test_the_page_of_a_pair_shows_each_address_once_beside_its_record(browser, records, pair_id):
    for _ in range(2):
        page = browser(make_acting()).get(f"/duplicates/{pair_id}").text
        assert page.count("amina@example.org") == len(records)
        if fresh(PersonPair, pair_id).status is Status.OPEN:
            join(browser, pair_id)


def test_the_field_of_the_reason_says_who_reads_it(browser, countries, pair_id):
    programme = browser(make_acting())
    assert "neither of the two offices" in programme.get(f"/duplicates/{pair_id}").text
    first, second = (make_person(countries[0], name="Bea Doubled", born_on=BORN) for _ in range(2))
    look_at(second.id)
    own = queries.pair_between(first.id, second.id)
    assert "by the office that keeps the records" in programme.get(f"/duplicates/{own.id}").text
