"""Who changes the register behind the triggers' back is found: every row, every column, every byte."""

import random
import shutil
from itertools import pairwise

import obstore
import pytest
import sqlalchemy as sa

from tests.certificates.issuing import graduate, held_run, issue
from tests.certificates.thousand import Copy, changed, make_register, others_than
from tests.factories import make, make_acting
from tpp import clock
from tpp.certificates import tasks
from tpp.certificates.actions.correcting import ask, grant
from tpp.certificates.actions.ending import erase_names, reinstate, suspend
from tpp.certificates.actions.registering import whose
from tpp.certificates.models import (
    Certificate,
    CertificateFile,
    CertificateName,
    CertificateStamp,
)
from tpp.certificates.queries import audit, page_of
from tpp.certificates.queries.auditing import UNREADABLE, fault_since, head, missing
from tpp.certificates.rules import CHAINED, Names, chain_hash
from tpp.certificates.rules.auditing import Head, head_fault
from tpp.certificates.rules.corrections import Wish
from tpp.certificates.sealing import prover
from tpp.db import db, transaction
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.files.queries import read, the_store
from tpp.files.rules import Damaged, check_whole, place_of
from tpp.history.models import Entry
from tpp.scope import EVERYTHING, see

ROWS, PRINTED = 1000, 3
SURROGATES = {"certificate_name": {"id"}, "certificate_file": {"id", "stored_at"}}
"""Keys of rows beside the register that nothing refers to, and when a page was stored: they prove nothing."""


def make_history(rows):
    """A few printed, suspended, reinstated, revoked, replaced, issued again, one without its names."""
    for it in rows[:PRINTED]:
        tasks.print_page(it)
    by, second = make_acting(), make_acting()
    suspend(rows[10], "Asked about", by=by)
    reinstate(suspend(rows[11], "Asked about", by=by), "Answered", by=by)
    grant(ask(rows[12], Wish.REVOCATION, "The wrong person", by=by), by=second)
    names = Names("Somebody Else", "en")
    grant(ask(rows[13], Wish.CORRECTION, "Misspelt", by=by, names=names), by=second)
    grant(ask(rows[12], Wish.REISSUE, "The right one after all", by=by), by=second)
    erase_names(rows[14], by=by)
    db.session.expire_all()
    assert audit().fault == ""


@pytest.fixture(scope="module")
def copy(sqlite, tmp_path_factory):
    """A thousand rows in memory, where a change is tried in a moment; their database is kept aside."""
    with sqlite.renew().app_context():
        see(EVERYTHING)
        make_history(make_register(ROWS - 2))
        made = Copy()
        db.session.remove()
    sqlite.close()
    made.kept = tmp_path_factory.mktemp("thousand") / "register.db"
    shutil.copy(sqlite.file, made.kept)
    return made


@pytest.fixture
def register(sqlite, copy, app):
    """The same rows in the database."""
    sqlite.close()
    shutil.copy(copy.kept, sqlite.file)
    db.session.expire_all()
    return copy.certificates


def without_guards():
    """Somebody who may drop triggers can change anything."""
    found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with transaction() as session:
        for name in session.connection().exec_driver_sql(found).scalars().all():
            session.connection().exec_driver_sql(f'DROP TRIGGER "{name}"')


def undone(statement, *more):
    """What the audit says after these statements, which are taken back again."""
    db.session.rollback()
    connection = db.session.connection(execution_options={"writes": True})
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    for it in (statement, *more):
        connection.execute(it)
    db.session.expire_all()
    try:
        return audit().fault
    finally:
        db.session.rollback()
        db.session.expire_all()


def test_every_change_of_every_column_of_every_row_is_named(copy):
    tried = 0
    columns = [it.name for it in Certificate.__table__.columns]
    for place, row in enumerate(copy.certificates):
        following = copy.certificates[place + 1 : place + 2]
        for column in columns:
            for value in others_than(getattr(row, column), column):
                if value == getattr(row, column):
                    continue
                tried += 1
                fault = named(copy, [changed(row, column, value), *following], place)
                assert fault, f"{column} of row {place + 1} → {value!r}"
    assert tried > 60 * ROWS


def named(copy, rows, place, **others):
    """What the audit says of a row and the one after it; what cannot be read is named by its place."""
    try:
        return copy.fault(rows, copy.before[place], **others)
    except UNREADABLE:
        return f"Number {place + 1} cannot be read."


