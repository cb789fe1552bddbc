"""Reading stored files."""

from collections.abc import Callable, Iterator

import obstore
import sqlalchemy as sa
from flask import current_app
from obstore.store import ObjectStore, from_url

from tpp.db import db
from tpp.files.models import ErasedFile, StoredFile
from tpp.files.rules import Damaged, check_whole, place_of


def the_store() -> ObjectStore:
    """A folder (file://) or any S3-compatible service (s3://), as FILES_URL says."""
    stores = current_app.extensions.setdefault("stores", {})
    url = current_app.config["FILES_URL"]
    if url not in stores:
        stores[url] = from_url(url)
    return stores[url]


def read(stored: StoredFile) -> bytes:
    """The bytes as they were stored; Damaged where they are not those any more."""
    try:
        contents = bytes(obstore.get(the_store(), place_of(stored.sha256)).bytes())
    except FileNotFoundError:
        raise Damaged(f"the stored file {stored.sha256} is gone") from None
    return check_whole(contents, stored.sha256)


def has(sha: str) -> bool:
    """Do bytes with this fingerprint lie in the store?"""
    try:
        obstore.head(the_store(), place_of(sha))
    except FileNotFoundError:
        return False
    return True


def pieces(place: str) -> Iterator[bytes]:
    """What was laid aside there, piece by piece; FileNotFoundError where nothing is."""
    return map(bytes, obstore.get(the_store(), place).stream(min_chunk_size=262_144))


NEEDS: dict[str, Callable[[], sa.ColumnElement[bool]]] = {}
"""By table: which of its rows need the bytes that they point at, where not all of them do."""


def is_needed(file_id: int) -> bool:
    """Does any row need these bytes? Every table that points at stored files is asked."""
    return any(db.session.scalar(asked) for asked in who_needs(file_id))


def who_needs(file_id: int) -> Iterator[sa.Select[tuple[bool]]]:
    for table in StoredFile.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == StoredFile.__tablename__ and table.name != GOING:
                needs = NEEDS.get(table.name, sa.true)
                yield sa.select(sa.exists().where(key.parent == file_id, needs()))


GOING = ErasedFile.__tablename__


def is_erased(file_id: int) -> bool:
    """Are these bytes gone, or about to go?"""
    found = sa.select(ErasedFile.file_id).where(ErasedFile.file_id == file_id)
    return db.session.scalar(found) is not None


def to_erase() -> list[tuple[int, str]]:
    """Files whose bytes are to go: number and fingerprint."""
    found = (
        sa.select(StoredFile.id, StoredFile.sha256)
        .join(ErasedFile, ErasedFile.file_id == StoredFile.id)
        .where(ErasedFile.gone_at.is_(None))
        .order_by(StoredFile.id)
        .limit(20)
    )
    return [(number, sha) for number, sha in db.session.execute(found)]
