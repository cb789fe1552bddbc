"""How a file differs from the one that was issued, and whether its words are the same."""

import random
from base64 import urlsafe_b64encode
from typing import NamedTuple

import pytest

from tpp.certificates.rules.comparing import (
    LARGEST_FILE,
    Agreement,
    Difference,
    Finding,
    Unreadable,
    agreement,
    codes_in,
    compare,
    unreadable,
)

ISSUED = b"%PDF-1.7\n" + random.Random(4).randbytes(20_000) + b"%%EOF\n"
CODE = "7kq2m9xd4tfwp3hz8vnb6ehs2k"


class Signature(NamedTuple):
    key_id: str
    is_intact: bool


OURS, BROKEN, ANOTHER = Signature("001", True), Signature("001", False), Signature("", False)


def test_not_one_byte_may_be_another():
    assert compare(ISSUED, ISSUED, [OURS]) == Difference(Finding.SAME)
    for place in random.Random(5).sample(range(len(ISSUED)), 300):
        changed = ISSUED[:place] + bytes([ISSUED[place] ^ 1]) + ISSUED[place + 1 :]
        assert compare(changed, ISSUED, [BROKEN]) == Difference(Finding.CHANGED, 1)


def test_what_is_put_in_or_taken_out_is_counted():
    assert compare(ISSUED[:500] + b"new" + ISSUED[500:], ISSUED, [BROKEN]).bytes == 3
    assert compare(ISSUED[:500] + ISSUED[600:], ISSUED, [BROKEN]).finding is Finding.CHANGED


def test_what_is_written_behind_the_end_is_told_from_an_end_that_is_missing():
    assert compare(ISSUED + b"more", ISSUED, [BROKEN]) == Difference(Finding.ADDED, 4)
    assert compare(ISSUED[:-7], ISSUED, [BROKEN]) == Difference(Finding.CUT, 7)


def test_a_file_of_another_key_is_said_to_be_of_somebody_else():
    other = random.Random(6).randbytes(20_000)
    assert compare(other, ISSUED, [ANOTHER]).finding is Finding.FOREIGN
    assert compare(other, ISSUED, [ANOTHER, BROKEN]).finding is Finding.RESAVED
    assert compare(other, ISSUED, []).finding is Finding.RESAVED


def test_a_whole_file_of_ours_that_is_not_the_stored_one_is_another_copy():
    assert compare(b"other", ISSUED, [OURS]).finding is Finding.COPY


def test_the_code_is_found_in_an_address_and_in_the_credential():
    token = b".".join(
        urlsafe_b64encode(it).rstrip(b"=")
        for it in (
            b'{"alg":"RS256"}',
            b'{"id":"https://x.example/verify/%b"}' % CODE.encode(),
            b"x",
        )
    )
    assert codes_in(b"...https://x.example/verify/%b)..." % CODE.encode()) == [CODE]
    assert codes_in(b"junk " + token + b" junk") == [CODE]
    assert codes_in(b"nothing", [f"https://x.example/verify/{CODE}"]) == [CODE]
    assert codes_in(b"/verify/%bx" % CODE.encode()) == []
    assert len(codes_in(b" ".join(b"/verify/%026d" % it for it in range(99)))) <= 8


@pytest.mark.parametrize(
    ("printed", "there", "verdict"),
    [
        ("Asha Wanjiru", "This is to certify that\nAsha\u00a0Wanjiru\nhas", Agreement.AGREES),
        ("Asha Wanjiru", "Asha Wanjiku", Agreement.DIFFERS),
        ("José Núñez", "Jose Nunez", Agreement.DIFFERS),
        ("Александр Щёголев", "Александр Щеголев", Agreement.DIFFERS),
        ("TPP-2026-000417", "No. TPP 2026‑000417", Agreement.AGREES),
        ("سلمى", "ىملس", Agreement.AGREES),
        ("ចាន់ ស្រីពៅ", "ច ន ស", Agreement.UNREAD),
        ("Asha Wanjiru", "", Agreement.UNREAD),
    ],
)
def test_words_agree_differ_or_cannot_be_compared_by_a_program(printed, there, verdict):
    assert agreement(printed, there) is verdict


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (None, Unreadable.MISSING),
        (b"", Unreadable.EMPTY),
        (b"GIF89a", Unreadable.NOT_PDF),
        (b"%PDF-1.7" + bytes(LARGEST_FILE), Unreadable.LARGE),
        (b"\xef\xbb\xbf%PDF-1.4 and more", None),
    ],
)
def test_what_is_no_pdf_of_a_sensible_size_is_not_read(contents, why):
    assert unreadable(contents) is why
