"""Many certificates in one file: a ZIP of the files as they are (PKWARE's APPNOTE 6.3, stored)."""

import zipfile
from typing import BinaryIO, Protocol

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can say: the same pages give the same file."""


class Bundle(Protocol):
    """What pages are put into, one after another."""

    def add(self, name: str, page: bytes) -> None:
        """The next page; its name is a path for whoever unpacks."""

    def close(self) -> None:
        """Write what is still missing."""


class Zip:
    """The files as they are: they are packed already."""

    def __init__(self, out: BinaryIO, title: str):
        self.archive = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)

    def add(self, name: str, page: bytes) -> None:
        entry = zipfile.ZipInfo(name, FIRST_DAY)
        entry.external_attr = 0o600 << 16
        self.archive.writestr(entry, page)

    def close(self) -> None:
        self.archive.close()
