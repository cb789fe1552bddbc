"""The operator lets the first administrator in, from the terminal."""

import sqlalchemy as sa

from tests.browsing import sign_in, stands
from tests.factories import make_account, make_office, make_party
from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.accounts.queries.offices import by_email, held_now
from tpp.acting import Role
from tpp.outbox.models import Message

PASSWORD = "violet kettle under the bridge"


def run(app, *words, typed=""):
    return app.test_cli_runner().invoke(args=["accounts", *words], input=typed)


def add(app, *words, typed=f"{PASSWORD}\n{PASSWORD}\n"):
    return run(app, "add", "First@Example.org", "--name", "First", "--office", *words, typed=typed)


def test_the_first_administrator_signs_in_with_the_password_that_was_typed(app):
    result = add(app, "administrator")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert sign_in(app.test_client(), "first@example.org").status_code == 303
    assert held_now(by_email("first@example.org"))[0].role is Role.ADMINISTRATOR


def test_a_weak_password_opens_nothing(app):
    result = add(app, "administrator", typed="password\npassword\n")
    assert result.exit_code == 1
    assert "at least 15 characters" in result.output
    assert stands(sa.select(Account)) is None
    assert stands(sa.select(OfficeHolder)) is None


def test_a_national_office_needs_its_country(app):
    make_party(code="KEN", name="Kenya")
    assert "Choose the country" in add(app, "focal_point").output
    assert "has the code XXX" in add(app, "focal_point", "--party", "XXX").output
    assert "Focal point, Kenya" in add(app, "focal_point", "--party", "ken").output


def test_the_office_that_there_is_is_used(app):
    office = make_office(Role.ADMINISTRATOR)
    add(app, "administrator")
    assert stands(sa.select(OfficeHolder.office_id)) == office.id
    assert stands(sa.select(sa.func.count(Office.id))) == 1


def test_somebody_with_an_account_keeps_it(app):
    make_account(email="first@example.org", name="As before")
    assert add(app, "auditor", typed="").exit_code == 0
    assert stands(sa.select(Account.name)) == "As before"


def test_an_invitation_is_put_into_the_outbox(app):
    result = run(
        app,
        "invite",
        "luz@example.org",
        "--name",
        "Luz",
        "--office",
        "coordinator",
        "--language",
        "es",
    )
    assert result.exit_code == 0
    assert stands(sa.select(Message.language)) == "es"


def test_the_outbox_says_what_waits_without_naming_anybody(app):
    run(app, "invite", "luz@example.org", "--name", "Luz", "--office", "coordinator")
    waiting = app.test_cli_runner().invoke(args=["outbox", "waiting"]).output
    assert "invitation" in waiting
    assert "luz" not in waiting
    assert "1 sent, 0 waiting" in app.test_cli_runner().invoke(args=["outbox", "send"]).output
