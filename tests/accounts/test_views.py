"""The pages of offices and of the logbook: who sees what, and what happens."""

import pytest
import sqlalchemy as sa

from tests.accounts.inviting import count
from tests.browsing import make_user, stands
from tests.factories import make_account, make_acting, make_office, make_party
from tpp.accounts.actions import links, offices
from tpp.accounts.models import Appointment, Invitation, Office, OfficeHolder
from tpp.accounts.rules.appointments import Status
from tpp.acting import Role
from tpp.db import db
from tpp.outbox.models import Message

ADMINISTRATORS_ONLY = ["/offices", "/offices/new", "/offices/1", "/accounts", "/accounts/1"]


@pytest.mark.parametrize("address", ADMINISTRATORS_ONLY)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_offices_and_accounts(app, browser, role, address):
    assert browser(make_acting(role)).get(address).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_the_logbook_is_for_auditors_and_administrators(app, browser, role):
    allowed = role in (Role.AUDITOR, Role.ADMINISTRATOR)
    assert browser(make_acting(role)).get("/logbook").status_code == (200 if allowed else 403)


def test_an_office_is_made_for_a_country_and_somebody_invited_to_it(app, admin, browser):
    kenya, page = make_party(code="KEN", name="Kenya"), browser(admin)

    made = page.post(
        "/offices/new", data={"name": "Training desk", "role": "focal_point", "party": "KEN"}
    )
    office = stands(sa.select(Office).where(Office.name == "Training desk"))
    assert (office.party_id, made.location) == (kenya.id, f"/offices/{office.id}")

    invited = page.post(
        f"/offices/{office.id}/invitations/new",
        data={"email": "asha@example.org", "name": "Asha", "language": "fr"},
    )
    assert invited.status_code == 303
    assert stands(sa.select(Message.language)) == "fr"
    shown = page.get(f"/offices/{office.id}").text
    assert "asha@example.org" in shown
    assert "on its way" in shown


def test_a_national_office_without_a_country_is_refused_at_the_field(app, admin, browser):
    page = browser(admin).post("/offices/new", data={"name": "Desk", "role": "focal_point"})
    assert page.status_code == 422
    assert 'id="party-error"' in page.text


@pytest.mark.parametrize(
    "email", ["", "asha", "asha@", "a b@example.org", "a@example.org\nx", "@x.y"]
)
def test_an_invitation_needs_an_address(app, admin, browser, email):
    office = make_office(Role.TRAINER)
    page = browser(admin).post(
        f"/offices/{office.id}/invitations/new",
        data={"email": email, "name": "Asha", "language": "en"},
    )
    assert page.status_code == 422
    assert 'id="email-error"' in page.text
    assert count(Invitation) == 0


def test_two_administrators_give_an_office_of_the_programme(app, admin, browser):
    office = make_office(Role.COORDINATOR)
    first, second = browser(admin), browser(make_acting(Role.ADMINISTRATOR))
    first.post(
        f"/offices/{office.id}/invitations/new",
        data={"email": "luz@example.org", "name": "Luz", "language": "en"},
    )
    appointment = stands(sa.select(Appointment))
    assert count(Message) == 0
    assert "Waiting for a second administrator" in first.get("/offices").text
    assert "Confirm" not in first.get("/offices").text

    own = first.post(f"/appointments/{appointment.id}/confirmation", data={"back": "/offices"})
    assert "another administrator decides" in first.get(own.location).text
    assert second.post(f"/appointments/{appointment.id}/confirmation").status_code == 303
    assert stands(sa.select(Appointment.status)) is Status.CONFIRMED
    assert count(Message) == 1


def test_a_refused_appointment_needs_a_reason_and_invites_nobody(app, admin, browser):
    links.ask(make_office(Role.AUDITOR), by=admin, email="luz@example.org", name="Luz")
    appointment = db.session.scalar(sa.select(Appointment))
    page = browser(make_acting(Role.ADMINISTRATOR))
    address = f"/appointments/{appointment.id}/refusal"
    assert page.post(address).status_code == 422
    assert page.post(address, data={"reason": "Not agreed"}).status_code == 303
    assert stands(sa.select(Appointment.status)) is Status.REFUSED
    assert count(Message) == 0


