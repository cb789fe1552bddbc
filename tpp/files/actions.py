"""Storing files: once, whole, under the sha256 of their bytes."""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
import sqlalchemy as sa
from flask import current_app
from obstore.exceptions import AlreadyExistsError

from tpp import clock
from tpp.db import attempt, db, transaction
from tpp.files.models import StoredFile
from tpp.files.queries import by_fingerprint, has, the_store
from tpp.files.rules import fingerprint, place_of


def store(contents: bytes, media_type: str) -> StoredFile:
    """Put the bytes into the store and write down that they are there; equal bytes are stored once.

    The bytes come first: a row never promises what the store does not have.
    """
    if db.session().info.get("open"):
        raise RuntimeError("a file is stored before its transaction, never inside one")
    sha = fingerprint(contents)
    if not has(sha):
        put(sha, contents)
    return written_down(sha, len(contents), media_type)


def put(sha: str, contents: bytes) -> None:
    """Whole or not at all: written beside, then given its name; a second one changes nothing."""
    try:
        obstore.put(the_store(), place_of(sha), contents, mode="create")
    except AlreadyExistsError:
        return
    settle(place_of(sha))


def settle(place: str) -> None:
    """Bring the file to the disk now, in a folder; other stores answer only when they did."""
    parts = urlsplit(current_app.config["FILES_URL"])
    if parts.scheme != "file":
        return
    path = Path(url2pathname(parts.path)) / place
    for settled in (path, path.parent):
        handle = os.open(settled, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@transaction()
def written_down(sha: str, size: int, media_type: str) -> StoredFile:
    """The row of these bytes; the database says who of two was first."""
    if by_fingerprint(sha) is None:
        row = {"sha256": sha, "size": size, "media_type": media_type, "stored_at": clock.now()}
        with suppress(sa.exc.IntegrityError), attempt():
            db.session.execute(sa.insert(StoredFile), [row])
    return db.session.scalars(sa.select(StoredFile).where(StoredFile.sha256 == sha)).one()
