"""A reason that a rule refuses comes back on its page: the rule beside it, and every word."""

from datetime import timedelta

import pytest

from tests.factories import make_acting, make_allocation, make_focal_point, make_nomination
from tpp import clock
from tpp.nominations.rules import Status

LONG = "Sent to another course " * 60


@pytest.fixture
def allocation(app):
    return make_allocation(seats=5)


def offer_of(allocation):
    until = clock.now() + timedelta(days=7)
    return make_nomination(allocation, status=Status.SELECTED, offer_until=until).id


def office_of(allocation):
    return make_focal_point(allocation.party)


def of_nomination(ending):
    def forms(allocation):
        page = f"/nominations/{offer_of(allocation)}"
        return office_of(allocation), page, f"{page}/{ending}", {}

    return forms


def of_seats(ending):
    def forms(allocation):
        page = f"/runs/{allocation.offering.code}/seats"
        return office_of(allocation), page, f"/seats/{allocation.id}/{ending}", {"seats": "2"}

    return forms


def of_run(allocation):
    page = f"/runs/{allocation.offering.code}"
    return make_acting(), page, f"{page}/status", {"step": "postponed"}


def of_unused_seats(allocation):
    run = f"/runs/{allocation.offering.code}"
    return make_acting(), f"{run}/seats", f"{run}/release", {}


@pytest.mark.parametrize(
    "forms",
    [
        of_nomination("refusal"),
        of_nomination("withdrawal"),
        of_seats("refusal"),
        of_seats("release"),
        of_run,
        of_unused_seats,
    ],
    ids=["decline", "withdraw", "decline seats", "release seats", "postpone", "release unused"],
)
def test_a_reason_that_is_too_long_comes_back_on_its_page(browser, allocation, forms):
    who, page, address, others = forms(allocation)
    client = browser(who)
    shown = client.get(page)
    assert (shown.status_code, "returned" in shown.text) == (200, False)
    assert f'action="{address}"' in shown.text

    answer = client.post(address, data=others | {"reason": LONG, "back": page})

    assert answer.status_code == 422
    assert '<a href="#returned">Write at most 1000 characters.</a>' in answer.text
    assert f'value="{LONG.strip()}' in answer.text
    assert answer.text.count('id="returned"') == answer.text.count('id="returned-error"') == 1
    assert "what you typed" not in client.get(page).text


def test_a_page_that_is_not_there_any_more_gives_the_reason_on_the_next_one(browser, allocation):
    client = browser(office_of(allocation))
    sent = {"reason": "", "back": "/nowhere"}
    answer = client.post(f"/nominations/{offer_of(allocation)}/refusal", data=sent)
    assert (answer.status_code, answer.location) == (303, "/nowhere")