def test_ending_closing_and_disabling_each_ask_why(app, admin, browser):
    office = make_office(Role.TRAINER)
    holder = offices.appoint(make_account(), office, by=admin)
    page = browser(admin)
    for address in (
        f"/holdings/{holder.id}/end",
        f"/accounts/{holder.account_id}/disabling",
        f"/offices/{office.id}/closure",
    ):
        assert page.get(address).status_code == 200
        assert page.post(address).status_code == 422
        assert page.post(address, data={"reason": "Rotated"}).status_code == 303
    assert stands(sa.select(OfficeHolder).where(OfficeHolder.id == holder.id)).until is not None
    assert stands(sa.select(Office).where(Office.id == office.id)).closed_at is not None
    assert "Rotated" in page.get(f"/offices/{office.id}").text


def test_closing_the_office_one_acts_for_is_refused_in_words(app, admin, browser):
    page = browser(admin).post(f"/offices/{admin.office_id}/closure", data={"reason": "x"})
    assert page.status_code == 422
    assert "Nobody would be left" in page.text


def test_an_office_that_is_not_there_is_not_there(app, admin, browser):
    page = browser(admin)
    for address in ("/offices/999", "/accounts/999", "/holdings/999/end"):
        assert page.get(address).status_code == 404
    password_link = make_user()
    links.forget_password(password_link.email)
    link = db.session.scalar(sa.select(Invitation))
    assert page.post(f"/invitations/{link.id}/withdrawal").status_code == 404


def test_two_hundred_offices_are_shown_in_a_handful_of_queries(app, admin, browser):
    for _ in range(60):
        offices.appoint(make_account(), make_office(Role.TRAINER), by=admin)
    page, asked = browser(admin), []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert page.get("/offices").status_code == 200
    assert len(asked) <= 7


@pytest.fixture
def written(app, admin):
    """An office made by one administrator and closed by another."""
    closer = make_acting(Role.ADMINISTRATOR)
    office = offices.make_office(Role.TRAINER, "Trainers of Entebbe", by=admin)
    offices.close_office(office, by=closer, reason="Moved to Nairobi")
    return admin, closer, office


def test_the_logbook_says_who_as_which_office_what_and_why(browser, written):
    admin, closer, office = written
    text = browser(make_acting(Role.AUDITOR)).get("/logbook").text
    for word in (closer.account_name, closer.office_name, "Closed", "Moved to Nairobi"):
        assert word in text
    assert text.index("Closed") < text.index("Made")


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("thing=office", True),
        ("thing=job", False),
        ("since=2026-01-01", True),
        ("until=2020-01-01", False),
        ("since=2999-01-01", True),
        ("since=yesterday", True),
        ("thing_id=999", False),
    ],
)
def test_the_logbook_is_filtered_and_what_cannot_be_read_is_left_out(browser, written, query, seen):
    page = browser(make_acting(Role.AUDITOR)).get(f"/logbook?{query}")
    assert page.status_code == 200
    assert ("Moved to Nairobi" in page.text) is seen
    assert ("could not be read" in page.text) is (query in ("since=yesterday", "since=2999-01-01"))


def test_the_logbook_of_one_office(browser, written):
    admin, closer, _ = written
    page = browser(make_acting(Role.AUDITOR))
    assert "Moved to Nairobi" in page.get(f"/logbook?office={closer.office_id}").text
    assert "Moved to Nairobi" not in page.get(f"/logbook?office={admin.office_id}").text


def test_the_logbook_comes_in_pages_of_fifty(app, browser, admin):
    for n in range(55):
        offices.make_office(Role.TRAINER, f"Office no. {n}", by=admin)
    page = browser(make_acting(Role.AUDITOR))
    first, second = page.get("/logbook").text, page.get("/logbook?page=2").text
    assert (first.count("Made"), second.count("Made")) == (50, 5)
    assert page.get("/logbook?page=3").status_code == 404
