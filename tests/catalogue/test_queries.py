import pytest

from tests.factories import make_version
from tpp.catalogue import actions, queries
from tpp.catalogue.rules import Pillar
from tpp.db import db


@pytest.fixture
def catalogue(app):
    actions.load_catalogue()


def version_of(code):
    return queries.latest_version(queries.by_code(code))


def test_courses_come_by_pillar_in_the_programmes_order(catalogue):
    courses = db.session.scalars(queries.courses()).all()

    assert list(dict.fromkeys(course.pillar for course in courses)) == list(Pillar)


def test_one_pillar_can_be_asked_for(catalogue):
    medical = db.session.scalars(queries.courses(Pillar.MEDICAL)).all()

    assert [course.code for course in medical] == ["FMAC", "FMAC-TOT", "UNBFAC"]


def test_a_course_known_only_from_the_record_is_not_offered_for_new_runs(catalogue):
    offered = [version.course.code for version in queries.offered_versions()]

    assert "HEE-B" in offered
    assert "HEE-OP" not in offered


def test_only_competencies_for_which_a_run_has_the_machine_are_asked_for(catalogue):
    version = version_of("HEE-B")

    codes = [it.code for it in queries.competencies_of(version, ["bulldozer", "motor grader"])]

    assert codes == ["SAF", "CHK", "DOZ", "GRD"]


def test_a_qualification_depends_on_the_outcome(catalogue):
    trainers = version_of("HEE-TOT")

    assert queries.qualification_for(trainers, "completed").startswith("Instructor")
    assert queries.qualification_for(trainers, "participated").startswith("Assistant")
    assert queries.qualification_for(trainers, "failed") == ""


def test_a_course_without_runs_is_not_used(app):
    assert not queries.is_used(make_version())
