"""Each criterion, judged: met, not met, and unknown wherever the register was not told."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.catalogue.rules.eligibility import ClearanceKind, Criterion, DocumentKind, demand
from tpp.errors import Refused
from tpp.nominations.rules.eligibility import (
    JUDGES,
    Answer,
    Asked,
    ClearanceOutcome,
    Facts,
    Override,
    Verdict,
    check,
    check_override,
    missing,
    months_after,
)
from tpp.people.rules import HeldLicence, LanguageLevel, LicenceKind, RankBand, Sex

FIRST, LAST = date(2027, 3, 1), date(2027, 4, 30)
KNOWN_NOTHING = Facts(starts_on=FIRST, ends_on=LAST)
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
TRUCK = LicenceKind.HEAVY_VEHICLE

RANK = {"bands": ["or_1_4", "or_5_9"]}
FRENCH = {"language": "fr", "level": "level_working"}
LICENCE = {"licence": "heavy_vehicle"}
BEFORE = {"courses": ["HEE-B", "HEE-OP"]}
SERVICE = {"months": 12}
DEPLOYS = {"within_months": 6}
AGE = {"at_least": 21, "at_most": 50}
MEDICAL = {"decision": "medical"}
PASSPORT = {"document": "passport"}

CASES = [
    (Criterion.RANK_BAND, RANK, {}, UNKNOWN),
    (Criterion.RANK_BAND, RANK, {"rank_band": RankBand.OR_5_9}, MET),
    (Criterion.RANK_BAND, RANK, {"rank_band": RankBand.OF_1_2}, NOT_MET),
    (Criterion.LANGUAGE, FRENCH, {}, UNKNOWN),
    (Criterion.LANGUAGE, FRENCH, {"languages": {"en": LanguageLevel.FLUENT}}, UNKNOWN),
    (Criterion.LANGUAGE, FRENCH, {"languages": {"fr": LanguageLevel.WORKING}}, MET),
    (Criterion.LANGUAGE, FRENCH, {"languages": {"fr": LanguageLevel.FLUENT}}, MET),
    (Criterion.LANGUAGE, FRENCH, {"languages": {"fr": LanguageLevel.INTERMEDIATE}}, NOT_MET),
    (Criterion.LANGUAGE, FRENCH, {"languages": {"fr": LanguageLevel.NONE}}, NOT_MET),
    (Criterion.LICENCE, LICENCE, {}, UNKNOWN),
    (Criterion.LICENCE, LICENCE, {"licences": {LicenceKind.PLANT: HeldLicence(True)}}, UNKNOWN),
    (Criterion.LICENCE, LICENCE, {"licences": {TRUCK: HeldLicence(False)}}, NOT_MET),
    (Criterion.LICENCE, LICENCE, {"licences": {TRUCK: HeldLicence(True)}}, MET),
    (Criterion.LICENCE, LICENCE, {"licences": {TRUCK: HeldLicence(True, LAST)}}, MET),
    (
        Criterion.LICENCE,
        LICENCE,
        {"licences": {TRUCK: HeldLicence(True, date(2027, 4, 29))}},
        NOT_MET,
    ),
    (Criterion.PRIOR_COURSE, BEFORE, {}, UNKNOWN),
    (Criterion.PRIOR_COURSE, BEFORE, {"completed": frozenset({"HEE-OP"})}, MET),
    (Criterion.PRIOR_COURSE, BEFORE, {"completed": frozenset({"EPM"})}, UNKNOWN),
    (Criterion.PRIOR_COURSE, BEFORE, {"declared": {"HEE-B": Answer.YES}}, MET),
    (Criterion.PRIOR_COURSE, BEFORE, {"declared": {"HEE-B": Answer.NO}}, UNKNOWN),
    (
        Criterion.PRIOR_COURSE,
        BEFORE,
        {"declared": {"HEE-B": Answer.NO, "HEE-OP": Answer.NO}},
        NOT_MET,
    ),
    (
        Criterion.PRIOR_COURSE,
        BEFORE,
        {"completed": frozenset({"HEE-B"}), "declared": {"HEE-B": Answer.NO, "HEE-OP": Answer.NO}},
        MET,
    ),
    (Criterion.SERVICE_LEFT, SERVICE, {}, UNKNOWN),
    (Criterion.SERVICE_LEFT, SERVICE, {"serves_until": date(2028, 4, 30)}, MET),
    (Criterion.SERVICE_LEFT, SERVICE, {"serves_until": date(2028, 4, 29)}, NOT_MET),
    (Criterion.DEPLOYMENT, DEPLOYS, {}, UNKNOWN),
    (Criterion.DEPLOYMENT, DEPLOYS, {"deploys": Answer.NO}, NOT_MET),
    (Criterion.DEPLOYMENT, DEPLOYS, {"deploys": Answer.YES}, UNKNOWN),
    (Criterion.DEPLOYMENT, DEPLOYS, {"deploys": Answer.YES, "deploys_on": date(2027, 10, 30)}, MET),
    (
        Criterion.DEPLOYMENT,
        DEPLOYS,
        {"deploys": Answer.YES, "deploys_on": date(2027, 10, 31)},
        NOT_MET,
    ),
    (Criterion.DEPLOYMENT, DEPLOYS, {"serves_in_mission": True, "deploys": Answer.NO}, MET),
    (Criterion.AGE, AGE, {}, UNKNOWN),
    (Criterion.AGE, AGE, {"born_on": date(2006, 3, 1)}, MET),
    (Criterion.AGE, AGE, {"born_on": date(2006, 3, 2)}, NOT_MET),
    (Criterion.AGE, AGE, {"born_on": date(1976, 3, 2)}, MET),
    (Criterion.AGE, AGE, {"born_on": date(1976, 3, 1)}, NOT_MET),
    (Criterion.CLEARANCE, MEDICAL, {}, UNKNOWN),
    (
        Criterion.CLEARANCE,
        MEDICAL,
        {"clearances": {ClearanceKind.VETTING: ClearanceOutcome.CLEARED}},
        UNKNOWN,
    ),
    (
        Criterion.CLEARANCE,
        MEDICAL,
        {"clearances": {ClearanceKind.MEDICAL: ClearanceOutcome.PENDING}},
        UNKNOWN,
    ),
    (
        Criterion.CLEARANCE,
        MEDICAL,
        {"clearances": {ClearanceKind.MEDICAL: ClearanceOutcome.CLEARED}},
        MET,
    ),
    (
        Criterion.CLEARANCE,
        MEDICAL,
        {"clearances": {ClearanceKind.MEDICAL: ClearanceOutcome.NOT_CLEARED}},
        NOT_MET,
    ),
    (Criterion.WOMEN_ONLY, {}, {}, UNKNOWN),
    (Criterion.WOMEN_ONLY, {}, {"sex": Sex.WOMAN}, MET),
    (Criterion.WOMEN_ONLY, {}, {"sex": Sex.MAN}, NOT_MET),
    (Criterion.DOCUMENT, PASSPORT, {}, NOT_MET),
    (Criterion.DOCUMENT, PASSPORT, {"documents": frozenset({DocumentKind.PASSPORT})}, MET),
]


@pytest.mark.parametrize(("criterion", "parameters", "facts", "verdict"), CASES)
def test_a_nominee_is_judged_by_what_is_known(criterion, parameters, facts, verdict):
    judged = check(Asked(1, criterion, parameters, True), replace(KNOWN_NOTHING, **facts))
    assert judged.verdict is verdict
    assert str(judged.reason)
    assert str(judged.demand)


def test_every_criterion_is_judged_and_said_and_has_each_verdict_among_the_cases():
    assert set(JUDGES) == set(Criterion)
    seen = {(criterion, verdict) for criterion, _, _, verdict in CASES}
    every = {(criterion, verdict) for criterion in Criterion for verdict in Verdict}
    assert every - seen == {
        (Criterion.DOCUMENT, UNKNOWN)
    }  # what is not here is known to be missing


def judged(verdict=NOT_MET, required=True, criterion=Criterion.WOMEN_ONLY, overridden=None):
    sex = {MET: Sex.WOMAN, NOT_MET: Sex.MAN, UNKNOWN: Sex.UNKNOWN}[verdict]
    asked = Asked(1, criterion, MEDICAL if criterion is Criterion.CLEARANCE else {}, required)
    return check(asked, replace(KNOWN_NOTHING, sex=sex), overridden)


def test_only_a_required_rule_that_is_open_and_not_overridden_stands_in_the_way():
    reasoned = Override("No other woman", "Programme office", datetime(2026, 11, 1, tzinfo=UTC))
    assert judged(NOT_MET).stands_in_the_way
    assert judged(UNKNOWN).stands_in_the_way
    assert not judged(MET).stands_in_the_way
    assert not judged(NOT_MET, required=False).stands_in_the_way
    assert not judged(NOT_MET, overridden=reasoned).stands_in_the_way
    assert judged(MET, overridden=reasoned).overridden is None


def test_a_decision_that_others_still_take_keeps_no_draft_waiting():
    fit = judged(UNKNOWN, criterion=Criterion.CLEARANCE)
    assert fit.stands_in_the_way
    assert missing([fit, judged(UNKNOWN), judged(MET)]) == [judged(UNKNOWN)]


@pytest.mark.parametrize(
    ("it", "reason", "words"),
    [
        (judged(MET), "Because", "is met"),
        (judged(NOT_MET, required=False), "Because", "only desirable"),
        (judged(NOT_MET), "  ", "Give a reason"),
    ],
)
def test_an_override_needs_something_to_override_and_a_reason(it, reason, words):
    with pytest.raises(Refused, match=words):
        check_override(it, reason)
    check_override(judged(UNKNOWN), "Seen the licence")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_a_rule_reads_as_a_sentence():
    assert "12 months of service" in str(demand(Criterion.SERVICE_LEFT, SERVICE))
    assert str(demand(Criterion.PRIOR_COURSE, BEFORE)).startswith("Completed before")
