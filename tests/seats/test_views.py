"""The pages of seats: who offers, who answers, what the ledger tells whom."""

import pytest

from tests.factories import make_acting, make_allocation, make_focal_point, make_party, make_run
from tpp.acting import Role
from tpp.db import db
from tpp.offerings.rules import Status as RunStatus
from tpp.scope import EVERYTHING, see
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import Picture, Status


def standing(allocation):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(SeatAllocation, allocation.id)
    return found.status, found.picture


def test_the_programme_office_offers_seats(browser):
    run = make_run(seats=10)
    make_party(code="KEN", name="Kenya")
    office = browser(make_acting())
    answer = office.post(f"/runs/{run.code}/seats", data={"party": "KEN", "seats": "4"})
    assert answer.status_code == 303
    assert "4 seats are offered to Kenya" in office.get(answer.location).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [("11", "10 can be offered"), ("-1", "between"), ("x", "whole number"), ("", "whole number")],
)
def test_seats_that_cannot_be_offered_are_refused_at_the_field(browser, typed, words):
    run = make_run(seats=10)
    make_party(code="KEN")
    answer = browser(make_acting()).post(
        f"/runs/{run.code}/seats", data={"party": "KEN", "seats": typed}
    )
    assert answer.status_code == 422
    assert words in answer.text
    see(EVERYTHING)
    assert db.session.query(SeatAllocation).count() == 0


def test_fewer_seats_than_are_held_or_filled_are_refused(browser):
    allocation = make_allocation(party=make_party(code="KEN"), seats=3, held=1, filled=1)
    where = f"/runs/{allocation.offering.code}/seats"
    answer = browser(make_acting()).post(where, data={"party": "KEN", "seats": "1"})
    assert answer.status_code == 422
    assert "2 seats are already held or filled" in answer.text
    assert standing(allocation)[1].offered == 3


def test_an_office_accepts_gives_back_and_declines_its_seats(browser):
    allocation = make_allocation(seats=5)
    office = browser(make_focal_point(allocation.party))
    office.post(f"/seats/{allocation.id}/acceptance")
    assert standing(allocation) == (Status.ACCEPTED, Picture(offered=5))
    office.post(f"/seats/{allocation.id}/release", data={"seats": "2", "reason": "Nobody eligible"})
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
    words = {"seats": "3", "back": where}
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
    sent = {"party": kenya.code, "seats": "2"}
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
