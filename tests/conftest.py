"""Every test has a migrated, empty register; ``both`` tests have it on SQLite and on PostgreSQL."""

import asyncio
import gc
import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache

from config import Settings
from tests import postgres
from tests.browsing import password_hash
from tests.grouping import pytest_xdist_make_scheduler  # noqa: F401
from tests.matrix.summary import pytest_terminal_summary  # noqa: F401
from tests.migrate import migrate
from tests.telling import pytest_sessionstart  # noqa: F401
from tpp import clock, create_app
from tpp.accounts.actions import passwords
from tpp.accounts.actions.signing_in import token_hash
from tpp.acting import Acting
from tpp.db import db
from tpp.scope import EVERYTHING, see
from tpp.web.limits import limiter

gc.set_threshold(20_000, 20, 100)
"""Half of the many objects are the application's own: to look for rubbish among them seldom is enough."""

TEMPLATES = FileSystemBytecodeCache()
"""Templates are compiled once for all registers of a test run, and for the next run."""
SECRET = "a-secret-key-for-tests-of-32-characters"
CSRF = "csrf-word-of-the-test-browser"


def pytest_generate_tests(metafunc):
    """A test marked ``both`` runs on each database, one marked ``postgres`` on that alone."""
    if "database" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        kinds = [] if marked("postgres") else ["sqlite"]
        if marked("postgres") or marked("both"):
            kinds.append(pytest.param("postgresql", marks=pytest.mark.postgres))
        metafunc.parametrize("database", kinds, indirect=True)


COMPRESSED: list[Path] = []


def share_compressed(folder: Path) -> None:
    """Files that one register has compressed serve for the others: it is most of a start."""
    known = next((it for it in COMPRESSED if it.exists()), None)
    if known and not folder.exists():
        shutil.copytree(known, folder, copy_function=os.link)
    COMPRESSED.append(folder)


def make_app(data: Path, **env: str) -> Flask:
    share_compressed(data / "static")
    env = {"TPP_DATA": str(data), "SECRET_KEY": SECRET, "BASE_URL": "http://localhost", **env}
    app = create_app(Settings(env))
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = TEMPLATES
    app.test_client_class = Browser
    return app


def wait_for_no_disk() -> None:
    """Commits to this SQLite database are no slower than memory: nothing has to outlive a test."""

    @sa.event.listens_for(db.engine, "connect")
    def hurry(connection, _):
        connection.execute("PRAGMA synchronous=OFF")


class SQLite:
    """One file a worker process, laid anew from a migrated template before each test."""

    def __init__(self, folder: Path):
        self.file, self.template = folder / "register.db", folder / "template.db"
        self.app = make_app(folder)
        with self.app.app_context():
            wait_for_no_disk()
            migrate(db.engine)
            db.engine.dispose()
        shutil.copy(self.file, self.template)

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def renew(self) -> Flask:
        self.close()
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copy(self.template, self.file)
        return self.app


class PostgreSQL:
    """One database a worker process, emptied before each test; cloned from a migrated template now and
    then, and where a test has touched the schema."""

    EMPTIED = 40
    """Times before it is cloned again: rows that are gone take room until then."""

    def __init__(self, folder: Path, server: "postgres.Server"):
        self.server, self.name = server, f"test_{folder.name.replace('-', '_')}"
        self.server.create(f"{self.name}_template")
        self.app = make_app(folder, DATABASE_URL=server.url(f"{self.name}_template"))
        with self.app.app_context():
            migrate(db.engine)
            db.engine.dispose()
        self.app = make_app(folder, DATABASE_URL=server.url(self.name))
        self.times, self.shape = 0, 0

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def renew(self) -> Flask:
        self.close()
        if self.times % self.EMPTIED and self.server.shape(self.name) == self.shape:
            self.server.empty(self.name)
        else:
            self.server.create(self.name, template=f"{self.name}_template")
            self.shape = self.server.shape(self.name)
        self.times += 1
        return self.app


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords():
    """Hashing is made to be slow, which helps no test but its own: those ask for ``costly_passwords``."""
    costly, passwords.HASHER = passwords.HASHER, PasswordHasher(1, 8, 1)
    return costly


@pytest.fixture
def costly_passwords(cheap_passwords, monkeypatch):
    """Passwords are hashed as in production."""
    monkeypatch.setattr(passwords, "HASHER", cheap_passwords)
    for made_before in (passwords.nobodys, password_hash):
        made_before.cache_clear()
    yield
    for made_before in (passwords.nobodys, password_hash):
        made_before.cache_clear()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory):
    database = SQLite(tmp_path_factory.mktemp("sqlite"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    with postgres.server() as server:
        database = PostgreSQL(tmp_path_factory.mktemp("postgresql"), server)
        yield database
        database.close()


@pytest.fixture
def database(request):
    return request.getfixturevalue(getattr(request, "param", "sqlite"))


@pytest.fixture
def app(database):
    app = database.renew()
    with app.app_context():
        see(EVERYTHING)
        limiter.reset()
        yield app
        db.session.remove()


@pytest.fixture(autouse=True)
def no_loop_of_a_browser(request):
    """Playwright keeps its event loop running between the tests of a browser: the others have none."""
    if "browser" in request.keywords:
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def at(monkeypatch):
    """at(moment) stops the clock there."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


class Browser(FlaskClient):
    """Each request gets its own context, as in production, not the test's."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def browser(app):
    """browser(acting) is that person's browser, signed in, with the CSRF token filled in."""

    def sign_in(acting: Acting | None = None):
        client = app.test_client()
        if acting is not None:
            token = f"token-{acting.account_id}-{acting.office_id}"
            remember(acting, token)
            signed = app.session_interface.get_signing_serializer(app).dumps({"token": token})
            client.set_cookie("tpp", signed)
            csrf = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF)
            client.environ_base["HTTP_X_CSRFTOKEN"] = csrf
        return client

    return sign_in


def remember(acting: Acting, token: str) -> None:
    from tests.factories import make_signed_in

    make_signed_in(acting, token_hash(token), {"csrf_token": CSRF})
