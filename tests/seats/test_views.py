"""The pages of seats: who offers, who answers, what the ledger tells whom."""

from datetime import date, timedelta

import pytest

from tests.factories import make_acting, make_allocation, make_focal_point, make_party, make_run
from tpp import clock
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.offerings.rules import Status as RunStatus
from tpp.scope import EVERYTHING, see
from tpp.seats.actions import add_group, hold, release
from tpp.seats.models import SeatAllocation
from tpp.seats.queries import groups_of, newest_line
from tpp.seats.rules import GroupKind, Groups, Picture, Status


def standing(allocation):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(SeatAllocation, allocation.id)
    return found.status, found.picture


def standing_version(allocation):
    standing(allocation)
    return db.session.get_one(SeatAllocation, allocation.id).version


@pytest.mark.parametrize("seen", [None, "", "x", "-1", "1.0", "9" * 19])
def test_a_form_that_does_not_say_what_its_page_showed_is_out_of_date(browser, seen):
    allocation = make_allocation(make_run(seats=10), make_party(code="KEN"), seats=5)
    sent = {"party": "KEN", "seats": "2", "reason": "Nobody eligible"}
    sent |= {} if seen is None else {"seen": seen}
    programme, office = browser(make_acting()), browser(make_focal_point(allocation.party))
    make_party(code="PER")
    own, run = f"/seats/{allocation.id}", f"/runs/{allocation.offering.code}/seats"
    answers = [
        programme.post(own, data=sent),
        programme.post(f"{own}/move", data=sent | {"party": "PER"}),
        programme.post(run, data=sent),
        office.post(f"{own}/acceptance", data=sent),
        office.post(f"{own}/release", data=sent),
    ]
    assert [it.status_code for it in answers] == [409] * 5
    assert standing(allocation) == (Status.OFFERED, Picture(offered=5))


def test_the_programme_office_offers_seats(browser):
    run = make_run(seats=10)
    make_party(code="KEN", name="Kenya")
    office = browser(make_acting())
    answer = office.post(
        f"/runs/{run.code}/seats", data={"party": "KEN", "seats": "4", "seen": "0"}
    )
    assert answer.status_code == 303
    assert "4 seats are offered to Kenya" in office.get(answer.location).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("11", "10 can be offered"),
        ("-1", "Enter a number from"),
        ("x", "whole number"),
        ("", "whole number"),
    ],
)
def test_seats_that_cannot_be_offered_are_refused_at_the_field(browser, typed, words):
    run = make_run(seats=10)
    make_party(code="KEN")
    answer = browser(make_acting()).post(
        f"/runs/{run.code}/seats", data={"party": "KEN", "seats": typed, "seen": "0"}
    )
    assert answer.status_code == 422
    assert words in answer.text
    see(EVERYTHING)
    assert db.session.query(SeatAllocation).count() == 0


def test_fewer_seats_than_are_held_or_filled_are_refused(browser):
    allocation = make_allocation(party=make_party(code="KEN"), seats=3, held=1, filled=1)
    where = f"/runs/{allocation.offering.code}/seats"
    sent = {"party": "KEN", "seats": "1", "seen": str(newest_line(allocation.offering))}
    answer = browser(make_acting()).post(where, data=sent)
    assert answer.status_code == 422
    assert "2 seats are already held or filled" in answer.text
    assert standing(allocation)[1].offered == 3


def test_an_office_accepts_gives_back_and_declines_its_seats(browser):
    allocation = make_allocation(seats=5)
    office = browser(make_focal_point(allocation.party))
    office.post(f"/seats/{allocation.id}/acceptance", data={"seen": allocation.version})
    assert standing(allocation) == (Status.ACCEPTED, Picture(offered=5))
    sent = {"seats": "2", "reason": "Nobody eligible", "seen": standing_version(allocation)}
    office.post(f"/seats/{allocation.id}/release", data=sent)
    assert standing(allocation)[1] == Picture(offered=3, released=2)
    refused = office.post(f"/seats/{allocation.id}/refusal", data={"reason": ""})
    assert (refused.status_code, standing(allocation)[0]) == (422, Status.ACCEPTED)
    office.post(f"/seats/{allocation.id}/refusal", data={"reason": "No operators"})
    assert standing(allocation) == (Status.DECLINED, Picture(released=5))


def test_a_refused_button_goes_back_to_its_page_with_the_reason(browser):
    allocation = make_allocation(seats=1)
    office, where = (
        browser(make_focal_point(allocation.party)),
        f"/runs/{allocation.offering.code}/seats",
    )
    words = {"seats": "3", "back": where, "seen": allocation.version}
    answer = office.post(f"/seats/{allocation.id}/release", data=words, follow_redirects=True)
    assert "1 seat is free" in answer.text
    assert standing(allocation)[1] == Picture(offered=1)


