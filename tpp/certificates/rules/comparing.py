"""How a file that somebody was given differs from the one that was issued. No database, no web."""

import re
import unicodedata
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple, Protocol

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes: a hundred times a certificate, what other programs make of one included."""


class Unreadable(StrEnum):
    """Why a file cannot be compared at all."""

    MISSING = "missing"
    EMPTY = "empty"
    LARGE = "large"
    NOT_PDF = "not a PDF"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    """Its reader gave up, or was stopped at the limits of time and memory."""
    BUSY = "busy"


def unreadable(contents: bytes | None) -> Unreadable | None:
    """What is wrong with a file before anything in it is read; None where nothing is."""
    if contents is None:
        return Unreadable.MISSING
    if not contents:
        return Unreadable.EMPTY
    if len(contents) > LARGEST_FILE:
        return Unreadable.LARGE
    return None if b"%PDF-" in contents[:1024] else Unreadable.NOT_PDF


class Finding(StrEnum):
    """What became of the file that was issued."""

    SAME = "same"
    ADDED = "added"
    """Something was written behind its end."""
    CUT = "cut"
    """Its end is missing."""
    CHANGED = "changed"
    """Bytes within it are others."""
    RESAVED = "resaved"
    """Another program wrote it anew."""
    FOREIGN = "foreign"
    """It is signed, and by no key of this register."""
    COPY = "copy"
    """Signed by this register over every byte, but other bytes than those it keeps."""


class Difference(NamedTuple):
    """What became of it, and how many bytes were added, are missing or are others."""

    finding: Finding
    bytes: int = 0


class Signature(Protocol):
    """One signature of the file: which key of ours made it, and whether it is over all of it."""

    @property
    def key_id(self) -> str: ...

    @property
    def is_intact(self) -> bool: ...


def compare(sent: bytes, issued: bytes, signatures: Sequence[Signature]) -> Difference:
    """What differs; where much does, what the file is signed with says who made it."""
    if sent == issued:
        return Difference(Finding.SAME)
    if any(it.is_intact for it in signatures):
        return Difference(Finding.COPY)
    if issued and sent.startswith(issued):
        return Difference(Finding.ADDED, len(sent) - len(issued))
    if issued.startswith(sent):
        return Difference(Finding.CUT, len(issued) - len(sent))
    if signatures and not any(it.key_id for it in signatures):
        return Difference(Finding.FOREIGN)
    return edited(sent, issued) or Difference(Finding.RESAVED)


def nearest(sent: bytes, files: Sequence[bytes]) -> bytes:
    """Which of the files that were issued this one was made from; nothing where there are none."""
    return min(files, key=lambda issued: apart(sent, issued), default=b"")


def apart(sent: bytes, issued: bytes) -> int:
    """The bytes, of both, that stand neither at a common beginning nor at a common end."""
    before = common(sent, issued)
    room = min(len(sent), len(issued)) - before
    behind = common(sent[::-1][:room], issued[::-1][:room])
    return len(sent) + len(issued) - 2 * (before + behind)


def edited(sent: bytes, issued: bytes) -> Difference | None:
    """Few bytes are others in a file that is otherwise the same; None where most are."""
    before = common(sent, issued)
    room = min(len(sent), len(issued)) - before
    behind = common(sent[::-1][:room], issued[::-1][:room])
    if len(sent) == len(issued):
        others = sum(a != b for a, b in zip(sent, issued, strict=True))
    else:
        others = max(len(sent), len(issued)) - before - behind
    return Difference(Finding.CHANGED, others) if others * 2 < len(issued) else None


def common(one: bytes, other: bytes) -> int:
    """How many bytes two files have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


# Which certificate it says to be

CODE = re.compile(rb"/verify/([0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])")
TOKEN = re.compile(rb"eyJ[\w-]{9,2000}\.(eyJ[\w-]{9,9000})\.")
MOST_CODES = 8
"""Codes and tokens that are looked at in one file."""


def codes_in(contents: bytes, addresses: Iterable[str] = ()) -> list[str]:
    """The codes that a file names, each once: as it stands, in its credential, on its page."""
    tokens = islice(TOKEN.finditer(contents), MOST_CODES)
    places = [*map(str.encode, addresses), contents, *(decoded(it[1]) for it in tokens)]
    found = (it[1].decode() for place in places for it in islice(CODE.finditer(place), MOST_CODES))
    return list(dict.fromkeys(found))[:MOST_CODES]


def decoded(token: bytes) -> bytes:
    try:
        return urlsafe_b64decode(token + b"=" * (-len(token) % 4))
    except ValueError:
        return b""


# Whether the words agree


class Agreement(StrEnum):
    """Whether what is printed stands in a file."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNREAD = "unread"
    """A program cannot tell: no text, or letters that are shaped into others."""


def agreement(printed: str, text: str) -> Agreement:
    """Whether the file says this; unknown is never no."""
    wanted, there = letters(printed), letters(text)
    if not there:
        return Agreement.UNREAD
    if wanted in there or wanted[::-1] in there:
        return Agreement.AGREES
    return Agreement.DIFFERS if is_plain(wanted) else Agreement.UNREAD


def letters(text: str) -> str:
    """Letters and digits alone: spaces, dashes and joiners come and go when text is taken from a page."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(it for it in composed if unicodedata.category(it)[0] in "LMN")


PLAIN = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CJK", "DIGIT")
"""Scripts whose letters stand on a page one by one as they are spelled."""


def is_plain(text: str) -> bool:
    return all(unicodedata.name(it, "").startswith(PLAIN) for it in text)
