"""What the selection shows, to whom, and ticks that outlive its pages."""

import re
from datetime import date

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_nomination,
    make_outcome,
    make_party,
    make_person,
    make_run,
)
from tests.selection.pages import fit, old, seen, ticked_in, unstated, where
from tpp.acting import Role
from tpp.assessments.rules import Status as Outcome
from tpp.enrolments.rules import Status as Place
from tpp.nominations.rules import Status

# What is shown


def test_where_everything_is_decided_it_says_so_and_leads_to_the_reserve(programme, kenya):
    make_nomination(kenya, status=Status.NOT_SELECTED)
    address, reserve = where(kenya), where(kenya) + "?show=reserve"
    page = programme.get(f"{address}?show=to_decide").text
    assert "Every nomination is decided" in page
    assert "Nominations appear here when offices submit them." not in page
    assert "The reserve (" not in page
    make_nomination(kenya, make_person(kenya.party), Status.RESERVE, reserve_rank=1)
    page = programme.get(f"{address}?show=to_decide").text
    assert re.search(rf'<a[^>]*href="{re.escape(reserve)}"[^>]*>[^/]*The reserve \(1\)', page)


def test_the_old_address_leads_to_the_selection(programme, kenya):
    answer = programme.get(where(kenya, "nominations?show=reserve"))
    assert answer.status_code == 302
    assert answer.location.endswith(where(kenya, "selection?show=reserve"))


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_the_selection_is_for_the_programme_office_alone(browser, kenya, role):
    make_nomination(kenya, make_person(kenya.party, name="Asha"))
    client = browser(make_acting(role, runs=[kenya.offering] if role is Role.TRAINER else ()))
    for address in (where(kenya), where(kenya, "funnel")):
        answer = client.get(address)
        assert answer.status_code in (403, 404)
        assert "Asha" not in answer.text
    assert client.post(where(kenya, "selection/preview"), data={}).status_code in (403, 404)


def test_an_office_reads_nothing_of_the_selection(office, kenya):
    peru = make_allocation(kenya.offering, make_party(name="Peru"))
    make_nomination(peru, make_person(peru.party, name="Luz Quispe"))
    assert office.get(where(kenya)).status_code == 403
    assert office.post(where(kenya, "selection/preview"), data={}).status_code == 403


def test_an_auditor_reads_it_and_finds_no_button(browser, kenya):
    make_nomination(kenya, make_person(kenya.party, name="Asha"))
    page = browser(make_acting(Role.AUDITOR)).get(where(kenya)).text
    assert "Asha" in page
    assert 'name="one"' not in page
    assert 'name="do" value="selected"' not in page


def test_verdicts_stand_beside_each_nominee_in_words(programme, ruled):
    fit(ruled, name="Asha")
    old(ruled, name="Baraka")
    page = programme.get(where(ruled)).text
    assert page.count('class="visually-hidden">met') == 3
    assert "not met, Age on the first day: 66." in page
    assert "Service left" in page


def test_nominees_are_narrowed_by_what_stands_against_them(programme, ruled):
    fit(ruled, name="Asha"), old(ruled, name="Baraka"), unstated(ruled, name="Chebet")
    for kind, name in (("fit", "Asha"), ("barred", "Baraka"), ("unknown", "Chebet")):
        page = programme.get(where(ruled, f"selection?fit={kind}")).text
        assert [it for it in ("Asha", "Baraka", "Chebet") if it in page] == [name]
    assert programme.get(where(ruled, "selection?fit=nearly")).status_code == 404


def test_what_somebody_took_part_in_before_is_told_with_its_end(programme, kenya):
    person = make_person(kenya.party, name="Asha")
    earlier = make_run(kenya.offering.course_version, starts_on=date(2024, 3, 1))
    place = make_enrolment(make_allocation(earlier, kenya.party), person, Place.FINISHED)
    make_outcome(place, Outcome.FAILED)
    missed = make_allocation(make_run(starts_on=date(2025, 3, 1)), kenya.party)
    make_enrolment(missed, person, Place.NO_SHOW)
    nomination = make_nomination(kenya, person)

    page = programme.get(where(kenya)).text
    assert "did not arrive" in page
    assert "failed" in page

    told = {"nomination": seen(nomination), "step": "selected"}
    preview = programme.post(where(kenya, "selection/preview"), data=told).text
    assert "2025: did not arrive" in preview


# Ticking


def test_ticks_outlive_other_pages_and_filters(programme, kenya):
    people = [make_nomination(kenya) for _ in range(45)]
    first, last = people[0], people[-1]
    turned = programme.post(
        where(kenya, "decisions"), data={"nomination": seen(first), "do": "page:2", "q": ""}
    )
    assert turned.status_code == 303
    second_page = programme.get(turned.location).text
    assert f'value="{first.id}:' not in second_page
    others = re.search(r'name="others" value="([^"]+)"', second_page)[1]
    assert "If you select this one" in second_page
    back = programme.post(
        where(kenya, "decisions"),
        data={"nomination": seen(last), "others": others, "do": "filter", "show": "to_decide"},
    )
    page = programme.get(back.location).text
    assert ticked_in(page) == [first.id]
    assert "If you select these 2" in page


def test_an_address_with_nonsense_for_ticks_ticks_nobody(programme, kenya):
    make_nomination(kenya)
    for word in ("zzzzzzzzzzzz", "1-1-1", "-", "a.." + "1." * 900):
        page = programme.get(where(kenya, f"selection?ticked={word}"))
        assert page.status_code == 200
        assert ticked_in(page.text) == []
    assert programme.get(where(kenya, "selection?step=promoted")).status_code == 400


def test_only_those_whom_nothing_stands_against_are_ticked_within_the_seats(programme, ruled):
    fine, _barred, _unknown = fit(ruled), old(ruled), unstated(ruled)
    page = programme.post(where(ruled, "decisions"), data={"do": "tick"}).text
    assert ticked_in(page) == [fine.id]