def test_seats_of_another_country_are_not_found(browser):
    allocation = make_allocation()
    office = browser(make_focal_point(make_party()))
    for deed in ("acceptance", "refusal", "release"):
        assert office.post(f"/seats/{allocation.id}/{deed}", data={"seats": "1"}).status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_seats_by_country_are_not_for_others(browser, role):
    allocation = make_allocation()
    acting = make_acting(role, runs=[allocation.offering] if role is Role.TRAINER else ())
    assert browser(acting).get(f"/runs/{allocation.offering.code}/seats").status_code in (403, 404)


def test_seats_offered_on_a_page_that_is_out_of_date_are_refused_with_the_reason(browser):
    run, kenya = make_run(status=RunStatus.DELIVERED), make_party(code="KEN")
    sent = {"party": kenya.code, "seats": "2", "seen": "0"}
    answer = browser(make_acting()).post(f"/runs/{run.code}/seats", data=sent)
    assert answer.status_code == 422
    assert "seats and nominations cannot change now" in answer.text


def test_the_ledger_tells_an_office_its_own_lines_only(browser):
    run = make_run()
    own, _ = (
        make_allocation(run, make_party(name="Kenya")),
        make_allocation(run, make_party(name="Peru")),
    )
    page = browser(make_focal_point(own.party)).get(f"/runs/{run.code}/seats/ledger").text
    assert "Kenya" in page
    assert "Peru" not in page
    assert "Peru" in browser(make_acting(Role.AUDITOR)).get(f"/runs/{run.code}/seats/ledger").text


def test_the_programme_office_releases_unused_seats_before_the_date(browser):
    allocation = make_allocation(seats=3, held=1)
    browser(make_acting()).post(
        f"/runs/{allocation.offering.code}/release", data={"reason": "Full"}
    )
    assert standing(allocation)[1] == Picture(offered=1, held=1, released=2)


def test_an_auditor_changes_nothing(browser):
    allocation = make_allocation()
    auditor, code = browser(make_acting(Role.AUDITOR)), allocation.offering.code
    page = auditor.get(f"/runs/{code}/seats")
    assert page.status_code == 200
    assert "Offer seats" not in page.text
    assert auditor.post(f"/runs/{code}/seats", data={"party": "X", "seats": "1"}).status_code == 403


def test_seats_over_all_runs_tell_an_office_its_own_only(browser):
    run = make_run(release_on=clock.now().date() + timedelta(days=3), seats=20)
    own = make_allocation(run, make_party(name="Kenya"), seats=4, held=1, released=2)
    make_allocation(run, make_party(name="Peru"), seats=9)
    make_allocation(make_run(code="ENG-CANARY-2026-77"), make_party(), seats=3)
    page = browser(make_focal_point(own.party)).get("/seats").text
    assert run.code in page
    assert "3 days left" in page
    for canary in ("Peru", "ENG-CANARY-2026-77"):
        assert canary not in page


def test_the_programme_sees_where_seats_are_unfilled(browser):
    make_allocation(make_run(), make_party(name="Kenya", regional_group="African States"), seats=2)
    make_allocation(make_run(), make_party(name="Peru", regional_group="Latin America"), seats=9)
    over = make_run(status=RunStatus.CLOSED)
    make_allocation(over, make_party(code="CHL", name="Chile"), seats=5)
    office = browser(make_acting())
    page = office.get("/seats").text
    assert page.index("Peru") < page.index("Kenya")
    assert "Chile" not in page
    assert "Chile" in office.get("/seats?show=all").text
    assert ">Peru<" not in office.get("/seats?region=African+States").text
    assert office.get("/seats?region=Nowhere").status_code == 404
    of_chile = office.get("/seats?party=CHL&show=all").text
    assert over.code in of_chile
    assert "Kenya" not in of_chile
    assert office.get("/seats?party=XXX").status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR])
def test_seats_over_all_runs_are_not_for_others(browser, role):
    assert browser(make_acting(role)).get("/seats").status_code == 403


def test_a_number_is_changed_and_seats_are_moved_on_the_page_of_a_country(browser):
    kenya = make_allocation(make_run(seats=10), make_party(name="Kenya"), seats=5)
    make_party(code="PER", name="Peru")
    office, where = browser(make_acting()), f"/seats/{kenya.id}"
    assert "Seats of Kenya" in office.get(where).text
    sent = {"seats": "4", "seen": str(kenya.version), "reason": ""}
    assert office.post(where, data=sent).status_code == 303
    assert standing(kenya)[1] == Picture(offered=4)
    stale = office.post(where, data=sent | {"seats": "9"})
    assert stale.status_code == 409
    assert "Saved by someone else" in stale.text
    moved = {"party": "PER", "seats": "3", "reason": "Nobody eligible"}
    refused = office.post(f"{where}/move", data=moved | {"reason": ""})
    assert refused.status_code == 422
    answer = office.post(f"{where}/move", data=moved | {"seen": standing_version(kenya)})
    assert "3 seats are moved to Peru." in office.get(answer.location).text
    assert standing(kenya)[1] == Picture(offered=1)
    assert "Nobody eligible" in office.get(where).text


