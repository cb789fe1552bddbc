"""The bytes of PDF objects (ISO 32000-1, 7.3) and of a file made of them (7.5.7, 7.5.8)."""

import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple


def string(text: str) -> bytes:
    """A text string: letters of ASCII as they are, others in UTF-16 (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return b"(" + text.translate(ESCAPED).encode() + b")"
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


def number(value: float) -> bytes:
    """A number with at most three places, as short as it can be."""
    return (b"%.3f" % value).rstrip(b"0").rstrip(b".") or b"0"


def reference(of: int) -> bytes:
    return b"%d 0 R" % of


def plain(dictionary: bytes, data: bytes) -> bytes:
    """A stream as it is; the dictionary's entries are given without their brackets."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (dictionary, len(data), data)


def deflated(dictionary: bytes, data: bytes, level: int = 6) -> bytes:
    return plain(dictionary + b"/Filter/FlateDecode", packed(data, level))


def packed(data: bytes, level: int = 1) -> bytes:
    """Deflated quickly, which costs a file two thousandths of its size.

    The little that one person's lines are with little memory, which is set up faster.
    """
    if len(data) > LARGE:
        return zlib.compress(data, level)
    packer = zlib.compressobj(level, wbits=13, memLevel=5)
    return packer.compress(data) + packer.flush()


LARGE = 8192


class Slot(NamedTuple):
    """A place in an object, or in the page's content, that is different in every file."""

    name: str


Parts = tuple[bytes | Slot, ...]


def filled(parts: Parts, values: Mapping[str, bytes]) -> bytes:
    return b"".join(values[part.name] if isinstance(part, Slot) else part for part in parts)


class Pieces:
    """A deflated stream whose unchanging pieces are deflated once, and joined with new ones.

    Each piece ends on a byte and refers to nothing before it, so any may follow any (RFC 1951, 3.2.4).
    """

    def __init__(self, parts: Parts):
        self.parts = [(it, b"" if isinstance(it, Slot) else piece(it, 9)) for it in parts]

    def joined(self, values: Mapping[str, bytes]) -> bytes:
        out, check = [b"\x78\xda"], 1
        for part, packed in self.parts:
            data = values[part.name] if isinstance(part, Slot) else part
            check = zlib.adler32(data, check)
            out.append(packed or short_piece(data))
        return b"".join(out) + b"\x03\x00" + check.to_bytes(4, "big")


def piece(data: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, wbits=-13, memLevel=6)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def short_piece(data: bytes) -> bytes:
    """A line is stored as it is (RFC 1951, 3.2.4): to set up a packer takes longer than it saves."""
    if len(data) > STORED:
        return piece(data, 1)
    length = len(data)
    return b"\0" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + data


STORED = 1000


ROW = 7
FREE = b"\0\0\0\0\0\xff\xff"


class Places:
    """Where each object of a file stands: the rows of its cross-reference stream (7.5.8.3)."""

    def __init__(self, rows: bytes | bytearray = FREE) -> None:
        self.rows = bytearray(rows)

    @property
    def count(self) -> int:
        return len(self.rows) // ROW

    def at(self, key: int, offset: int) -> None:
        self.set(key, b"\x01%b\0\0" % offset.to_bytes(4, "big"))

    def within(self, key: int, container: int, index: int) -> None:
        self.set(key, b"\x02%b%b" % (container.to_bytes(4, "big"), index.to_bytes(2, "big")))

    def set(self, key: int, row: bytes) -> None:
        if key >= self.count:
            self.rows += FREE * (key + 1 - self.count)
        self.rows[key * ROW : key * ROW + ROW] = row

    def copied(self) -> "Places":
        return Places(self.rows)


class Writer:
    """A file being written: a beginning that is there already, then objects one after another."""

    def __init__(self, start: bytes, places: Places):
        self.out, self.length, self.places = [start], len(start), places

    def add(self, data: bytes) -> None:
        self.out.append(data)
        self.length += len(data)

    def put(self, key: int, contents: bytes) -> None:
        """An object that stands by itself, as streams must."""
        self.places.at(key, self.length)
        self.add(b"%d 0 obj\n%b\nendobj\n" % (key, contents))

    def pack(self, key: int, objects: Iterable[tuple[int, bytes]], level: int = 1) -> None:
        """Small objects, packed together into one object stream."""
        index, data, length, count = list[bytes](), list[bytes](), 0, 0
        for count, (inner, contents) in enumerate(objects, 1):
            index.append(b"%d %d" % (inner, length))
            data.append(contents + b"\n")
            length += len(data[-1])
            self.places.within(inner, key, count - 1)
        head = b" ".join(index) + b" "
        entries = b"/Type/ObjStm/N %d/First %d" % (count, len(head))
        self.put(key, deflated(entries, head + b"".join(data), level))

    def close(self, trailer: bytes) -> bytes:
        """The whole file; the cross-reference stream carries the trailer's entries."""
        key, start = self.places.count, self.length
        self.places.at(key, start)
        entries = b"/Type/XRef/W[1 4 2]/Size %d%b" % (key + 1, trailer)
        self.put(key, deflated(entries, bytes(self.places.rows), 1))
        self.add(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.out)
