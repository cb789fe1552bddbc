"""Of the days of a run, its venue and its questions the one on which a page has most to show."""

from typing import Any

import sqlalchemy as sa

from tests.browser.picking import Known, first
from tpp.acting import Acting
from tpp.assessments import queries as assessments
from tpp.assessments.models import AssessmentResult
from tpp.catalogue.models import WrittenTest
from tpp.certificates.models import Award, AwardLine
from tpp.certificates.rules.awards import OPEN
from tpp.days import queries as days
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.queries import one_run
from tpp.questionnaires.actions import mint
from tpp.questionnaires.models import QuestionnaireRound
from tpp.questionnaires.queries import over
from tpp.questionnaires.rules import spaced
from tpp.scope import EVERYTHING, seeing
from tpp.timetables.models import TimetableTemplate
from tpp.venues.models import Venue


def incident(acting: Acting, endpoint: str, known: Known) -> Any:
    there = days.incidents_of(acting, one_run(acting, known["code"]))
    return there[0].id if there else None


def note(acting: Acting, endpoint: str, known: Known) -> Any:
    """The newest: nothing has corrected it yet."""
    there = days.notes_of(one_run(acting, known["code"]))
    return there[0].id if there else None


def machine(acting: Acting, endpoint: str, known: Known) -> Any:
    run = one_run(acting, known["code"])
    there = assessments.stations(assessments.competencies(run))
    return there[0].address if there else None


def assessed(acting: Acting, endpoint: str, known: Known) -> Any:
    """A line of the record of a run."""
    lines = sa.select(AssessmentResult.id).join(
        CourseOffering, CourseOffering.id == AssessmentResult.offering_id
    )
    lines = lines.where(CourseOffering.code == known["code"])
    return first(lines.order_by(AssessmentResult.id.desc()))


def at_a_machine(acting: Acting, endpoint: str, known: Known) -> Any:
    run = one_run(acting, known["code"])
    places = sa.select(Enrolment.id).where(Enrolment.offering_id == run.id)
    return first(places.where(Enrolment.status.in_(CAME)).order_by(Enrolment.id))


def written_test(acting: Acting, endpoint: str, known: Known) -> Any:
    run = one_run(acting, known["code"])
    there = sa.select(WrittenTest.id).where(WrittenTest.version_id == run.course_version_id)
    return first(there.order_by(WrittenTest.position))


def of_the_team(acting: Acting, endpoint: str, known: Known) -> Any:
    """Somebody of the team whose certificate waits for approval."""
    lines = sa.select(Staffing.id).join(AwardLine, AwardLine.staffing_id == Staffing.id)
    lines = lines.join(Award, Award.id == AwardLine.award_id).join(
        CourseOffering, CourseOffering.id == Staffing.offering_id
    )
    return first(lines.where(CourseOffering.code == known["code"], Award.status.in_(OPEN)))


def venue(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(Venue.id).order_by(Venue.id))


def timetable(acting: Acting, endpoint: str, known: Known) -> Any:
    return first(sa.select(TimetableTemplate.id).order_by(TimetableTemplate.id))


@transaction()
def code_of_a_questionnaire(acting: Acting | None, endpoint: str, known: Known) -> Any:
    """A fresh one: those in use stand nowhere."""
    with seeing(EVERYTHING):  # the letter is its reader's
        there = sa.select(QuestionnaireRound).order_by(QuestionnaireRound.id)
        open_ = [it for it in db.session.scalars(there) if not over(it)]
        return spaced(mint(open_[0], 1, is_paper=True)[0]) if open_ else None
