"""A PDF that somebody was given, compared with the one that was issued. What is sent is never kept."""

from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any, NamedTuple

from flask import request

from tpp.certificates import queries
from tpp.certificates.press.signatures import signatures_in
from tpp.certificates.reading import Busy, Read, Unread, read
from tpp.certificates.rules.comparing import (
    LARGEST_FILE,
    Agreement,
    Difference,
    Finding,
    Unreadable,
    agreement,
    codes_in,
    compare,
    nearest,
    unreadable,
)
from tpp.certificates.sealing import all_keys, signs_for_development
from tpp.certificates.views.blueprint import bp
from tpp.certificates.views.speaking import page
from tpp.certificates.views.verifying import Found, found_by
from tpp.files.queries import read as read_stored
from tpp.files.rules import Damaged, fingerprint
from tpp.web.guard import public
from tpp.web.limits import limited


class Judgement(NamedTuple):
    """How a file differs from the certificate of which it says to be."""

    difference: Difference
    is_signed: bool
    key_id: str
    """Which of our keys signed it, whatever became of it afterwards."""
    is_intact: bool
    has_more_signatures: bool = False
    pages: int = 1
    has_program: bool = False
    name: Agreement | None = None
    number: Agreement | None = None
    course: Agreement | None = None
    """Whether these words stand in the file; None where not one byte differs."""


@bp.get("/verify/file")
@public
@limited("120 per minute")
def comparing() -> str:
    """The form for a file."""
    return page("verify_file.html")


@bp.post("/verify/file")
@public
@limited("20 per minute; 200 per hour")
def compared() -> Any:
    """What differs, and what the register says; files that it does not know are answered alike."""
    contents = sent()
    problem = unreadable(contents)
    if contents is None or problem:
        return page("verify_file.html", unreadable=problem), 422
    code, said = queries.code_of_page(fingerprint(contents)), None
    if code == queries.NO_CODE:
        said, problem = read_apart(contents)
        code = queries.first_known(codes_in(contents, said.addresses))
    found = found_by(code)
    if found is None:
        return unknown(contents, problem)
    return page(
        "verify_file.html",
        is_asked=True,
        found=found,
        judgement=judged(contents, said, found),
        signs_for_development=signs_for_development(),
    )


def sent() -> bytes | None:
    """The file, as far as it may be long; None where no file was chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    with closing(file):
        return file.read(LARGEST_FILE + 1)


def unknown(contents: bytes, problem: Unreadable | None) -> tuple[str, int]:
    """The register knows neither the file nor a code in it, or nobody can tell."""
    if problem:
        return page("verify_file.html", unreadable=problem), 422
    is_ours = any(it.is_intact for it in signatures_in(contents, all_keys()))
    return page("verify_file.html", is_asked=True, is_ours=is_ours), 404


def read_apart(contents: bytes) -> tuple[Read, Unreadable | None]:
    """What the file says, or why nobody can tell: its code may stand in it openly all the same."""
    try:
        said = read(contents)
    except Busy:
        return Read(), Unreadable.BUSY
    except Unread:
        return Read(), Unreadable.BROKEN
    return said, Unreadable.ENCRYPTED if said.is_encrypted else None


def judged(contents: bytes, said: Read | None, found: Found) -> Judgement:
    """Of a file that is the stored one, nothing was read (``said`` is None)."""
    keys, stored = all_keys(), contents if said is None else issued(contents, found)
    signatures = signatures_in(contents, keys)
    difference = compare(contents, stored, signatures)
    is_same = difference.finding is Finding.SAME
    judgement = Judgement(
        difference,
        bool(signatures),
        next((it.key_id for it in signatures if it.key_id), ""),
        is_same or any(it.is_intact for it in signatures),
        len(signatures) > max(1, len(signatures_in(stored, keys))),
    )
    return with_words(judgement, said, found) if said else judgement


def with_words(judgement: Judgement, said: Read, found: Found) -> Judgement:
    """Which of the words that matter stand in the file."""
    name = found.answer.names.get("name")
    return judgement._replace(
        pages=said.pages,
        has_program=said.has_program,
        name=agreement(name, said.text) if name else None,
        number=agreement(found.certificate.serial, said.text),
        course=agreement(found.words["course"], said.text),
    )


def issued(contents: bytes, found: Found) -> bytes:
    """The file that was issued and is nearest to this one: a page may be kept with and without a time
    stamp, and its holder may have either. Nothing where the register has lost them or has none yet.
    """
    return nearest(contents, list(kept(found)))


def kept(found: Found) -> Iterator[bytes]:
    for stored in queries.issued_files(found.certificate):
        with suppress(Damaged):
            yield read_stored(stored)