def test_every_change_beside_every_row_is_named(copy):
    for place, row in enumerate(copy.certificates):
        for kind, rows in (("names", copy.names), ("pages", copy.pages)):
            beside = rows.get(row.id)
            table = "certificate_name" if kind == "names" else "certificate_file"
            for column in vars(beside or object) if beside else ():
                if column in SURROGATES[table] or column == "file":
                    continue
                for value in others_than(getattr(beside, column), column):
                    if kind == "names" and column == "salt" and not beside.names:
                        continue  # of erased names nothing is left to prove
                    other = changed(beside, column, value)
                    if column == "file_id":
                        other.file = None
                    tied = {value: other} if column == "certificate_id" else {row.id: other}
                    assert named(copy, [row], place, **{kind: tied}), f"{kind}.{column} {value!r}"
            if beside:
                assert named(copy, [row], place, **{kind: {}})


def test_every_deletion_is_named_by_the_number_that_is_missing(copy):
    for place in range(len(copy.certificates) - 1):
        rows = [*copy.certificates[place + 1 : place + 2]]
        assert copy.fault(rows, copy.before[place]).startswith(f"Number {place + 1} is missing")


def test_rows_that_change_places_are_named(copy):
    dice = random.Random(4)
    pairs = [*pairwise(range(len(copy.certificates)))]
    pairs += [tuple(sorted(dice.sample(range(len(copy.certificates)), 2))) for _ in range(1000)]
    for first, second in pairs:
        one, other = copy.certificates[first], copy.certificates[second]
        in_its_place = changed(other, "number", one.number)
        following = copy.certificates[first + 1 : first + 2]
        assert copy.fault([in_its_place, *following], copy.before[first])
        assert copy.fault([other, *following], copy.before[first])


def test_a_row_that_is_put_in_anywhere_is_named_even_with_a_chain_that_holds(copy):
    for place, row in enumerate(copy.certificates):
        before = copy.before[place]
        forged = forged_after(row, before)
        assert copy.fault([forged, row], before)


def forged_after(row, before):
    """A certificate that nobody issued, with number and hash as they would have to be."""
    forged = changed(row, "id", 10_000 + row.id)
    forged.number, forged.previous_hash = before.rows + 1, before.last_hash
    forged.code, forged.serial = f"{row.code[:-1]}z", f"{row.serial}9"
    forged.hash = chain_hash({name: getattr(forged, name) for name in CHAINED})
    return forged


def test_every_truncation_is_named_against_a_head(copy):
    then, lines = copy.head, copy.lines
    hashes = {it.number: it.hash for it in copy.certificates}
    assert head_fault(then, ROWS, hashes[ROWS], then.line, lines[then.line]) == ""
    for number in range(ROWS):
        fault = head_fault(then, number, None, then.line, lines[then.line])
        assert fault.startswith(f"The register ends at number {number}: the head knows {ROWS}.")
    for line in range(then.line):
        fault = head_fault(then, ROWS, hashes[ROWS], line, None)
        assert fault.startswith(f"The logbook ends at line {line}")
    for number in range(1, ROWS):
        older = Head(number, hashes[number], 1, lines[1])
        assert head_fault(older, ROWS, hashes[number], then.line, lines[1]) == ""
        assert "another certificate" in head_fault(older, ROWS, hashes[number + 1], 1, lines[1])


def test_every_truncation_is_named_by_the_logbook_without_a_head(copy):
    stories = sorted(copy.stories.values(), key=lambda it: it.number)
    for number in range(ROWS):
        assert missing(stories[number:]).startswith(f"Number {number + 1} was issued")
    assert missing([]) == ""


def test_the_audit_of_the_database_names_what_is_changed_in_it(register):
    """The same by the audit itself: each column of a row in the middle, and what is put in or taken out."""
    without_guards()
    row = db.session.get_one(Certificate, register[500].id)
    serial, table = row.serial, Certificate.__table__
    for column in table.columns:
        value = others_than(getattr(row, column.name), column.name)[0]
        value = value + 100_000 if isinstance(value, int) else value
        one = sa.update(table).where(table.c.id == row.id).values({column.name: value})
        if column.name in ("words", "status"):
            one = sa.text(f"UPDATE certificate SET {column.name} = 'xyz' WHERE id = {row.id}")
        fault = undone(one)
        assert serial in fault or "Number 501" in fault, (column.name, fault)
    assert audit().fault == ""


