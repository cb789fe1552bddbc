import pytest
import sqlalchemy as sa

from tests.factories import make_run
from tpp.catalogue import actions, queries
from tpp.catalogue.models import Competency, Course, CourseVersion
from tpp.catalogue.rules import Pillar
from tpp.catalogue.rules.eligibility import Criterion
from tpp.db import db
from tpp.errors import Refused

FILE = """
machines = ["bulldozer"]
[thresholds]
attendance_share_percent = 80
pass_mark_percent = 60
set_by = "Training unit"
set_on = 2026-01-31
[competency_sets]
safety = [{ code = "SAF", title = "Works safely" }]
[[course]]
code = "HEE-X"
title = "Operators"
pillar = "engineering"
kind = "course"
delivery = "in_person"
offered = true
known_from = []
objectives = ["Operate."]
competency_sets = ["safety"]
competencies = [{ code = "DOZ", title = "Pushes", machine = "bulldozer" }]
[[course.qualification]]
outcome = "completed"
code = "operator"
title = "Operator"
"""


@pytest.fixture
def load(app, tmp_path):
    """load(old, new, …): load the file with some of its words replaced."""

    def load(*changes):
        text = FILE
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "catalogue.toml"
        file.write_text(text)
        return actions.load_catalogue(file)

    return load


def titles(version):
    return [it.title for it in queries.competencies_of(version)]


def test_a_course_is_loaded_with_its_version_and_its_competencies_in_order(load):
    assert load() == {"created": 1}

    course = queries.by_code("HEE-X")
    version = queries.latest_version(course)

    assert (course.pillar, version.number, version.qualification) == (
        Pillar.ENGINEERING,
        1,
        "Operator",
    )
    assert titles(version) == ["Works safely", "Pushes"]
    assert queries.machines_of(version) == ["bulldozer"]


def test_thresholds_keep_who_set_them_and_when(load):
    own = 'thresholds = { pass_mark_percent = 70, set_by = "Board", set_on = 2026-05-01 }'
    load("objectives", f"{own}\nobjectives")

    version = queries.latest_version(queries.by_code("HEE-X"))

    assert (version.attendance_share_percent, version.pass_mark_percent) == (80, 70)
    assert (version.set_by, version.set_on.isoformat()) == ("Board", "2026-05-01")


def test_loading_the_same_file_again_changes_nothing(load):
    load()

    assert load() == {"unchanged": 1}
    assert db.session.scalar(sa.select(sa.func.count(CourseVersion.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Competency.id))) == 2


def test_a_version_that_no_run_uses_is_written_anew(load):
    load()

    assert load("Pushes", "Pushes and levels") == {"updated": 1}

    [version] = queries.versions_of(queries.by_code("HEE-X"))
    assert titles(version) == ["Works safely", "Pushes and levels"]


def test_a_version_that_a_run_uses_stays_and_the_next_one_is_made(load):
    load()
    first = queries.latest_version(queries.by_code("HEE-X"))
    make_run(first)

    assert load("Pushes", "Pushes and levels", "percent = 60", "percent = 65") == {"updated": 1}

    newer, older = queries.versions_of(queries.by_code("HEE-X"))
    assert (newer.number, newer.pass_mark_percent) == (2, 65)
    assert (older.id, older.pass_mark_percent) == (first.id, 60)
    assert titles(older) == ["Works safely", "Pushes"]
    assert titles(newer) == ["Works safely", "Pushes and levels"]


def test_a_new_title_needs_no_new_version(load):
    load()
    make_run(queries.latest_version(queries.by_code("HEE-X")))

    assert load('title = "Operators"', 'title = "Operators of machines"') == {"updated": 1}

    assert queries.by_code("HEE-X").title == "Operators of machines"
    assert len(queries.versions_of(queries.by_code("HEE-X"))) == 1


def test_a_file_with_a_wrong_course_changes_no_course(load):
    load()

    with pytest.raises(Refused, match="SAF twice"):
        load('"Operate."', '"Drive."', 'code = "DOZ"', 'code = "SAF"')

    version = queries.latest_version(queries.by_code("HEE-X"))
    assert version.objectives == ["Operate."]


def test_the_programmes_own_courses_are_complete(app):
    actions.load_catalogue()

    courses = db.session.scalars(sa.select(Course)).all()
    versions = db.session.scalars(queries.latest_versions()).all()

    assert {course.pillar for course in courses} == set(Pillar)
    assert len(courses) == len(versions) >= 20
    assert all(4 <= len(queries.competencies_of(version)) <= 12 for version in versions)
    assert all(version.set_by and version.set_on for version in versions)


def test_the_programmes_file_loaded_twice_changes_nothing(app):
    first = actions.load_catalogue()

    assert actions.load_catalogue() == {"unchanged": first["created"]}


RULES = """
[eligibility]
examples = true
set_by = "Training unit"
set_on = 2026-02-01
[eligibility.sets]
fit = [{ rule = "clearance", decision = "medical" }]
"""


def with_rules(load, own=""):
    sets = f'eligibility_sets = ["fit"]\n{own}\nobjectives'
    return load("[competency_sets]", f"{RULES}[competency_sets]", "objectives", sets)


def test_rules_of_eligibility_keep_who_set_them_and_when(load):
    with_rules(
        load, 'eligibility = [{ rule = "age", at_least = 21, at_most = 50, required = false }]'
    )
    [fit, age] = queries.rules_of(queries.latest_version(queries.by_code("HEE-X")))
    assert (fit.criterion, fit.parameters, fit.is_required) == (
        Criterion.CLEARANCE,
        {"decision": "medical"},
        True,
    )
    assert (age.is_required, age.set_by, age.set_on.isoformat(), age.is_example) == (
        False,
        "Training unit",
        "2026-02-01",
        True,
    )


def test_a_changed_rule_makes_the_next_version_where_runs_use_the_last(load):
    with_rules(load)
    assert with_rules(load) == {"unchanged": 1}
    version = queries.latest_version(queries.by_code("HEE-X"))
    make_run(version)
    assert with_rules(load, 'eligibility = [{ rule = "women_only" }]') == {"updated": 1}
    assert len(queries.rules_of(version)) == 1
    newest = queries.latest_version(queries.by_code("HEE-X"))
    assert (newest.number, len(queries.rules_of(newest))) == (2, 2)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ('{ rule = "height" }', "nobody can judge"),
        ('{ rule = "age", at_least = 21 }', "takes at_least, at_most"),
        ('{ rule = "language", language = "fr", level = "good" }', "level of the rule"),
        ('{ rule = "service_left", months = true }', "months of the rule"),
        ('{ rule = "rank_band", bands = [] }', "bands of the rule"),
    ],
)
def test_a_rule_that_nobody_can_judge_is_refused(load, rule, words):
    with pytest.raises(Refused, match=words):
        with_rules(load, f"eligibility = [{rule}]")


def test_the_catalogue_of_the_register_asks_women_alone_only_in_courses_for_women(app):
    actions.load_catalogue()
    for version in db.session.scalars(queries.latest_versions()):
        asks = any(it.criterion is Criterion.WOMEN_ONLY for it in queries.rules_of(version))
        assert asks == bool(version.facts.get("women_only")), version.course.code
