"""The frame of every page: the way around for each role, who one acts for, moments in one's zone."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from tests.factories import make_account, make_acting, make_party
from tpp.access import MAY, Ability
from tpp.acting import Role
from tpp.db import db
from tpp.web.moments import local_time, moment, zone_of
from tpp.web.pages import ENTRIES, IN_ONE_LINE, navigation

AT = datetime(2026, 11, 24, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize("role", Role)
def test_every_entry_of_the_navigation_opens_for_its_role(app, browser, role):
    party = make_party() if role in (Role.FOCAL_POINT, Role.SUPPORTER) else None
    page = browser(make_acting(role, party=party))
    with app.test_request_context():
        from flask import url_for

        addresses = [url_for(endpoint) for _, endpoint, _, _ in ENTRIES[role]]
    for address in addresses:
        answer = page.get(address)
        assert answer.status_code == 200, address
        assert f'href="{address}" aria-current="page"' in answer.text


@pytest.mark.parametrize("role", Role)
def test_the_navigation_fits_one_line_and_nothing_is_folded_alone(app, role):
    with app.test_request_context():
        links = navigation(SimpleNamespace(role=role))
    folded = [it for it in links if it.folded]
    assert len(links) - len(folded) <= IN_ONE_LINE + 1
    assert len(folded) != 1
    assert all(it.deep for it in folded), "a phone would show them nowhere"


def test_the_page_says_for_which_office_one_acts(app, browser):
    acting = make_acting()
    text = browser(acting).get("/account").text
    assert acting.office_name in text
    assert acting.account_name in text


def test_the_search_for_people_is_there_for_those_who_may(app, browser):
    for role in Role:
        party = make_party() if role is Role.FOCAL_POINT else None
        acting = make_acting(role, party=party)
        shown = 'action="/people"' in browser(acting).get("/account").text
        assert shown is MAY[Ability.PERSON_LIST](acting)


def test_moments_are_shown_in_ones_own_zone_with_its_name(app, browser):
    account = make_account(timezone="Africa/Nairobi")
    page = browser(make_acting(account=account)).get("/account").text
    assert "EAT" in page
    assert "Africa/Nairobi" in page


def test_a_moment_without_a_reader_is_in_utc(app):
    with app.test_request_context():
        assert moment(AT) == "24 Nov 2026, 06:12 UTC"
        assert moment(None) == ""


def test_the_times_of_a_run_are_those_of_its_own_zone(app):
    with app.test_request_context():
        assert local_time(AT, "Africa/Nairobi") == "Tue 24 Nov 2026, 09:12"


def test_a_zone_without_a_name_is_a_distance():
    from zoneinfo import ZoneInfo

    assert zone_of(AT.astimezone(ZoneInfo("America/Sao_Paulo"))) == "UTC-03"
    assert zone_of(AT.astimezone(ZoneInfo("Africa/Dakar"))) == "GMT"


@pytest.mark.parametrize(
    ("role", "queries"),
    [(Role.COORDINATOR, 2), (Role.ADMINISTRATOR, 2), (Role.TRAINER, 3), (Role.TRAINEE, 3)],
)
def test_who_asks_is_known_after_one_query_and_one_for_what_ties_them_to_rows(
    app, browser, role, queries
):
    """BEGIN, the session with its account and offices, and a trainer's runs or a trainee's record."""
    page, asked = browser(make_acting(role)), []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert page.get("/nowhere").status_code == 404
    assert len(asked) == queries
