"""Where a row comes from: links that may be followed, and citations in words."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tpp.errors import Refused

OTHER_SCHEME = re.compile(
    r"([a-z][a-z0-9+.-]*)://|(javascript|vbscript|data|blob|file|mailto):", re.IGNORECASE
)
LONGEST = 2000


@dataclass(frozen=True)
class Source:
    """A link (http or https only) or, without one, the words of a citation."""

    words: str
    url: str | None = None

    @property
    def site(self) -> str:
        return site_of(self.url) if self.url else ""


def site_of(url: str) -> str:
    """The name of the site, as a link is called where the address is too long."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def sources(text: str, field: str = "source_url") -> list[Source]:
    """One or more sources, written with “ | ” between them."""
    pieces = (piece.strip() for piece in text.split("|"))
    return list(dict.fromkeys(source(piece, field) for piece in pieces if piece))


def source(piece: str, field: str) -> Source:
    address, _, remark = piece.partition(" ")
    if not re.match(r"https?:", address, re.IGNORECASE):
        check_no_other_scheme(piece, field)
        return Source(piece)
    check_address(address, field)
    return Source(remark.strip() or address, address)


def check_no_other_scheme(piece: str, field: str) -> None:
    if found := OTHER_SCHEME.match(piece):
        scheme = found[1] or found[2]
        raise Refused(f"Only http and https addresses are accepted, not “{scheme}:”.", field)


def check_address(address: str, field: str) -> None:
    """A link leads to a named host, carries no password, and is of a length that pages can bear."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or "." not in host or len(address) > LONGEST or "\\" in address:
        raise Refused(f"“{address[:60]}” is not a web address.", field)
    if parts.username is not None:
        raise Refused("A web address may not carry a user name or password.", field)
