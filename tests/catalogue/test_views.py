import pytest

from tests.factories import make_acting, make_run
from tpp.acting import Role
from tpp.catalogue import actions, queries


@pytest.fixture(autouse=True)
def catalogue(app):
    actions.load_catalogue()


@pytest.mark.parametrize("role", list(Role))
def test_everyone_signed_in_reads_the_courses(browser, role):
    page = browser(make_acting(role)).get("/courses")

    assert page.status_code == 200
    assert "Heavy Engineering Equipment Operators, Basic" in page.text
    assert "Women&#39;s Outreach Course" in page.text


def test_somebody_not_signed_in_reads_no_course(browser):
    page = browser().get("/courses/HEE-B")

    assert page.status_code == 303
    assert "/sign-in" in page.location


def test_a_pillar_narrows_the_courses(browser):
    page = browser(make_acting()).get("/courses?pillar=medical")

    assert "Field Medical Assistants" in page.text
    assert "Motor grader" not in page.text
    assert "Engineering Project Management" not in page.text


def test_a_course_page_says_what_is_taught_and_who_set_the_thresholds(browser):
    page = browser(make_acting(Role.TRAINEE)).get("/courses/HEE-B")

    assert "Operates a motor grader" in page.text
    assert "80%" in page.text
    assert "60%" in page.text
    assert "this register’s default values" in page.text
    assert "24 Nov 2026" in page.text
    assert "not United Nations policy" in page.text


def test_an_earlier_version_says_that_it_is_one(browser, tmp_path):
    make_run(queries.latest_version(queries.by_code("EPM")))
    changed = tmp_path / "catalogue.toml"
    changed.write_text(
        actions.FILE.read_text().replace("pass_mark_percent = 60", "pass_mark_percent = 65")
    )
    actions.load_catalogue(changed)
    reader = browser(make_acting())

    assert "65%" in reader.get("/courses/EPM").text
    older = reader.get("/courses/EPM/versions/1")
    assert "60%" in older.text
    assert "An earlier version" in older.text


@pytest.mark.both
@pytest.mark.parametrize(
    "address",
    [
        "/courses/NOPE",
        "/courses/HEE-B/versions/9",
        "/courses/%00",
        "/courses/" + "x" * 3000,
        "/courses?pillar=telemedicine",
    ],
)
def test_what_is_not_in_the_catalogue_is_not_found(browser, address):
    assert browser(make_acting()).get(address).status_code == 404


def test_the_page_of_a_course_says_who_may_take_it_and_that_it_is_no_policy(browser):
    actions.load_catalogue()
    page = browser(make_acting()).get("/courses/HEE-I").text
    assert "Who may take it" in page
    assert "Completed before: HEE-B, HEE-OP" in page
    assert "At least 12 months of service left after the course" in page
    assert "this register’s example values" in page
    assert "They are not United Nations policy" in page
