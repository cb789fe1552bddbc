"""One small demonstration for all tests that only look at it."""

from collections import Counter

import pytest
import sqlalchemy as sa

from tests.conftest import make_app, wait_for_no_disk
from tests.migrate import migrate
from tpp.catalogue.actions import load_catalogue
from tpp.db import db
from tpp.demonstration.actions.loading import load
from tpp.historical.actions import load_record
from tpp.parties.actions import load_reference
from tpp.scope import EVERYTHING, see

PASSWORD = "a password of the demonstration"
PEOPLE = 80


def load_everything(people=PEOPLE):
    load_reference()
    load_catalogue()
    load_record()
    load(lambda: PASSWORD, people)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("demonstration"))
    with app.app_context():
        wait_for_no_disk()
        migrate(db.engine)
        see(EVERYTHING)
        load_everything()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def counted(demonstration):
    """counted(column) is how many rows have each value of it."""

    def of(column):
        rows = db.session.execute(sa.select(column, sa.func.count()).group_by(column))
        return Counter(dict(rows.all()))

    return of


@pytest.fixture
def picture(demonstration):
    """How many rows every table has."""

    def of():
        tables = db.metadata.sorted_tables
        counts = (sa.select(sa.func.count()).select_from(table) for table in tables)
        return {
            table.name: db.session.scalar(count)
            for table, count in zip(tables, counts, strict=True)
        }

    return of
