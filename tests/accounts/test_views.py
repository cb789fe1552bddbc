"""The pages of one's account, of the offices and of the logbook: who sees what, and what happens."""

import re

import pyotp
import pytest
import sqlalchemy as sa

from tests.browsing import PASSWORD, make_user, post, sign_in, stands
from tests.factories import make_account, make_acting, make_office, make_party
from tpp import clock
from tpp.accounts.actions import links, offices
from tpp.accounts.models import Account, Appointment, Invitation, Office, OfficeHolder, SignedIn
from tpp.accounts.rules.appointments import Status
from tpp.acting import Role
from tpp.db import db
from tpp.outbox.models import Message

NEW = "an otter swims in the Nile"


@pytest.fixture
def admin(app):
    return make_acting(Role.ADMINISTRATOR)


def count(model):
    return stands(sa.select(sa.func.count()).select_from(model))


# -- my account --------------------------------------------------------------------------------


def test_name_language_and_zone_are_ones_own(app, browser):
    page = browser(make_acting())
    answer = page.post(
        "/account", data={"name": " Ásha  W. ", "language": "fr", "timezone": "Africa/Nairobi"}
    )
    assert answer.status_code == 303
    account = stands(sa.select(Account))
    assert (account.name, account.language, account.timezone) == ("Ásha W.", "fr", "Africa/Nairobi")
    shown = page.get("/account").text
    assert 'lang="fr"' in shown
    assert "Africa/Nairobi" in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "a\u202eb"),
        ("name", "a\x00b"),
        ("language", "xx"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_changes_nothing(app, browser, field, value):
    acting = make_acting()
    fields = {"name": "New", "language": "fr", "timezone": "UTC"} | {field: value}
    page = browser(acting).post("/account", data=fields)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert stands(sa.select(Account.name)) == acting.account_name


def test_a_changed_password_signs_the_other_browsers_out_and_not_this_one(app):
    user = make_user()
    here, there = app.test_client(), app.test_client()
    sign_in(here, user.email)
    sign_in(there, user.email)
    before = here.get_cookie("tpp").value

    answer = post(here, "/account/password", present=PASSWORD, password=NEW)

    assert answer.location == "/account"
    assert here.get_cookie("tpp").value != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert sign_in(app.test_client(), user.email, NEW).status_code == 303


def test_the_present_password_is_needed_to_change_it(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    page = post(here, "/account/password", present="wrong", password=NEW)
    assert page.status_code == 422
    assert "not your present password" in page.text
    assert NEW not in page.text


def test_the_present_password_cannot_be_guessed_from_an_open_browser(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    for _ in range(10):
        post(here, "/account/password", present="wrong", password=NEW)
    assert post(here, "/account/password", present=PASSWORD, password=NEW).status_code == 429


def secret_on(page):
    return (
        re.search(r'<p class="mono"><bdi>([A-Z2-7 ]+)</bdi>', page.text).group(1).replace(" ", "")
    )


def test_a_second_factor_is_added_by_qr_or_typing_and_counts_after_a_first_code(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    page = here.get("/account/second-factor")
    secret = secret_on(page)
    assert "<svg" in page.text
    assert "style=" not in page.text

    assert post(here, "/account/second-factor", code="000000").status_code == 422
    assert sign_in(app.test_client(), user.email).location == "/"
    code = pyotp.TOTP(secret).at(clock.now())
    assert post(here, "/account/second-factor", code=code).location == "/account"
    assert sign_in(app.test_client(), user.email).location == "/sign-in/code"


def test_the_secret_stays_while_the_first_code_is_tried_and_is_never_shown_again(app):
    user, here = make_user(), app.test_client()
    sign_in(here, user.email)
    secret = secret_on(here.get("/account/second-factor"))
    assert secret_on(here.get("/account/second-factor")) == secret
    post(here, "/account/second-factor", code=pyotp.TOTP(secret).at(clock.now()))
    again = here.get("/account/second-factor", follow_redirects=True)
    assert secret not in again.text.replace(" ", "")
    assert secret not in stands(sa.select(SignedIn.contents)).values()


def test_open_browsers_are_listed_and_can_be_ended_by_their_owner_only(app):
    user = make_user()
    here, there = app.test_client(), app.test_client()
    here.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:1) Firefox/140.0"
    sign_in(here, user.email)
    sign_in(there, user.email)
    db.session.rollback()
    mine, other = db.session.scalars(sa.select(SignedIn.id).order_by(SignedIn.id)).all()
    assert "Firefox, Linux" in here.get("/account").text

    stranger = app.test_client()
    sign_in(stranger, make_user().email)
    foreign = post(stranger, f"/account/browsers/{other}/end")
    assert foreign.status_code == 404
    assert post(here, f"/account/browsers/{mine}/end").status_code == 404
    assert post(here, f"/account/browsers/{other}/end").status_code == 303
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_every_other_browser_can_be_ended_at_once(app):
    user = make_user()
    here, *others = [app.test_client() for _ in range(3)]
    for client in (here, *others):
        sign_in(client, user.email)
    post(here, "/account/browsers/end")
    assert [c.get("/account").status_code for c in (here, *others)] == [200, 303, 303]


# -- links from mails --------------------------------------------------------------------------


def token_of(template):
    latest = sa.select(Message).where(Message.template == template).order_by(Message.id.desc())
    return stands(latest.limit(1)).words["token"]


def test_a_forgotten_password_gets_the_same_answer_whether_or_not_there_is_an_account(app):
    user = make_user()
    pages = []
    for email in (user.email, "nobody@example.org", make_user(disabled_at=clock.now()).email):
        guest = app.test_client()
        answer = post(guest, "/passwords", email=email)
        pages.append((answer.status_code, answer.location, answer.headers.get("Set-Cookie")))
    assert pages == [(303, "/passwords/sent", None)] * 3
    assert count(Message) == 1


def test_the_link_from_the_mail_sets_a_new_password(app):
    user, guest = make_user(), app.test_client()
    post(guest, "/passwords", email=user.email)
    address = f"/passwords/{token_of('new_password')}"

    assert post(guest, address, password="short").status_code == 422
    assert post(guest, address, password=NEW).location == "/sign-in"
    assert sign_in(guest, user.email, NEW).status_code == 303
    assert guest.get(address).status_code == 404


def test_reading_a_link_does_not_use_it_up(app, admin):
    """Mail scanners open every link."""
    links.ask(make_office(Role.TRAINER), by=admin, email="asha@example.org", name="Asha")
    address, guest = f"/invitations/{token_of('invitation')}", app.test_client()
    for _ in range(3):
        assert guest.get(address).status_code == 200
    assert post(guest, address, name="Asha W.", password=NEW).location == "/sign-in"
    assert sign_in(guest, "asha@example.org", NEW).status_code == 303


def test_somebody_with_an_account_accepts_without_a_new_password(app, admin):
    user = make_user(Role.TRAINER)
    links.ask(make_office(Role.TRAINER), by=admin, email=user.email, name="Asha")
    guest = app.test_client()
    address = f"/invitations/{token_of('invitation')}"
    assert 'type="password"' not in guest.get(address).text
    assert post(guest, address).location == "/sign-in"
    assert count(OfficeHolder) == 3


@pytest.mark.both
@pytest.mark.parametrize("token", ["x", "0" * 5000, "%00", "ünï", "..", "' OR 1=1 --"])
def test_a_guessed_link_is_a_dead_link(app, token):
    for place in ("invitations", "passwords"):
        assert app.test_client().get(f"/{place}/{token}").status_code in (308, 404)


def test_links_cannot_be_guessed_one_after_the_other(app):
    guest = app.test_client()
    codes = [guest.get(f"/passwords/guess-{n}").status_code for n in range(31)]
    assert codes == [404] * 30 + [429]


def test_nobody_can_have_somebodys_mailbox_filled(app):
    guest = app.test_client()
    codes = [post(guest, "/passwords", email="asha@example.org").status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]


# -- offices -----------------------------------------------------------------------------------

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


# -- the logbook -------------------------------------------------------------------------------


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
