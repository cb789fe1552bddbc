"""Files are stored once, whole, and never changed unnoticed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from tpp.db import db, transaction
from tpp.files.actions import store
from tpp.files.models import StoredFile
from tpp.files.queries import read
from tpp.files.rules import Damaged, place_of


@pytest.fixture
def folder(app, tmp_path):
    """A store of the test's own."""
    before = app.config["FILES_URL"]
    app.config["FILES_URL"] = tmp_path.as_uri()
    yield tmp_path
    app.config["FILES_URL"] = before


def path_of(app, stored: StoredFile) -> Path:
    return Path(urlsplit(app.config["FILES_URL"]).path) / place_of(stored.sha256)


def test_what_is_stored_is_read_again(folder):
    stored = store(b"a certificate", "application/pdf")
    assert read(stored) == b"a certificate"
    assert (stored.size, stored.media_type) == (13, "application/pdf")


def test_equal_bytes_are_stored_once(app, folder):
    first = store(b"a certificate", "application/pdf")
    written = path_of(app, first).stat()
    again = store(b"a certificate", "application/pdf")
    assert again.id == first.id
    assert path_of(app, first).stat().st_ino == written.st_ino
    assert path_of(app, first).stat().st_mtime_ns == written.st_mtime_ns
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.both
def test_equal_bytes_stored_at_the_same_time_make_one_row(app, folder):
    def one(_):
        with app.app_context():
            return store(b"a certificate", "application/pdf").id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(one, range(8)))
    assert len(ids) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 1


def test_a_changed_file_is_never_handed_out(app, folder):
    stored = store(b"a certificate", "application/pdf")
    path_of(app, stored).write_bytes(b"another certificate")
    with pytest.raises(Damaged, match="changed"):
        read(stored)


def test_a_lost_file_is_noticed_and_comes_back_when_it_is_stored_again(app, folder):
    stored = store(b"a certificate", "application/pdf")
    path_of(app, stored).unlink()
    with pytest.raises(Damaged, match="gone"):
        read(stored)
    assert store(b"a certificate", "application/pdf").id == stored.id
    assert read(stored) == b"a certificate"


def test_nothing_is_stored_inside_a_transaction(folder):
    with pytest.raises(RuntimeError, match="before its transaction"), transaction():
        store(b"a certificate", "application/pdf")


@pytest.mark.parametrize("place", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_place_is_made_of_a_fingerprint_and_nothing_else(place):
    with pytest.raises(ValueError, match="sha256"):
        place_of(place)


@pytest.mark.both
def test_that_a_file_is_stored_cannot_be_changed_or_taken_back(app, folder):
    stored = store(b"a certificate", "application/pdf")
    with pytest.raises(sa.exc.DBAPIError), transaction() as session:
        session.execute(sa.update(StoredFile).values(size=1))
    with pytest.raises(sa.exc.DBAPIError), transaction() as session:
        session.execute(sa.delete(StoredFile).where(StoredFile.id == stored.id))
