"""The completion rule: a table of cases, each with what was recorded, what the version asks, and the outcome."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpp.assessments.rules import (
    Attempt,
    Conduct,
    Demand,
    Group,
    Result,
    Sheet,
    Status,
    Thresholds,
    Written,
    judge,
)
from tpp.assessments.rules.showing import Waits
from tpp.attendance.rules import Mark
from tpp.catalogue.rules.sheets import CompetencyKind, WrittenKind
from tpp.enrolments.rules import Status as Place

HELD = 10
ENOUGH, JUST, FEW = (
    {Mark.PRESENT: 10},
    {Mark.PRESENT: 7, Mark.LATE: 1, Mark.ABSENT: 2},
    {Mark.ABSENT: 10},
)
OPEN = {Mark.PRESENT: 7}
CODES = "ABCDE"
PLAIN = Thresholds(80, 60, "Programme office", date(2026, 2, 3))


def rule(*groups, conduct=False):
    return Thresholds(
        80,
        60,
        "Programme office",
        date(2026, 2, 3),
        groups=groups or (Group(),),
        wants_conduct=conduct,
        waits_for_all=True,
        rule_set_by="Chief",
        rule_set_on=date(2026, 3, 4),
    )


SHOWN = {
    "+": (Result.PASSED, None),
    "-": (Result.NOT_PASSED, None),
    "2": (Result.NOT_PASSED, Waits.SECOND),
    "d": (Result.PASSED, Waits.DECISION),
    "t": (Result.UNFINISHED, Waits.TASKS),
}


def demands(shown, critical=""):
    """``+-.2dt``: passed, not passed, not assessed, waits for a second, for a decision, for tasks."""
    return [
        Demand(
            code,
            f"Competency {code}",
            None
            if sign == "."
            else Attempt(1, 1, None, *SHOWN[sign][:1], "", waits=SHOWN[sign][1]),
            Sheet(kind=CompetencyKind.PASS_FAIL),
            is_critical=code in critical,
        )
        for code, sign in zip(CODES, shown, strict=False)
    ]


def paper(points=None, needed=50):
    return Written("POST", "Test after", WrittenKind.POST, 40, needed, points)


COMPLETED, TOOK_PART = Status.COMPLETED, Status.PARTICIPATED
FAILED, SHORT, OPEN_YET = Status.FAILED, Status.NOT_COMPLETED, Status.NOT_EVALUATED
THREE = Group((), 3)
SAFE = Group(("A",), None)
ONE_OF_TWO = Group(("A", "B"), 1)
GOOD, BAD, UNSAID = Conduct.GOOD, Conduct.NOT_GOOD, Conduct.UNKNOWN

CASES = [
    # version without a rule of its own: every competency, and nobody waits for what was not assessed
    ("all passed", PLAIN, ENOUGH, "+++", {}, COMPLETED),
    ("just enough attended", PLAIN, JUST, "+++", {}, COMPLETED),
    ("too little attended", PLAIN, FEW, "+++", {}, SHORT),
    ("marks missing that decide", PLAIN, OPEN, "+++", {}, OPEN_YET),
    ("one not passed", PLAIN, ENOUGH, "++-", {}, TOOK_PART),
    ("one not assessed", PLAIN, ENOUGH, "++.", {}, TOOK_PART),
    ("nothing assessed", PLAIN, ENOUGH, "...", {}, TOOK_PART),
    ("nothing passed", PLAIN, ENOUGH, "---", {}, FAILED),
    ("nothing passed, one not assessed", PLAIN, ENOUGH, "--.", {}, TOOK_PART),
    ("nothing to assess", PLAIN, ENOUGH, "", {}, TOOK_PART),
    ("one waits for a second assessor", PLAIN, ENOUGH, "++2", {}, OPEN_YET),
    ("one waits, another is not passed", PLAIN, ENOUGH, "+-2", {}, TOOK_PART),
    ("the last one waits, the rest failed", PLAIN, ENOUGH, "--2", {}, OPEN_YET),
    ("two assessors differ", PLAIN, ENOUGH, "++d", {}, OPEN_YET),
    ("tasks are open", PLAIN, ENOUGH, "++t", {}, OPEN_YET),
    ("too little attended, something waits", PLAIN, FEW, "++2", {}, SHORT),
    ("sent back, all passed", PLAIN, ENOUGH, "+++", {"place": Place.RETURNED_TO_UNIT}, SHORT),
    ("sent back, marks missing", PLAIN, OPEN, "...", {"place": Place.RETURNED_TO_UNIT}, SHORT),
    ("a critical one passed", PLAIN, ENOUGH, "+++", {"critical": "A"}, COMPLETED),
    ("a critical one not passed", PLAIN, ENOUGH, "-++", {"critical": "A"}, TOOK_PART),
    # a rule of its own: every competency
    ("own rule, all passed", rule(), ENOUGH, "+++", {}, COMPLETED),
    ("own rule, one not passed", rule(), ENOUGH, "++-", {}, TOOK_PART),
    ("own rule, one not assessed", rule(), ENOUGH, "++.", {}, OPEN_YET),
    ("own rule, one failed and one not assessed", rule(), ENOUGH, "+-.", {}, TOOK_PART),
    ("own rule, nothing assessed", rule(), ENOUGH, "...", {}, OPEN_YET),
    ("own rule, all failed but one not assessed", rule(), ENOUGH, "--.", {}, OPEN_YET),
    ("own rule, nothing passed", rule(), ENOUGH, "---", {}, FAILED),
    ("own rule, too little attended", rule(), FEW, "...", {}, SHORT),
    # so many of them
    ("three of five", rule(THREE), ENOUGH, "+++--", {}, COMPLETED),
    ("three of five, two open", rule(THREE), ENOUGH, "+++..", {}, COMPLETED),
    ("two of five, rest failed", rule(THREE), ENOUGH, "++---", {}, TOOK_PART),
    ("two of five, one open", rule(THREE), ENOUGH, "++--.", {}, OPEN_YET),
    ("two of five, one waits", rule(THREE), ENOUGH, "++--2", {}, OPEN_YET),
    ("one of five, one open", rule(THREE), ENOUGH, "+---.", {}, TOOK_PART),
    ("none of five", rule(THREE), ENOUGH, "-----", {}, FAILED),
    ("a run that assesses two of the three asked for", rule(THREE), ENOUGH, "++", {}, COMPLETED),
    ("a run that assesses two, one passed", rule(THREE), ENOUGH, "+-", {}, TOOK_PART),
    ("three of five, the critical one not", rule(THREE), ENOUGH, "-+++-", {"critical": "A"}, TOOK_PART),
    ("three of five, the critical one open", rule(THREE), ENOUGH, ".+++-", {"critical": "A"}, OPEN_YET),
    ("three of five, two critical passed", rule(THREE), ENOUGH, "+++--", {"critical": "AB"}, COMPLETED),
    # named ones
    ("the named one passed", rule(SAFE), ENOUGH, "+--", {}, COMPLETED),
    ("the named one not passed", rule(SAFE), ENOUGH, "-++", {}, TOOK_PART),
    ("the named one open", rule(SAFE), ENOUGH, ".++", {}, OPEN_YET),
    ("one of two named", rule(ONE_OF_TWO), ENOUGH, "-+-", {}, COMPLETED),
    ("none of two named", rule(ONE_OF_TWO), ENOUGH, "--+", {}, TOOK_PART),
    ("a named one and three in all", rule(SAFE, THREE), ENOUGH, "+++--", {}, COMPLETED),
    ("three in all without the named one", rule(SAFE, THREE), ENOUGH, "-+++-", {}, TOOK_PART),
    ("the named one, too few in all", rule(SAFE, THREE), ENOUGH, "++---", {}, TOOK_PART),
    # written tests
    ("test passed", rule(), ENOUGH, "++", {"written": [paper(20)]}, COMPLETED),
    ("test a point short", rule(), ENOUGH, "++", {"written": [paper(19)]}, TOOK_PART),
    ("test not entered", rule(), ENOUGH, "++", {"written": [paper()]}, OPEN_YET),
    ("test not entered, a competency failed", rule(), ENOUGH, "+-", {"written": [paper()]}, TOOK_PART),
    ("test not entered, all competencies failed", rule(), ENOUGH, "--", {"written": [paper()]}, FAILED),
    ("test for the gain alone", rule(), ENOUGH, "++", {"written": [paper(0, None)]}, COMPLETED),
    ("test for the gain alone, not entered", rule(), ENOUGH, "++", {"written": [paper(None, None)]}, COMPLETED),
    ("no points needed", rule(), ENOUGH, "++", {"written": [paper(0, 0)]}, COMPLETED),
    ("two tests, one short", rule(), ENOUGH, "++", {"written": [paper(40), paper(1)]}, TOOK_PART),
    ("a plain version with a test not entered", PLAIN, ENOUGH, "++", {"written": [paper()]}, OPEN_YET),
    # conduct
    ("conduct good", rule(conduct=True), ENOUGH, "++", {"conduct": GOOD}, COMPLETED),
    ("conduct not good", rule(conduct=True), ENOUGH, "++", {"conduct": BAD}, SHORT),
    ("conduct not said", rule(conduct=True), ENOUGH, "++", {"conduct": UNSAID}, OPEN_YET),
    ("conduct not said, nothing passed", rule(conduct=True), ENOUGH, "--", {"conduct": UNSAID}, OPEN_YET),
    ("conduct not good, nothing passed", rule(conduct=True), ENOUGH, "--", {"conduct": BAD}, SHORT),
    ("conduct does not count", rule(), ENOUGH, "++", {"conduct": BAD}, COMPLETED),
    ("conduct good, one not passed", rule(conduct=True), ENOUGH, "+-", {"conduct": GOOD}, TOOK_PART),
    ("conduct good, too little attended", rule(conduct=True), FEW, "++", {"conduct": GOOD}, SHORT),
    ("everything at once", rule(SAFE, THREE, conduct=True), JUST, "+++--", {"conduct": GOOD, "written": [paper(30)]}, COMPLETED),
    ("everything but the test", rule(SAFE, THREE, conduct=True), JUST, "+++--", {"conduct": GOOD, "written": [paper(3)]}, TOOK_PART),
]  # fmt: skip


def judged(asked, marks, shown, critical="", **more):
    return judge(asked, HELD, marks, demands(shown, critical), **more)


@pytest.mark.parametrize(
    ("asked", "marks", "shown", "more", "outcome"),
    [it[1:] for it in CASES],
    ids=[it[0] for it in CASES],
)
def test_the_rule_says(asked, marks, shown, more, outcome):
    assert judged(asked, marks, shown, **more).status is outcome


def test_there_are_enough_cases_and_every_outcome_is_among_them():
    assert len(CASES) >= 60
    assert len({it[0] for it in CASES}) == len(CASES)
    assert {it[-1] for it in CASES} == set(Status)


def test_a_rule_explains_itself_line_by_line():
    said = judged(rule(SAFE, THREE, conduct=True), JUST, "++.-2", "A", written=[paper(30), paper()])
    safe, three = said.groups
    assert (safe.codes, safe.needed, safe.passed, safe.met) == (("A",), 1, 1, True)
    assert (three.needed, three.passed, three.open, three.met) == (3, 2, 2, None)
    assert [it.met for it in said.competencies] == [True, True, None, False, None]
    assert [it.met for it in said.written] == [True, None]
    assert said.conduct is not None
    assert said.conduct.met is None
    assert len(said.lines) == 1 + 2 + 5 + 2 + 1
    assert said.evidence()["written"] == {"POST": None}
    assert said.evidence()["conduct"] is None


signs = st.text("+-.2dt", min_size=1, max_size=5)
rules_ = st.sampled_from([PLAIN, rule(), rule(THREE), rule(SAFE, THREE), rule(THREE, conduct=True)])


@given(rules_, signs, st.sampled_from(Conduct), st.sampled_from([None, 0, 20, 40]))
def test_what_is_not_recorded_never_reads_as_failed(asked, shown, conduct, points):
    said = judged(asked, ENOUGH, shown, conduct=conduct, written=[paper(points)])
    if said.status is FAILED:
        assert set(shown) == {"-"}
    if said.status is SHORT:
        assert asked.wants_conduct
        assert conduct is BAD


@given(rules_, signs, st.sampled_from(Conduct), st.sampled_from([None, 0, 20, 40]), st.data())
def test_an_answer_that_stands_is_not_changed_by_what_was_open(asked, shown, conduct, points, data):
    """Whatever turns out of open records leaves a verdict that was given without them."""
    before = judged(asked, ENOUGH, shown, conduct=conduct, written=[paper(points)])
    could = "2dt." if asked.waits_for_all else "2dt"
    known = "".join(data.draw(st.sampled_from("+-")) if it in could else it for it in shown)
    after = judged(
        asked,
        ENOUGH,
        known,
        conduct=data.draw(st.sampled_from([GOOD, BAD])) if conduct is UNSAID else conduct,
        written=[paper(data.draw(st.integers(0, 40)) if points is None else points)],
    )
    assert after.status is not Status.NOT_EVALUATED
    assert before.status in (Status.NOT_EVALUATED, after.status)
