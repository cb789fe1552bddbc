"""The walls stand on every side: models, migration, keys and triggers say the same."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

import tpp
from tpp import clock
from tpp.db import Base, db, transaction
from tpp.files.models import StoredFile
from tpp.scope import PRIVATE, Scoped

ROOT = Path(__file__).parents[2]
TPP = ROOT / "tpp"

NOT_PRIVATE = {
    "course_offering": "a run is no private row; who knows of it is settled in offerings.queries.sight",
    "participation": "which State does what in a run is published with the run",
    "contribution": "shown with the run's partners",
    "staffing": "who teaches a run is known to those who know of the run",
    "session": "the timetable of a run",
    "staff_name": "how somebody who teaches is named; who teaches a run is known to those who know of it",
    "venue": "a place with rooms and machines; no person",
    "trainee_group": "the name of a group of a run; who is in it stands in group_place",
    "session_staff": "the timetable of a run: who of its team does what",
    "staff_absence": "days on which somebody of a team cannot teach, without a reason; shown with its own"
    " ability, and a trainer reads those of the own runs",
    "trainer_qualification": "what the programme recorded of somebody who teaches",
    "conflict_acceptance": "which conflicts were accepted; read with the conflicts themselves",
    "award": "how far the recommendation of a run is; whom it recommends stands in its lines",
    "joining_instructions": "what everybody who comes to a run is told; shown with its own ability",
    "travel_plan": "the steps before a journey are a setting of the run",
    "called_run": "the dates of a run",
    "daily_note": "what the team of a run notes of a day, for the team and the programme",
    "questionnaire_round": "that a run was asked, and how many answered; never who",
    "office": "offices and accounts are the administrator's; no record of a person",
    "office_holder": "offices and accounts are the administrator's",
    "signed_in": "read by the session alone",
    "invitation": "read by the administrator, and by its secret",
    "appointment": "read by administrators",
    "entry": "append-only for everybody, so it cannot be narrowed; it holds no names, and"
    " history is read thing by thing (accounts.queries.logbook.story) or by those who see all",
    "document_grant": "who may read the papers of a run's nominees, and why; no nominee stands in it",
    "job": "ids only; shown to the office that asked",
    "historical_party": "published",
    "seat_group": "how many stations and places a language has in a run: no Party, no person",
    "reoffering_order": "a setting with the account that wrote it",
    "receipt": "whether a deed of a device was done: ids only; read by whoever sent it",
    "expiry_notice": "a setting with the account that wrote it",
    "calendar_feed": "the hash of a secret address and whose it is; what it shows is read as its owner",
    "free_time": "days off and times of prayer: a setting of a run, a venue or a host",
    "timetable_deed": "that a form laid sessions of a run",
}
"""Tables with a tie to a Party, a person, an account or a run that are not Scoped, and why."""


def walls():
    path = ROOT / "migrations" / "versions" / "0002_walls.py"
    spec = importlib.util.spec_from_file_location("walls", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def models():
    return [mapper.class_ for mapper in Base.registry.mappers]


def test_every_private_table_has_its_policy_in_postgresql(app):
    assert set(walls().POLICIES) == set(PRIVATE)


def test_a_table_tied_to_somebody_is_private_or_says_why_not(app):
    ties = {"party_id", "person_id", "offering_id", "account_id", "office_id"}
    tied = {
        model.__tablename__
        for model in models()
        if not issubclass(model, Scoped) and ties & set(model.__table__.c.keys())
    }
    assert tied - set(NOT_PRIVATE) == set()


def test_every_private_table_carries_the_party_that_it_belongs_to(app):
    assert [name for name, model in PRIVATE.items() if "party_id" not in model.__table__.c] == []


def test_a_private_row_names_the_same_party_as_the_private_row_that_it_is_about(app):
    """Composite foreign keys: a row that mixes two countries cannot be written.

    What no office ever reads (a policy of nothing) belongs to no country.
    """
    loose = []
    read_by_offices = [name for name, policies in walls().POLICIES.items() if policies]
    for name in read_by_offices:
        model = PRIVATE[name]
        keys = model.__table__.foreign_key_constraints
        for parent in {key.referred_table.name for key in keys} & set(PRIVATE) - {name}:
            tied = [
                key
                for key in keys
                if key.referred_table.name == parent and "party_id" in key.column_keys
            ]
            if not tied:
                loose.append(f"{name} -> {parent}")
    assert loose == []


def test_whatever_names_a_private_row_is_tied_to_it_by_a_key(app):
    """A column like enrolment_id without a foreign key could point across the wall."""
    loose = [
        f"{name}.{column.name}"
        for name, model in PRIVATE.items()
        for column in model.__table__.c
        if column.name.removesuffix("_id") in PRIVATE and not column.foreign_keys
    ]
    assert loose == []


def triggers():
    if db.engine.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(db.session.connection().exec_driver_sql(asked).scalars())


@pytest.mark.both
def test_what_is_never_changed_has_a_trigger_that_says_so(app):
    wanted, found = {*walls().APPEND_ONLY, *walls().KEPT}, triggers()
    bare = [name for name in wanted if not any(it.startswith(f"{name}_no_") for it in found)]
    assert bare == []
    assert all(f"{name}_no_delete" in found for name in wanted)


@pytest.mark.both
def test_row_level_security_binds_the_owner_of_the_tables_too(app):
    if db.engine.dialect.name != "postgresql":
        return
    asked = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    assert set(db.session.connection().exec_driver_sql(asked).scalars()) == set(PRIVATE)
    is_bound = "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
    assert db.session.connection().exec_driver_sql(is_bound).scalar()


PAST_THE_SESSION = {
    "db.py": "sets SQLite up",
    "scope/__init__.py": "names it in its words",
    "demonstration/cli.py": "a command of whoever runs the register",
    "scope/seeing.py": "tells PostgreSQL the scope",
    "history/actions.py": "chains the logbook, which is not private",
    "certificates/actions/registering.py": "takes the lock of the register",
    "reports/actions.py": "derives the standings of all countries",
}
WAYS = re.compile(
    r"\.connection\(\)|exec_driver_sql|\bdb\.engine\b|session\.bulk_\w+\(|\.get_bind\(\)"
)


def test_nothing_reads_past_the_session_that_keeps_the_scope():
    guilty = {
        str(path.relative_to(TPP)) for path in TPP.rglob("*.py") if WAYS.search(path.read_text())
    }
    assert guilty - set(PAST_THE_SESSION) == set()


def widened(path):
    """Where a file sees everything, and whether it says why: beside it, above it, or in its docstring."""
    text = path.read_text()
    lines = text.splitlines()
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.withitem) and "EVERYTHING" in ast.unparse(node):
                line = node.context_expr.lineno - 1
                told = "#" in lines[line] + lines[line - 1]
                documented = "past the scope" in (ast.get_docstring(function) or "").lower()
                yield f"{path.relative_to(TPP)}:{line + 1}", told or documented


def test_a_wider_read_says_why():
    silent = [
        where
        for path in TPP.rglob("*.py")
        if path.is_relative_to(Path(tpp.__file__).parent) and path.stem != "cli"
        for where, is_told in widened(path)
        if not is_told
    ]
    assert silent == []


def try_to(sql):
    """The complaint of the database about a statement; it must complain."""
    with pytest.raises(sa.exc.DBAPIError) as complaint:
        db.session.connection().exec_driver_sql(sql)
    db.session.rollback()
    return str(complaint.value.orig)


@pytest.mark.both
def test_a_line_that_was_written_stays(app):
    """Not changed, not removed, not replaced, and the table not emptied."""
    row = {"sha256": "0" * 64, "size": 1, "media_type": "text/plain", "stored_at": clock.now()}
    with transaction() as session:
        session.execute(sa.insert(StoredFile), [row])
    wanted = "append-only|permission denied"
    assert re.search(wanted, try_to("UPDATE stored_file SET size = 2"))
    assert re.search(wanted, try_to("DELETE FROM stored_file"))
    if db.engine.dialect.name == "postgresql":
        assert re.search(wanted, try_to("TRUNCATE stored_file CASCADE"))
    else:
        again = "INSERT OR REPLACE INTO stored_file SELECT id, sha256, 2, media_type, stored_at"
        assert re.search(wanted, try_to(f"{again} FROM stored_file"))