def test_the_seats_of_another_country_have_no_page_for_an_office(browser):
    kenya = make_allocation(make_run(), make_party(name="Kenya"))
    assert browser(make_focal_point(kenya.party)).get(f"/seats/{kenya.id}").status_code == 200
    foreign = browser(make_focal_point(make_party()))
    assert foreign.get(f"/seats/{kenya.id}").status_code == 404
    own = browser(make_focal_point(kenya.party))
    assert own.post(f"/seats/{kenya.id}", data={"seats": "9"}).status_code == 403


def groups_now(run):
    db.session.rollback()
    return groups_of(run)


def test_groups_of_a_run_are_added_changed_and_removed(browser):
    run = make_run(seats=10)
    office, where = browser(make_acting()), f"/runs/{run.code}/seats/groups"
    added = {"kind": "station", "name": "Excavator", "seats": "6"}
    assert office.post(where, data=added).status_code == 303
    assert "with this name" in office.post(where, data=added).text
    assert office.post(where, data=added | {"name": "Grader", "seats": "11"}).status_code == 422
    [group] = groups_now(run)
    office.post(f"/groups/{group.id}", data={"seats": "4", "seen": "1"})
    assert office.post(f"/groups/{group.id}", data={"seats": "9", "seen": "1"}).status_code == 409
    assert "Excavator" in office.get(f"/runs/{run.code}/seats").text
    assert office.post(f"/groups/{group.id}/removal").status_code == 303
    assert groups_now(run) == []


def test_an_office_reads_how_many_seats_a_station_has_not_who_is_in_it(browser):
    kenya = make_allocation(make_run(seats=10), seats=5)
    coordinator = make_acting()
    group = add_group(kenya.offering, GroupKind.STATION, "Excavator", 6, by=coordinator)
    with transaction():
        hold(kenya.id, by=coordinator, groups=Groups(group.id), seats=2)
    code, office = kenya.offering.code, browser(make_focal_point(kenya.party))
    page = office.get(f"/runs/{code}/seats").text
    assert "6 seats for all countries" in page
    assert "2 of 6" not in page
    assert "2 of 6" in browser(coordinator).get(f"/runs/{code}/seats").text
    assert office.get(f"/runs/{code}/seats/groups").status_code == 403


def test_the_ledger_is_narrowed_by_country_deed_and_group(browser):
    run, coordinator = make_run(seats=20), make_acting()
    kenya = make_allocation(run, make_party(code="KEN", name="Kenya"))
    make_allocation(run, make_party(code="PER", name="Peru"))
    group = add_group(run, GroupKind.STATION, "Excavator", 6, by=coordinator)
    with transaction():
        hold(kenya.id, by=coordinator, groups=Groups(group.id))
    office, where = browser(coordinator), f"/runs/{run.code}/seats/ledger"

    def lines(query):
        return office.get(f"{where}?{query}").text.count('<th scope="row" class="nowrap">')

    assert lines("") == 3
    assert lines("party=KEN") == lines("deed=offered") == 2
    assert lines(f"group={group.id}") == lines("deed=held") == 1
    assert office.get(f"{where}?party=XXX").status_code == 404
    assert office.get(f"{where}?deed=burnt").status_code == 404


def test_what_was_given_back_stands_in_the_pool(browser):
    kenya = make_allocation(make_run(seats=10), make_party(code="KEN"), seats=5)
    release(kenya, 3, by=make_acting(), reason="Nobody eligible")
    page = browser(make_acting()).get(f"/runs/{kenya.offering.code}/seats").text
    assert "8 seats are offered to nobody" in page
    assert "deed=released" in page


def test_who_set_the_release_date_is_said(browser):
    office, start = browser(make_acting()), date(2026, 11, 2)
    usual = make_run(starts_on=start, release_on=date(2026, 9, 21))
    page = office.get(f"/runs/{usual.code}/seats").text
    assert "42 days before the first day: the default of this register" in page
    chosen = make_run(release_on=date(2026, 10, 1), release_set_by="Ada", release_set_on=start)
    assert "Set by Ada" in office.get(f"/runs/{chosen.code}/seats").text


def test_the_check_says_where_seats_and_ledger_differ(app):
    runner = app.test_cli_runner()
    kenya = make_allocation(make_run(code="ENG-TEST-2026-01"), make_party(code="KEN"), seats=5)
    assert "what their ledger adds up to" in runner.invoke(args=["seats", "check"]).output
    with transaction():
        kenya.held = 1
    result = runner.invoke(args=["seats", "check"])
    assert result.exit_code == 1
    assert "ENG-TEST-2026-01, KEN: counted 5 offered, 1 held" in result.output
