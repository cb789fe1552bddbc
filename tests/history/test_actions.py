"""The logbook: what was done is written once, in order, and cannot be changed unseen."""

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_run
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history import actions
from tpp.history.models import record
from tpp.history.queries import first_fault, head, story_of

pytestmark = pytest.mark.both


def write_three(app):
    run, by = make_run(), make_acting()
    for step in ("started", "delivered", "closed"):
        with transaction():
            run.move(step, by=by, reason=f"reason of {step}")
    return run, by


def test_a_step_is_written_with_who_as_which_office_and_why(app):
    run, by = write_three(app)
    last = db.session.scalars(story_of(run)).first()
    assert (last.deed, last.account_id, last.office_id) == ("closed", by.account_id, by.office_id)
    assert (last.before, last.after) == ({"status": "delivered"}, {"status": "closed"})
    assert last.reason == "reason of closed"
    assert first_fault() is None


def test_what_was_refused_is_not_written(app):
    run, by = make_run(), make_acting()
    with pytest.raises(Refused), transaction():
        record(run, "looked_at", by=by)
        run.move("closed", by=by)
    with transaction():
        run.move("started", by=by)
    assert [entry.deed for entry in db.session.scalars(story_of(run))] == ["started"]
    assert head()[0] == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET deed = 'opened' WHERE id = 2",
        "DELETE FROM entry WHERE id = 2",
    ],
)
def test_the_database_itself_refuses_changes(app, change):
    write_three(app)
    with pytest.raises(sa.exc.DBAPIError), db.engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert head()[0] == 3


def test_an_erased_reason_leaves_the_chain_whole(app):
    run, _by = write_three(app)
    with transaction():
        actions.erase_reason(2)
    db.session.expire_all()
    assert first_fault() is None
    assert [entry.reason for entry in db.session.scalars(story_of(run))] == [
        "reason of closed",
        None,
        "reason of started",
    ]


TAMPERINGS = {
    "a changed deed": ("UPDATE entry SET deed = 'opened' WHERE id = 2", "entry 2: was changed"),
    "a changed time": ("UPDATE entry SET at = '2020-01-01' WHERE id = 3", "entry 3: was changed"),
    "a changed reason": ("UPDATE entry SET reason = 'x' WHERE id = 1", "entry 1: its reason"),
    "a missing line": ("DELETE FROM entry WHERE id = 2", "entry 3: entry 2 is missing"),
    "a changed hash": ("UPDATE entry SET hash = 'f00' WHERE id = 2", "entry 2: was changed"),
}


@pytest.mark.parametrize(("change", "fault"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_past_the_triggers_is_named(app, change, fault):
    write_three(app)
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE entry DISABLE TRIGGER USER")
            connection.exec_driver_sql("GRANT ALL ON entry TO CURRENT_USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER entry_no_update")
            connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
        connection.exec_driver_sql(change)
    db.session.expire_all()
    assert first_fault().startswith(fault)


def test_the_command_says_that_the_logbook_is_whole(app):
    write_three(app)
    answer = app.test_cli_runner().invoke(args=["history", "verify"])
    assert answer.exit_code == 0
    assert "3 entries" in answer.output


def test_the_command_names_the_first_bad_line(app):
    write_three(app)
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE entry DISABLE TRIGGER USER")
            connection.exec_driver_sql("GRANT ALL ON entry TO CURRENT_USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        connection.exec_driver_sql("UPDATE entry SET deed = 'opened' WHERE id = 2")
    answer = app.test_cli_runner().invoke(args=["history", "verify"])
    assert answer.exit_code == 1
    assert "entry 2" in answer.output
