"""Storing files: once, whole, under the sha256 of their bytes; and laying some aside for a while."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
import sqlalchemy as sa
from flask import current_app
from obstore.exceptions import AlreadyExistsError, BaseError

from tpp import clock
from tpp.db import attempt, db, lock, transaction
from tpp.errors import Refused
from tpp.files.models import ErasedFile, StoredFile
from tpp.files.queries import has, is_erased, is_needed, the_store, to_erase
from tpp.files.rules import NoRoom, fingerprint, is_full, place_of
from tpp.scope import EVERYTHING, seeing


class Laid(NamedTuple):
    """Bytes that lie in the store; no row says so yet."""

    sha256: str
    size: int
    media_type: str


def store(contents: bytes, media_type: str) -> StoredFile:
    """Put the bytes into the store and write down that they are there; equal bytes are stored once.

    The bytes come first: a row never promises what the store does not have.
    """
    laid = lay(contents, media_type)
    stored = written_down([laid])[laid.sha256]
    if not has(laid.sha256):  # equal bytes were on their way out, and went meanwhile
        put(laid.sha256, contents)
    return stored


def lay(contents: bytes, media_type: str) -> Laid:
    """Put the bytes into the store; NoRoom where the disk is full."""
    if db.session().info.get("open"):
        raise RuntimeError("a file is stored before its transaction, never inside one")
    sha = fingerprint(contents)
    if not has(sha):
        put(sha, contents)
    return Laid(sha, len(contents), media_type)


def put(sha: str, contents: bytes) -> None:
    """Whole or not at all: written beside, then given its name; a second one changes nothing."""
    try:
        with room():
            obstore.put(the_store(), place_of(sha), contents, mode="create")
    except AlreadyExistsError:
        return
    with room():
        settle(place_of(sha))


@contextmanager
def room() -> Iterator[None]:
    """What fails within because the disk is full says so."""
    try:
        yield
    except (OSError, BaseError) as problem:
        if is_full(problem):
            raise NoRoom from problem
        raise


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
def written_down(laid: Sequence[Laid]) -> dict[str, StoredFile]:
    """The rows of what lies in the store, by fingerprint; the database says who of two was first."""
    wanted = {it.sha256: it for it in laid}
    wanted_again(wanted)
    there = set(db.session.scalars(rows_of(wanted, StoredFile.sha256)))
    now = clock.now()
    fresh = [{**it._asdict(), "stored_at": now} for sha, it in wanted.items() if sha not in there]
    if fresh and not enter(fresh):  # somebody stores some of the same at this very moment
        for row in fresh:
            enter([row])
    return {it.sha256: it for it in db.session.scalars(rows_of(wanted, StoredFile))}


def enter(rows: Sequence[dict[str, Any]]) -> bool:
    """Write rows of stored files; False, and nothing written, where one of them is there already."""
    with suppress(sa.exc.IntegrityError), attempt():
        db.session.execute(sa.insert(StoredFile), rows)
        return True
    return False


def rows_of(wanted: Iterable[str], what: Any) -> sa.Select[Any]:
    return sa.select(what).where(StoredFile.sha256.in_(list(wanted)))


# For a while


def lay_aside(place: str, contents: BinaryIO) -> None:
    """Keep a file for a while under a name of its own; what lay there before is replaced."""
    with room():
        obstore.put(the_store(), place, contents)


def throw_away(place: str) -> None:
    """Nothing lies there any more."""
    with suppress(FileNotFoundError):
        obstore.delete(the_store(), place)


# For good


@transaction()
def erase(stored: StoredFile) -> bool:
    """Let the bytes go, where no row needs them any more; says whether they go.

    They are gone when the worker has looked, for nothing is taken out of the store in a transaction.
    """
    lock(stored)  # who points at it meanwhile waits, or is waited for
    with seeing(EVERYTHING):  # equal bytes are kept once, whoever sent them in
        if is_needed(stored.id):
            return False
    if not is_erased(stored.id):
        row = {"file_id": stored.id, "asked_at": clock.now()}
        db.session.execute(sa.insert(ErasedFile), [row])
    return True


def wanted_again(fingerprints: Iterable[str]) -> None:
    """Equal bytes were sent in again: they stay."""
    own = rows_of(fingerprints, StoredFile.id)
    db.session.execute(sa.delete(ErasedFile).where(ErasedFile.file_id.in_(own)))


def check_is_kept(stored: StoredFile) -> None:
    """Refused where these bytes are going since they were stored; asked once a row points at them."""
    if is_erased(stored.id):
        raise Refused("This file was being erased just now. Send it again.", "file")


def erase_due() -> int:
    """Take out of the store what is to go; part of the worker's rounds. Says how many files went."""
    return sum(take_out(number, sha) for number, sha in to_erase())


def take_out(number: int, sha: str) -> bool:
    """The bytes go; equal ones that were sent in at this very moment are put back."""
    contents = bytes(obstore.get(the_store(), place_of(sha)).bytes()) if has(sha) else b""
    throw_away(place_of(sha))
    if went(number):
        return True
    if contents:
        put(sha, contents)
    return False


@transaction()
def went(number: int) -> bool:
    """Write down that the bytes are gone; False where somebody wants them again."""
    row = db.session.get(ErasedFile, number, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    row.gone_at = clock.now()
    return True
