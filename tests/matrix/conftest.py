"""The populated register: built once on each database, laid anew before each test."""

import shutil
from dataclasses import dataclass

import pytest

from tests.conftest import SQLite
from tests.matrix import attack
from tests.matrix.world import World, build
from tpp.db import db
from tpp.scope import EVERYTHING, see
from tpp.web.limits import limiter


@dataclass
class Populated:
    """A database with a world in it, which is kept as a template."""

    database: object
    world: World
    forms: attack.Bodies

    def renew(self):
        self.database.close()
        if isinstance(self.database, SQLite):
            for ending in ("-wal", "-shm"):
                kept = self.database.file.with_name(self.database.file.name + ending)
                kept.unlink(missing_ok=True)
            shutil.copy(template(self.database), self.database.file)
        else:
            self.database.server.create(self.database.name, template=template(self.database))
        return self.database.app


def template(database):
    if isinstance(database, SQLite):
        return database.file.with_name("populated.db")
    return f"{database.name}_populated"


KEPT: dict[int, Populated] = {}
FORMS: dict[str, attack.Bodies] = {}


def populate(database) -> Populated:
    app = database.renew()
    with app.app_context():
        see(EVERYTHING)
        world = build()
        forms = forms_of(app, world)
        db.session.remove()
    database.close()
    if isinstance(database, SQLite):
        shutil.copy(database.file, template(database))
    else:
        database.server.create(template(database), template=database.name)
    return Populated(database, world, forms)


def forms_of(app, world) -> attack.Bodies:
    """The forms on its pages; the same where the other database gave every row the same number."""
    numbers = world.numbers()
    if numbers not in FORMS:
        FORMS[numbers] = attack.collect_forms(app, world, attack.Visits(app))
    return FORMS[numbers]


@pytest.fixture
def populated(database):
    if id(database) not in KEPT:
        KEPT[id(database)] = populate(database)
    return KEPT[id(database)]


@pytest.fixture
def app(populated):
    app = populated.renew()
    with app.app_context():
        see(EVERYTHING)
        limiter.reset()
        yield app
        db.session.remove()


@pytest.fixture
def world(populated):
    return populated.world


@pytest.fixture
def forms(populated):
    return populated.forms


@pytest.fixture
def tally(request, app):
    """Keeps the figures for the line at the end of the tests."""

    def keep(report):
        undeclared = sum(not attack.access_of(app, rule) for rule in app.url_map.iter_rules())
        figures = [report.requests, len(report.leaks), len(report.wrong), undeclared]
        request.node.user_properties.append(("matrix", figures))

    return keep
