"""What Parties give to a run: pledged, confirmed, delivered; and who reads it."""

from decimal import Decimal

import pytest

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_party,
    make_person,
    make_role,
    make_run,
    make_staffing,
)
from tpp.acting import Role
from tpp.contributions import actions, queries, rules
from tpp.contributions.rules import Kind, Status
from tpp.db import db
from tpp.errors import Refused
from tpp.offerings import actions as runs
from tpp.offerings.rules import PartyRole


@pytest.mark.parametrize(
    ("currency", "amount", "is_right"),
    [
        ("USD", "10.25", True),
        ("USD", "10.255", False),
        ("JPY", "10", True),
        ("JPY", "10.5", False),
        ("KWD", "10.125", True),
        ("USD", "-1", False),
        ("USD", "0", True),
        ("USD", "NaN", False),
    ],
)
def test_money_has_the_digits_of_its_currency(currency, amount, is_right):
    if is_right:
        return rules.check_amount(Kind.MONEY, currency, Decimal(amount), "planned")
    with pytest.raises(Refused):
        rules.check_amount(Kind.MONEY, currency, Decimal(amount), "planned")


def test_a_currency_is_one_of_today():
    assert {"USD", "EUR", "JPY", "KES", "XAF"} <= set(rules.currencies())
    assert not {"DEM", "FRF"} & set(rules.currencies())
    with pytest.raises(Refused) as refusal:
        rules.check_kind(Kind.MONEY, "", "DEM")
    assert refusal.value.field == "currency"


def supporter(run=None):
    return make_role(run or make_run(), make_party(), PartyRole.SUPPORTER)


def test_what_a_party_gives_is_recorded_and_keeps_the_party(app):
    partner, by = supporter(), make_acting()
    gift = actions.add_contribution(partner, by=by, what="Beds", planned=12)
    actions.change_contribution(gift, by=by, planned=12, actual=11)
    assert (gift.planned, gift.actual) == (12, 11)
    with pytest.raises(Refused, match="recorded already"):
        actions.add_contribution(partner, by=by, what="Beds", planned=12)
    with pytest.raises(Refused, match="the run keeps it"):
        runs.remove_party(partner, by=by)


@pytest.mark.both
def test_money_is_kept_exactly(app):
    by = make_acting()
    gift = actions.add_contribution(
        supporter(), by=by, kind=Kind.MONEY, currency="USD", planned=Decimal("0.10")
    )
    actions.change_contribution(
        gift, by=by, planned=Decimal("123456789.99"), actual=Decimal("0.30")
    )
    db.session.expire_all()
    assert (gift.planned, gift.actual) == (Decimal("123456789.99"), Decimal("0.30"))


def test_a_pledge_is_delivered_once_it_was_reported_and_zero_is_a_report(app):
    by = make_acting()
    gift = actions.add_contribution(supporter(), by=by, what="Beds", planned=12)
    actions.move_contribution(gift, "confirmed", by=by)
    with pytest.raises(Refused, match="zero where it was nothing"):
        actions.move_contribution(gift, "delivered", by=by)
    actions.change_contribution(gift, by=by, planned=12, actual=0)
    actions.move_contribution(gift, "delivered", by=by)
    assert gift.status is Status.DELIVERED
    with pytest.raises(Refused):
        actions.move_contribution(gift, "withdrawn", by=by, reason="Too late")


def test_taking_back_a_promise_has_a_reason(app):
    by = make_acting()
    gift = actions.add_contribution(supporter(), by=by, what="Beds")
    with pytest.raises(Refused, match="Give a reason"):
        actions.move_contribution(gift, "withdrawn", by=by, reason=" ")


def test_trainers_are_counted_from_the_team_and_never_typed(app):
    run, by = make_run(), make_acting()
    partner, account = supporter(run), make_acting(Role.TRAINER)
    gift = actions.add_contribution(partner, by=by, kind=Kind.TRAINERS, planned=3, planned_women=1)
    with pytest.raises(Refused, match="counted from the team"):
        actions.change_contribution(gift, by=by, planned=3, actual=3)
    staffing = {"offering_id": run.id, "account_id": account.account_id}
    make_staffing(party_id=partner.party_id, **staffing)
    team = queries.team_of([run.id])
    assert queries.given(gift, team) == 1
    assert team[(run.id, partner.party_id, Kind.TRAINERS)].unknown == 1


def test_currencies_are_never_added(app):
    run, by = make_run(), make_acting()
    partner = supporter(run)
    for currency, planned in (("USD", 100), ("EUR", 50)):
        gift = {"kind": Kind.MONEY, "currency": currency, "planned": planned}
        actions.add_contribution(partner, by=by, **gift)
    reader = make_acting(Role.SUPPORTER, party=partner.party)
    found = [(it.currency, it.planned, it.actual) for it in queries.sums_of(reader)]
    assert found == [("EUR", 50, None), ("USD", 100, None)]


def test_a_state_reads_what_it_gives_and_no_person(browser):
    run, japan = make_run(), make_party(name="Japan")
    partner = make_role(run, japan, PartyRole.SUPPORTER)
    actions.add_contribution(partner, by=make_acting(), what="Beds", planned=12)
    allocation = make_allocation(run, make_party(name="Wakanda"), seats=5)
    make_enrolment(allocation, make_person(allocation.party, name="Asha Njeri", sex="woman"))
    client = browser(make_acting(Role.SUPPORTER, party=japan))
    for address in ("/contributions", f"/runs/{run.code}/contributions"):
        page = client.get(address).text
        assert "Beds" in page
        assert "not reported" in page
        assert "withheld" in page
        assert "Wakanda" not in page
        assert "Asha" not in page
    assert client.post(f"/runs/{run.code}/contributions").status_code == 403


def test_three_parties_stand_side_by_side(browser):
    run, by = make_run(), make_acting()
    kenya, japan = make_party(name="Kenya"), make_party(name="Japan")
    make_role(run, kenya, PartyRole.HOST)
    partner = make_role(run, japan, PartyRole.SUPPORTER)
    make_allocation(run, make_party(name="Peru"), seats=5)
    client = browser(by)
    gift = {"participation": str(partner.id), "kind": "money", "currency": "USD"}
    typed = gift | {"what": "Travel", "planned": "48,000.50"}
    assert client.post(f"/runs/{run.code}/contributions", data=typed).status_code == 303
    wrong = client.post(f"/runs/{run.code}/contributions", data=typed | {"planned": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    page = client.get(f"/runs/{run.code}/contributions").text
    assert [name in page for name in ("Kenya", "Japan", "Peru", "48,000.5 USD")] == [True] * 4
