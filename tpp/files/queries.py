"""Reading stored files."""

import obstore
import sqlalchemy as sa
from flask import current_app
from obstore.store import ObjectStore, from_url

from tpp.db import db
from tpp.files.models import StoredFile
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


def by_fingerprint(sha: str) -> StoredFile | None:
    return db.session.scalar(sa.select(StoredFile).where(StoredFile.sha256 == sha))


def has(sha: str) -> bool:
    """Do bytes with this fingerprint lie in the store?"""
    try:
        obstore.head(the_store(), place_of(sha))
    except FileNotFoundError:
        return False
    return True
