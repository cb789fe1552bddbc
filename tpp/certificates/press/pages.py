"""A typeset page between WeasyPrint and the press: its objects, and the places for what differs."""

from typing import NamedTuple

from tpp.certificates.press.objects import Parts

UNKNOWN = "\ue000"
"""Stands in a title for the name: no text that may be printed holds it."""

POINTS = 0.75
"""Points in one of WeasyPrint's units."""


class Place(NamedTuple):
    """Where a line stands, in WeasyPrint's units, and how it is set."""

    mark: int
    left: float
    right: float
    baseline: float
    is_right: bool
    size: float
    families: tuple[str, ...]
    style: str
    features: dict[str, int]


class Packed(NamedTuple):
    """A stream: the entries of its dictionary, and its data as they are."""

    entries: bytes
    data: bytes


class Typeset(NamedTuple):
    """A page as WeasyPrint set it: its objects by number, and the places for what differs."""

    objects: dict[int, Parts]
    streams: dict[int, Packed]
    metadata: dict[int, tuple[bytes, Parts]]
    content: int
    contents: Parts
    places: dict[str, Place]
    root: int
    info: int
    page: int