def test_the_audit_of_the_database_names_what_is_missing_from_it_or_too_much(register):
    without_guards()
    last = db.session.scalar(sa.select(sa.func.max(Certificate.id)))
    table, names = Certificate.__table__, CertificateName.__table__
    gone = sa.delete(table).where(table.c.id == last)
    nobody = sa.delete(names).where(names.c.certificate_id == last)
    assert (
        undone(gone, nobody)
        == f"Number {ROWS} was issued and is missing from the end of the register."
    )
    assert "lost the row of its names" in undone(nobody)
    page = CertificateFile.__table__
    assert "was printed and is gone" in undone(sa.delete(page).where(page.c.id == 1))
    other = sa.update(page).where(page.c.id == 1).values(file_id=2)
    assert "is not the one that was printed" in undone(other)
    stored = StoredFile.__table__
    for change in ({"sha256": "0" * 64}, {"size": 1}, {"media_type": "text/plain"}):
        it = sa.update(stored).where(stored.c.id == 1).values(change)
        assert register[0].serial in undone(it), change
    assert "gone, and nobody did it" in undone(
        sa.update(names).where(names.c.certificate_id == register[500].id).values(names={})
    )


def test_a_status_and_its_line_in_the_logbook_are_not_changed_together_unseen(register):
    without_guards()
    table, entry = Certificate.__table__, Entry.__table__
    suspended = register[10].id
    alive = sa.update(table).where(table.c.id == suspended).values(status="issued", version=1)
    assert "the logbook “suspended”" in undone(alive)
    step = (entry.c.thing == "certificate", entry.c.thing_id == suspended)
    line = sa.delete(entry).where(*step, entry.c.deed == "suspended")
    assert undone(alive, line).startswith("The logbook is broken")


def test_a_head_finds_an_older_register_and_a_rewritten_one(register):
    then = head()
    assert fault_since(then) == ""
    issue(graduate(held_run()))
    assert fault_since(then) == ""
    assert "another certificate" in fault_since(then._replace(hash="0" * 64))
    assert "Line" in fault_since(then._replace(line_hash="0" * 64))
    assert "older, or cut off" in fault_since(then._replace(number=ROWS + 2))
    assert "older, or cut off" in fault_since(then._replace(line=10**6))


# Pages


@pytest.fixture
def page(app):
    certificate = issue(graduate(held_run()))
    tasks.print_page(certificate)
    return certificate, page_of(certificate).file


def test_a_page_with_one_other_byte_is_not_the_page(page):
    """Each byte of the first and the last thousand, and every fifth in between."""
    _, stored = page
    contents = bytearray(read(stored))
    last = len(contents) - 1000
    for place in (*range(1000), *range(1000, last, 5), *range(last, len(contents))):
        contents[place] ^= 1 << place % 8
        with pytest.raises(Damaged):
            check_whole(bytes(contents), stored.sha256)
        contents[place] ^= 1 << place % 8
    for length in random.Random(5).sample(range(len(contents)), 100):
        with pytest.raises(Damaged):
            check_whole(bytes(contents[:length]), stored.sha256)


def test_a_changed_byte_breaks_the_signature_too_wherever_it_signs(page):
    certificate, stored = page
    contents, prove, dice = read(stored), prover(), random.Random(6)
    url, serial = certificate.words["url"], certificate.serial
    assert prove.fault_of(contents, url, serial) == ""
    start = contents.index(b"/Contents<")
    end = contents.index(b">", start)
    places = [it for it in dice.sample(range(len(contents)), 300) if not start < it <= end]
    for place in places:
        other = bytearray(contents)
        other[place] ^= 1
        assert prove.fault_of(bytes(other), url, serial), place


def test_the_page_of_another_certificate_or_of_another_key_is_not_taken_for_this_one(page):
    certificate, stored = page
    other = issue(graduate(held_run(), "Naomi Cherotich"))
    tasks.print_page(other)
    theirs, prove = read(page_of(other).file), prover()
    fault = prove.fault_of(theirs, certificate.words["url"], certificate.serial)
    assert fault == "its credential is that of another certificate"
    prove.keys = {}
    assert "not signed with a key" in prove.fault_of(
        read(stored), certificate.words["url"], certificate.serial
    )


def test_a_file_with_a_time_stamp_begins_with_the_page(page):
    certificate, stored = page
    contents = read(stored)
    kept = {}
    for added in (contents + b"\n% stamp", b"%PDF-1.7 another" + contents):
        kept[added] = store(added, "application/pdf")
    given = {
        "certificate_id": certificate.id,
        "stamped_at": clock.now(),
        "authority": "An authority",
    }
    right, wrong = kept.values()
    row = make(CertificateStamp, whose(certificate) | given, {"file_id": right.id})
    assert audit().fault == ""
    without_guards()
    with transaction():
        row.file_id = wrong.id
    assert (
        audit().fault == f"The page of {certificate.serial}: with its time stamp it is another one."
    )


def test_a_file_that_was_changed_in_the_store_is_named_by_its_certificate(app, page):
    certificate, stored = page
    contents = bytearray(read(stored))
    contents[1000] ^= 1
    obstore.put(the_store(), place_of(stored.sha256), bytes(contents), mode="overwrite")
    assert certificate.serial in audit().fault
