import pytest

from tpp.catalogue.rules import check_competencies
from tpp.errors import Refused

DIGS = {"code": "EXC", "title": "Digs", "machine": "excavator"}


def test_a_course_may_teach_on_the_machines_of_the_catalogue():
    check_competencies("HEE", [DIGS, {"code": "SAF", "title": "Works safely"}], ["excavator"])


@pytest.mark.parametrize(
    ("skills", "problem"),
    [
        ([DIGS, DIGS], "EXC twice"),
        ([DIGS | {"machine": "submarine"}], "submarine"),
        ([], "no competency"),
    ],
)
def test_a_course_that_could_not_be_assessed_is_refused(skills, problem):
    with pytest.raises(Refused, match=problem):
        check_competencies("HEE", skills, ["excavator"])
