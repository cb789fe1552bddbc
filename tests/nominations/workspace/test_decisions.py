"""Decisions of others about a nominee, and rules that a coordinator overrides."""

import pytest

from tests.factories import (
    make,
    make_acting,
    make_focal_point,
    make_party,
)
from tests.nominations.reading import all_of, entries
from tests.nominations.test_queries_eligibility import about
from tpp.acting import Role
from tpp.nominations.models import (
    Clearance,
    RuleOverride,
)

# Decisions of others

DECISION = {
    "kind": "medical",
    "outcome": "cleared",
    "certifier": "CANARYCERTIFIER",
    "decided_on": "2026-10-01",
    "reference": "CANARYREFERENCE",
}


def test_a_decision_is_recorded_and_the_one_before_stays(office, nominee):
    address = f"/nominations/{nominee.id}/clearances"
    assert office.post(address, data={"kind": "medical", "outcome": "pending"}).status_code == 303
    assert office.post(address, data=DECISION).status_code == 303
    page = office.get(address).text
    assert page.index("Cleared") < page.index("Pending")
    assert "replaced" in page
    assert len(all_of(Clearance)) == 2
    assert ">met<" in office.get(f"/nominations/{nominee.id}").text
    assert not any("CANARY" in str(it.after) for it in entries("decided"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"certifier": ""}, "Name the authority"),
        ({"decided_on": ""}, "day of the decision"),
        ({"decided_on": "2099-01-01"}, "day to come"),
        ({"outcome": "perhaps"}, "Choose one of the answers"),
        ({"kind": "vetting"}, "Choose one of the answers"),
        ({"reference": "x" * 61}, "at most 60"),
    ],
)
def test_a_decision_that_is_none_is_refused_in_its_place(office, nominee, wrong, words):
    answer = office.post(f"/nominations/{nominee.id}/clearances", data=DECISION | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert all_of(Clearance) == []


def test_vetting_is_recorded_by_the_programme_which_alone_knows_by_whom(
    browser, office, programme, nominee
):
    vetting = DECISION | {"kind": "vetting"}
    assert programme.post(f"/nominations/{nominee.id}/clearances", data=vetting).status_code == 303
    page = office.get(f"/nominations/{nominee.id}").text
    assert "Vetting" in page
    assert "Cleared" in page
    assert "CANARY" not in page + office.get(f"/nominations/{nominee.id}/clearances").text
    assert "CANARYCERTIFIER" in programme.get(f"/nominations/{nominee.id}").text
    assert (
        "CANARYREFERENCE"
        in browser(make_acting(Role.AUDITOR)).get(f"/nominations/{nominee.id}").text
    )


def test_decisions_are_not_for_others(browser, nominee):
    make(Clearance, about(nominee), {"kind": "medical", "decision": "not_cleared"})
    for role in (Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.AUDITOR):
        runs = [nominee.offering] if role is Role.TRAINER else ()
        client = browser(make_acting(role, runs=runs))
        answer = client.post(f"/nominations/{nominee.id}/clearances", data=DECISION)
        assert answer.status_code == 403
    other = browser(make_focal_point(make_party()))
    assert other.get(f"/nominations/{nominee.id}/clearances").status_code == 404


# Overriding a rule


def test_a_rule_is_overridden_with_a_reason_and_the_override_undone(
    programme, office, kenya, nominee
):
    address, rule = f"/nominations/{nominee.id}/overrides", kenya.rules[1].id
    words = {"rule": rule, "step": "override", "reason": ""}
    assert programme.post(address, data=words).status_code == 422
    assert programme.post(address, data=words | {"reason": "Speaks it daily"}).status_code == 303
    page = office.get(f"/nominations/{nominee.id}").text
    assert "Speaks it daily" in page
    assert "overridden" in page
    assert programme.post(address, data=words | {"reason": "Again"}).status_code == 422
    undo = {"rule": rule, "step": "undo", "reason": "Does not"}
    assert programme.post(address, data=undo).status_code == 303
    assert (
        "Speaks it daily" not in office.get(f"/nominations/{nominee.id}").text.split("History")[0]
    )
    assert programme.post(address, data=undo).status_code == 422
    assert [it.stands for it in all_of(RuleOverride)] == [True, False]
    assert [len(entries(it)) for it in ("overridden", "override_undone")] == [1, 1]


def test_an_office_overrides_nothing_and_a_rule_of_another_course_is_none(
    office, programme, kenya, nominee
):
    address = f"/nominations/{nominee.id}/overrides"
    words = {"rule": kenya.rules[0].id, "step": "override", "reason": "Please"}
    assert office.post(address, data=words).status_code == 403
    assert programme.post(address, data=words | {"rule": 999}).status_code == 422
    assert programme.post(address, data=words | {"rule": "x"}).status_code == 400
    assert all_of(RuleOverride) == []
