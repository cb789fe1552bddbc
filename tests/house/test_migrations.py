"""The migrations and the models are one and the same, on both databases, up and down."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.factories import make_acting, make_enrolment, make_person, make_run, make_session
from tests.migrate import migrate
from tpp.db import UTCDateTime, db, transaction

pytestmark = pytest.mark.both


def compare_type(_context, _seen, column, _found, _kind):
    return False if isinstance(column.type, sa.Enum | UTCDateTime) else None


def difference():
    with db.engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": compare_type})
        return compare_metadata(context, db.metadata)


def populate():
    make_session(make_enrolment(person=None).offering)
    make_person(native="ليلى")
    with transaction():
        make_run().move("started", by=make_acting())


def test_migrations_build_exactly_the_models(app):
    assert difference() == []


def test_a_populated_register_can_be_taken_down_and_built_again(app):
    populate()
    db.session.remove()
    migrate(db.engine, "-1")
    migrate(db.engine)
    assert difference() == []
    migrate(db.engine, "base")
    left = set(sa.inspect(db.engine).get_table_names())
    migrate(db.engine)
    assert left <= {"alembic_version"}
    assert difference() == []
