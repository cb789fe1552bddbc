"""The first start and the second: flask prepare, flask demo load."""

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import make_app
from tpp.accounts.models import Account
from tpp.certificates.models import CertificateFile
from tpp.db import db
from tpp.historical.models import HistoricalRun
from tpp.people.models import Person
from tpp.scope import EVERYTHING, see


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """A data folder in which ``flask prepare`` ran once, with what it said."""
    folder = tmp_path_factory.mktemp("first-start")
    app = make_app(folder, TPP_DEMO="1")
    said = app.test_cli_runner().invoke(args=["prepare"])
    yield app, folder, said
    with app.app_context():
        db.engine.dispose()


def rows(app):
    with app.app_context():
        see(EVERYTHING)
        tables = db.metadata.sorted_tables
        return {
            it.name: db.session.scalar(sa.select(sa.func.count()).select_from(it)) for it in tables
        }


def test_the_first_start_migrates_loads_the_record_and_the_demonstration(first_start):
    app, _, said = first_start

    assert said.exit_code == 0, said.output
    assert "600 invented people" in said.output
    with app.app_context():
        see(EVERYTHING)
        assert db.session.scalar(sa.select(sa.func.count(HistoricalRun.id))) == 30
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 600


def test_only_the_owner_reads_the_note_with_the_password(first_start):
    _, folder, _ = first_start
    note = Path(folder, "demo-accounts.txt")

    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    for name in (
        "coordinator",
        "trainer",
        "focal.ken",
        "trainee",
        "supporter.jpn",
        "auditor",
        "admin",
    ):
        assert f"{name}@demo.example" in note.read_text()


def test_the_password_of_the_note_opens_the_accounts(first_start):
    app, folder, _ = first_start
    line = Path(folder, "demo-accounts.txt").read_text().splitlines()[1]
    password = line.partition(": ")[2]

    assert len(password) >= 15
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    typed = {"email": "auditor@demo.example", "password": password, "csrf_token": token}
    assert client.post("/sign-in", data=typed).status_code == 303


def test_the_pages_of_the_trainee_are_printed_beforehand(first_start):
    app, _, _ = first_start
    with app.app_context():
        see(EVERYTHING)
        assert db.session.scalar(sa.select(sa.func.count(CertificateFile.id))) == 2


def test_the_second_start_changes_nothing(first_start):
    app, folder, _ = first_start
    before, note = rows(app), Path(folder, "demo-accounts.txt").read_text()

    said = app.test_cli_runner().invoke(args=["prepare"])

    assert said.exit_code == 0, said.output
    assert "Demonstration" not in said.output
    assert rows(app) == before
    assert Path(folder, "demo-accounts.txt").read_text() == note


def test_a_second_demonstration_is_refused_in_one_sentence(first_start):
    app, folder, _ = first_start
    note = Path(folder, "demo-accounts.txt").read_text()

    said = app.test_cli_runner().invoke(args=["demo", "load"])

    assert said.exit_code == 1
    assert said.output.startswith("Error: This register holds records already")
    assert Path(folder, "demo-accounts.txt").read_text() == note


def test_without_demonstration_the_register_is_prepared_and_has_no_account(tmp_path):
    app = make_app(tmp_path, TPP_DEMO="0")

    said = app.test_cli_runner().invoke(args=["prepare"])

    assert said.exit_code == 0, said.output
    with app.app_context():
        see(EVERYTHING)
        assert db.session.scalar(sa.select(sa.func.count(HistoricalRun.id))) == 30
        assert db.session.scalar(sa.select(sa.func.count(Account.id))) == 0
        db.engine.dispose()
    assert not Path(tmp_path, "demo-accounts.txt").exists()


def test_the_password_can_be_given(tmp_path):
    app = make_app(tmp_path, TPP_DEMO_PASSWORD="given by the operator")
    app.config["DEMO"] = False
    runner = app.test_cli_runner()
    assert runner.invoke(args=["prepare"]).exit_code == 0

    said = runner.invoke(args=["demo", "load", "--people", "80"])

    assert said.exit_code == 0, said.output
    assert "given by the operator" in Path(tmp_path, "demo-accounts.txt").read_text()
    with app.app_context():
        db.engine.dispose()
