"""What must be true of deeds that a device kept while it had no network. No database, no web."""

import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac
from typing import NamedTuple

from tpp.errors import Refused


class State(StrEnum):
    """What a device is told of each deed that it sent."""

    TAKEN = "taken"
    REPEATED = "repeated"
    """It was taken before; nothing was done again."""
    CONFLICT = "conflict"
    """Somebody else wrote something else meanwhile; nothing was done, both sides are told."""
    REFUSED = "refused"


MOST = 50
"""Deeds in one sending."""
AHEAD = timedelta(days=1)
"""How far the clock of a device may be before ours."""
BEHIND = timedelta(days=60)
"""How old a deed may be: a device that was away for longer is asked to do it again."""

COOKIE = "tpp_device"
"""Holds the key of the store; scripts of the register read it, so that it works without a network."""
LEAVE = "leave"
"""In place of the key: somebody signed out on this device while it had no network."""

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
STORE = re.compile(r"[A-Za-z0-9_-]{22}")


def check_id(made: object) -> str:
    """The device makes the number of a deed, at random (UUID 4), so that no deed is done twice."""
    if not isinstance(made, str) or not ID.fullmatch(made):
        raise Refused("This was not sent by a page of the register. Open the page again.")
    return made


def check_made_at(told: object, now: datetime) -> datetime:
    """When the device says that the deed was done: a moment with its zone, not long ago."""
    try:
        made_at = datetime.fromisoformat(str(told))
        is_near = now - BEHIND <= made_at <= now + AHEAD
    except (ValueError, TypeError, OverflowError):
        is_near = False
    if not is_near:
        raise Refused("The clock of this device is wrong, or this was kept on it for too long.")
    return made_at


class Key(NamedTuple):
    """What opens a device's store, as the browser keeps it in a cookie: which store, and the secret."""

    store: str
    secret: str

    @property
    def cookie(self) -> str:
        return f"{self.store}.{self.secret}"


def key_of(secret: str, account_id: int, store: str) -> Key:
    """The same account gets the same key for the same store again, nobody else ever does."""
    return Key(store, digest(secret, f"device store {account_id} {store}"))


def owner_of(secret: str, account_id: int) -> str:
    """A mark of the account that says nothing about it, so that a device knows its own."""
    return digest(secret, f"device owner {account_id}")[:16]


def opens(cookie: str, secret: str, account_id: int) -> bool:
    """Is this the key of a store of this account?"""
    store = cookie.partition(".")[0]
    wanted = key_of(secret, account_id, store).cookie
    return bool(STORE.fullmatch(store)) and compare_digest(wanted.encode(), cookie.encode())


def digest(secret: str, words: str) -> str:
    return urlsafe_b64encode(hmac(secret.encode(), words.encode(), sha256)).decode().rstrip("=")
