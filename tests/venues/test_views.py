"""Keeping venues."""

import pytest

from tests.factories import make, make_acting
from tpp.acting import Role
from tpp.db import db
from tpp.venues import queries
from tpp.venues.models import Venue

FACTS = {"name": "Embakasi", "place": "Nairobi", "timezone": "Africa/Nairobi", "capacity": "60"}


@pytest.fixture
def office(browser):
    return browser(make_acting())


def test_a_venue_with_rooms_and_machines_out_of_service_is_kept_by_a_coordinator(office, app):
    assert office.post("/venues/new", data=FACTS).status_code == 303
    venue = queries.called("Embakasi")
    page = f"/venues/{venue.id}"
    room = {"room-name": "Workshop 2", "room-capacity": "20"}
    assert office.post(f"{page}/rooms", data=room).status_code == 303
    dozers = {"machines-type": "bulldozer", "machines-number": "5"}
    assert office.post(f"{page}/equipment", data=dozers).status_code == 303
    db.session.rollback()
    (machines,) = queries.equipment_of(venue)
    out = {"outage-equipment": str(machines.id), "outage-number": "6"}
    days = {"outage-starts_on": "2026-11-03", "outage-ends_on": "2026-11-05"}
    refused = office.post(f"{page}/outages", data=out | days)
    assert refused.status_code == 422
    assert "Only 5 are held here" in refused.get_data(as_text=True)
    assert (
        office.post(f"{page}/outages", data=out | days | {"outage-number": "2"}).status_code == 303
    )
    db.session.rollback()
    (outage,) = queries.outages_of(venue)
    assert "bulldozer" in office.get(page).get_data(as_text=True)
    assert office.post(f"/outages/{outage.id}/end").status_code == 303
    db.session.rollback()
    assert queries.outages_of(venue) == []


def test_two_venues_of_one_name_and_zones_that_are_none_are_refused(office, app):
    make(Venue, {"name": "Embakasi", "timezone": "Africa/Nairobi"}, {})
    assert office.post("/venues/new", data=FACTS).status_code == 422
    assert (
        office.post("/venues/new", data=FACTS | {"name": "X", "timezone": "Moon"}).status_code
        == 422
    )


def test_others_neither_see_nor_keep_venues(browser):
    for role in (Role.TRAINER, Role.TRAINEE, Role.FOCAL_POINT, Role.SUPPORTER):
        assert browser(make_acting(role)).get("/venues").status_code in (403, 404)
    auditor = browser(make_acting(Role.AUDITOR))
    assert auditor.get("/venues").status_code == 200
    assert auditor.post("/venues/new", data=FACTS).status_code == 403
