"""The end of a run: assessments, outcomes, an override, certificates, and closing the run."""

from collections.abc import Iterator
from datetime import datetime

from tpp.assessments import actions as assessments
from tpp.assessments.queries import written_tests
from tpp.assessments.rules import Assessed
from tpp.assessments.rules import Status as Outcome
from tpp.catalogue.models import WrittenTest
from tpp.catalogue.rules.sheets import CompetencyKind, Level, WrittenKind
from tpp.contributions.actions import change_contribution, move_contribution
from tpp.contributions.queries import contributions
from tpp.contributions.rules import COUNTED
from tpp.contributions.rules import Status as Gift
from tpp.db import db
from tpp.demonstration.actions.awarding import awarding
from tpp.demonstration.actions.pooling import pooling
from tpp.demonstration.actions.told import Nominee, Told
from tpp.demonstration.rules.fates import NEVER_CAME, NOT_MARKED, Fate
from tpp.enrolments.models import Enrolment
from tpp.offerings.actions import move_run

REMARKS = ("", "", "", "", "", "Careful and sure.", "Needs practice with the instruments.")
LOST_SHEET = "The sheet of these days was lost; the instructors saw the work themselves."
NOBODY_SAW = "No instructor remembers the work."
PASS = 60


def assessing(it: Told) -> Iterator[datetime]:
    """Everybody is assessed on the last day; who does not pass at first may try again."""
    yield it.plan.after(0, "17:00")
    sheet = [one for who in assessed(it) for one in marks_of(it, who)]
    if sheet:
        assessments.assess(it.run, sheet, by=it.lead)
    for test in written_tests(it.run):
        points = {who.place_id: points_in(it, test) for who in assessed(it)}
        assessments.enter_points(it.run, test, points, by=it.lead)
    if again := it.with_place(Fate.SECOND_TRY):
        yield it.plan.after(0, "19:30")
        again_passed = [one for who in again for one in second_try(it, who)]
        assessments.assess(it.run, again_passed, by=it.lead)


def points_in(it: Told, test: WrittenTest) -> int | None:
    """More after the course than before; of a few the sheet was not found."""
    if it.chance.random() < 0.06:
        return None
    low, high = (0.3, 0.6) if test.kind is WrittenKind.PRE else (0.6, 0.95)
    return round(test.points * it.chance.uniform(low, high))


def assessed(it: Told) -> list[Nominee]:
    return [who for who in it.with_place() if who.fate not in NEVER_CAME | NOT_MARKED]


def marks_of(it: Told, nominee: Nominee) -> Iterator[Assessed]:
    competencies = demanded(it)
    weak = competencies[-1]
    for key in competencies:
        failed = nominee.fate is Fate.FAILS or (
            key == weak and nominee.fate in (Fate.SECOND_TRY, Fate.PARTICIPATES)
        )
        mark = it.chance.randint(28, PASS - 3) if failed else it.chance.randint(PASS + 2, 98)
        yield shown(it, nominee, key, mark, it.chance.choice(REMARKS))


def shown(it: Told, nominee: Nominee, key: int, mark: int, remark: str) -> Assessed:
    """The same skill, as the competency has it assessed: a mark, a level, or a level for every task."""
    kind, tasks = it.cast.kinds[key]
    level = Level.CAN_TEACH if mark > 85 else Level.ALONE if mark >= PASS else Level.WITH_HELP
    match kind:
        case CompetencyKind.LEVEL:
            return Assessed(nominee.place_id, key, remark=remark, level=level)
        case CompetencyKind.STEPS:
            done = dict.fromkeys(tasks, level)
            return Assessed(nominee.place_id, key, remark=remark, tasks=done)
        case CompetencyKind.PASS_FAIL:
            return Assessed(nominee.place_id, key, remark=remark, is_passed=mark >= PASS)
    return Assessed(nominee.place_id, key, mark, remark)


def second_try(it: Told, nominee: Nominee) -> Iterator[Assessed]:
    mark = it.chance.randint(PASS, 80)
    yield shown(it, nominee, demanded(it)[-1], mark, "Second attempt.")


def demanded(it: Told) -> list[int]:
    """The competencies that this run can assess on the machines that it has."""
    known = it.cast.competencies[it.cast.versions[it.plan.taught.course]]
    return [key for key, machine in known if machine in ("", *it.plan.taught.machines)]


def judging(it: Told) -> Iterator[datetime]:
    """The day after the last: the run is delivered, outcomes are recorded, an exception is asked for."""
    plan = it.plan
    yield plan.after(1, "09:30")
    move_run(it.run, "delivered", by=it.coordinator)
    yield plan.after(1, "16:00")
    assessments.decide(it.run, by=it.lead)
    unsure = it.with_place(Fate.NOT_ASSESSED)
    for nominee in unsure:
        yield plan.after(2, "11:00")
        assessments.ask_override(
            place_of(nominee), Outcome.PARTICIPATED, LOST_SHEET, by=it.coordinator
        )
    for number, nominee in enumerate(unsure if plan.certified_after < 30 else []):
        yield plan.after(3, "10:15")
        second_look = (place_of(nominee), Outcome.PARTICIPATED)
        if number:
            assessments.refuse_override(*second_look, by=it.cast.second, reason=NOBODY_SAW)
        else:
            assessments.confirm_override(*second_look, by=it.cast.second)


def place_of(nominee: Nominee) -> Enrolment:
    return db.session.get_one(Enrolment, nominee.place_id)


def certifying(it: Told) -> Iterator[datetime]:
    """Certificates for all who earned one; a month later the run is closed."""
    plan = it.plan
    yield from awarding(it)
    remember(it)
    yield from pooling(it)
    yield plan.after(30, "12:00")
    deliver(it)
    move_run(it.run, "closed", by=it.coordinator)


def remember(it: Told) -> None:
    """Who completed may be sent again, to another course."""
    for nominee in it.with_place(Fate.COMPLETES):
        if nominee.person_id != it.cast.trainee_person:
            known = it.cast.trained.setdefault(nominee.party, [])
            known.append((it.plan.ends_on, nominee.person_id))


def deliver(it: Told) -> None:
    """What was given is written down; trainers and interpreters are counted from the team."""
    for line in [one for lines in contributions(it.run).values() for one in lines]:
        if line.kind not in COUNTED:
            less = it.chance.choice((0, 0, 1))
            actual = max((line.planned or 0) - less, 0)
            change_contribution(line, by=it.coordinator, planned=line.planned, actual=actual)
        if line.status is Gift.CONFIRMED:
            move_contribution(line, "delivered", by=it.coordinator)
