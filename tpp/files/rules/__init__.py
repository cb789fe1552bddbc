"""Where stored bytes lie, and when they are no longer the bytes that were stored."""

import errno
from hashlib import sha256


class Damaged(Exception):
    """The store gives other bytes than were stored, or none: never an answer, always an alarm."""


class NoRoom(Exception):
    """The disk, or what is allowed of it, is full: nothing was stored."""


FULL = (errno.ENOSPC, errno.EDQUOT)


def is_full(problem: BaseException) -> bool:
    """Does this say that there is no room, whatever library says it?"""
    if isinstance(problem, OSError) and problem.errno in FULL:
        return True
    return any(f"os error {number}" in str(problem) for number in FULL)


def fingerprint(contents: bytes) -> str:
    return sha256(contents).hexdigest()


def place_of(sha: str) -> str:
    """The path in the store: made of the fingerprint alone, so nobody's input can reach it."""
    if len(sha) != 64 or not set(sha) <= set("0123456789abcdef"):
        raise ValueError(f"not a sha256: {sha!r}")
    return f"{sha[:2]}/{sha[2:4]}/{sha}"


def check_whole(contents: bytes, sha: str) -> bytes:
    """The bytes, where they still have the fingerprint under which they were stored."""
    if fingerprint(contents) != sha:
        raise Damaged(f"the stored file {sha} was changed")
    return contents
