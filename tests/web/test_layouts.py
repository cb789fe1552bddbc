"""The frame of every page, for those who are signed in and for those who are not."""

from types import SimpleNamespace as Thing

import pytest
from flask import flash, render_template, render_template_string

from tests.web.markup import Markup, plain_app

PAGE = """{% extends "layouts/page.html" %}
{% block title %}Runs{% endblock %}
{% block main %}<h1>Runs</h1>{% endblock %}"""
LANGUAGES = {"en": "English", "ar": "العربية"}
HERE = {"languages": LANGUAGES, "current_language": {"code": "en", "name": "English", "dir": "ltr"}}


ACTING = {
    "acting": Thing(account_name="Ingrid <b>Solheim", office_name="Programme office", office_id=1),
    "other_offices": [Thing(id=2, name="Programme office, Entebbe")],
    "navigation": [
        Thing(label="Home", url="/", icon="home", current=True, deep=False, folded=False),
        Thing(
            label="Courses", url="/courses", icon="machine", current=False, deep=True, folded=False
        ),
    ],
    "can_find": True,
}


@pytest.fixture(scope="module")
def app():
    app = plain_app()
    app.add_url_rule("/language/<code>", "web.language", str)
    for endpoint in ("act_for", "sign_out", "mine"):
        app.add_url_rule(f"/{endpoint}", f"accounts.{endpoint}", str)
    return app


@pytest.fixture
def seen(app):
    """seen(**context) is the page at /runs?pillar=medical with these values in its context."""

    def render(source=PAGE, method="GET", **context):
        with app.test_request_context("/runs?pillar=medical", method=method):
            return Markup(render_template_string(source, **context))

    return render


def test_a_page_says_its_language_and_side_and_takes_the_sheets_of_that_side(seen):
    page = seen(
        languages=LANGUAGES, current_language={"code": "ar", "name": "العربية", "dir": "rtl"}
    )

    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("ar", "rtl")
    assert "bootstrap.rtl.min.css" in page.text
    assert "bootstrap.min.css" not in page.text


def test_the_other_office_is_one_press_away_and_carries_the_token(seen):
    page = seen(**HERE, **ACTING)

    assert page.one("button", name="office")["value"] == "2"
    posts = page.all("form", method="post")
    assert [form["action"] for form in posts] == ["/act_for", "/sign_out"]
    assert len(page.all("input", name="csrf_token")) == 2


def test_the_language_changes_without_losing_the_page(seen):
    page = seen(**HERE)

    arabic = page.one("a", lang="ar")
    assert arabic["href"] == "/language/ar?next=/runs?pillar%3Dmedical"
    assert page.one("a", lang="en")["aria-current"] == "true"


def test_the_navigation_marks_where_one_is_and_deep_entries_are_in_the_account_menu_too(seen):
    page = seen(**HERE, **ACTING)

    assert page.one("a", aria_current="page").text == "Home"
    assert len(page.all("a", href="/courses")) == 2


def test_what_is_needed_seldom_is_folded_under_more_which_says_when_one_is_there(seen):
    courses = Thing(
        label="Courses", url="/courses", icon="machine", current=True, deep=True, folded=True
    )
    page = seen(**HERE, **{**ACTING, "navigation": [courses]})
    more = page.one("summary", aria_current="true")
    assert more.text.startswith("More")
    assert page.one("a", aria_current="page").text == "Courses"
    assert not seen(**HERE, **ACTING).all("summary", aria_current="true")


def test_a_name_is_never_markup(seen):
    assert "Ingrid &lt;b&gt;Solheim" in seen(**HERE, **ACTING).text


def test_the_search_is_there_only_for_those_who_may_find(seen):
    assert seen(**HERE, **ACTING).one("input", type="search")["name"] == "q"
    assert not seen(**HERE, **{**ACTING, "can_find": False}).all("input", type="search")


def test_a_page_without_anybody_signed_in_shows_no_menu_of_an_account(seen):
    page = seen()

    assert not page.all("nav")
    assert not page.all("form")
    assert page.one("h1").text == "Runs"


def test_no_page_asks_the_browser_for_what_the_policy_refuses(seen):
    page = seen(**HERE, **ACTING)

    assert all(script["src"] and not script.text for script in page.all("script"))
    assert not page.all("style")
    assert not [e for e in page.elements if "style" in e.attributes]


def test_scripts_that_fetch_keep_within_the_policy(seen):
    settings = seen().one("meta", name="htmx-config")["content"]

    assert '"includeIndicatorStyles": false' in settings
    assert '"allowEval": false' in settings


def test_what_was_done_and_what_was_refused_stay_to_be_read(app):
    with app.test_request_context("/"):
        flash("6 nominations are selected.", "notice")
        flash("The seats of <Kenya> are full.", "refusal")
        page = Markup(render_template_string(PAGE))

    assert page.one("div", role="status").text == "6 nominations are selected."
    assert page.one("div", role="alert").text == "The seats of <Kenya> are full."


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 414, 422, 429, 500])
def test_an_error_page_says_what_why_and_what_to_do_and_carries_the_reference(app, code):
    with app.test_request_context("/"):
        page = Markup(render_template(f"errors/{code}.html", reference="c7f2-91ab"))

    assert len(page.one("h1").text) > 10
    assert len(page.one("p", class_="lede").text) > 30
    assert str(code) in page.text
    assert "c7f2-91ab" in page.text
    assert page.one("a", class_="btn btn-plain")["href"] == "/"
    assert page.one("title").text.startswith(page.one("h1").text)


def test_a_conflict_shows_both_versions(app):
    with app.test_request_context("/runs/7"):
        sides = {"theirs": {"venue": "Hall 2"}, "yours": {"venue": "Ground"}}
        page = Markup(render_template("errors/409.html", **sides))

    assert [cell.text for cell in page.all("td")] == ["Hall 2", "Ground"]
    assert page.one("a", class_="btn btn-primary")["href"] == "/runs/7"


def test_a_refusal_says_the_rule_that_refused(app):
    with app.test_request_context("/"):
        page = Markup(render_template("errors/422.html", message="The seats of Kenya are full."))

    assert page.one("p", class_="lede").text == "The seats of Kenya are full."
