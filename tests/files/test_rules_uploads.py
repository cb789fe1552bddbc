"""What is taken in as a paper, and what is refused: by its bytes, whatever it is called."""

import zlib
from struct import pack

import pytest

from tpp.errors import Refused
from tpp.files.rules.uploads import JPEG, PDF, PNG, check_upload

MB = 1_048_576
A_PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
A_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"picture" * 9 + b"\xff\xd9"


def part(name, body=b""):
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


A_PNG = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", b"\0" * 13) + part(b"IDAT", b"x") + part(b"IEND")


@pytest.mark.parametrize(
    ("contents", "name", "kind"),
    [
        (A_PDF, "passport.pdf", PDF),
        (A_PDF, "Паспорт.PDF", PDF),
        (A_PDF + b"\r\n\0\0", "", PDF),
        (A_JPEG, "scan.jpg", JPEG),
        (A_JPEG + b"camera's own words", "scan.jpeg", JPEG),
        (A_JPEG, "scan", JPEG),
        (A_PNG, "scan.png", PNG),
    ],
)
def test_a_paper_is_what_its_bytes_are(contents, name, kind):
    assert check_upload(contents, name, MB) == kind


@pytest.mark.parametrize(
    ("contents", "name", "words"),
    [
        (b"", "a.pdf", "empty"),
        (A_PDF + b" " * MB, "a.pdf", "larger than 1 MB"),
        (b"GIF89a", "a.gif", "Only PDF, JPEG and PNG"),
        (b"PK\x03\x04 a document of Word", "a.docx", "Only PDF"),
        (b"<html>", "a.html", "Only PDF"),
        (b"MZ" + A_PDF, "a.pdf", "Only PDF"),
        (A_PDF, "a.exe", "called something else"),
        (A_PDF, "a.pdf.jpg", "called something else"),
        (A_JPEG, "a.pdf", "called something else"),
        (A_PDF[:-8], "a.pdf", "not whole"),
        (A_PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "a.pdf", "password"),
        (A_PDF.replace(b"/Root", b"/Enc#72ypt 2 0 R /Root"), "a.pdf", "password"),
        (
            A_PDF.replace(b"/Type", b"/OpenAction <</S /JavaScript /JS (x)>> /Type"),
            "a.pdf",
            "programme",
        ),
        (A_PDF.replace(b"/Type", b"/S /L#61unch /Type"), "a.pdf", "programme"),
        (A_PDF.replace(b"/Type", b"/EmbeddedFiles 3 0 R /Type"), "a.pdf", "programme"),
        (
            A_PDF.replace(b"endobj", b"<script>alert(1)</script> endobj"),
            "a.pdf",
            "besides the document",
        ),
        (A_PDF[:-6] + b"PK\x05\x06" + b"\0" * 18 + b"\n%%EOF\n", "a.pdf", "besides the document"),
        (A_JPEG[:-2], "a.jpg", "not whole"),
        (A_JPEG + A_PDF, "a.jpg", "besides the document"),
        (A_JPEG + b"<?PHP echo 1", "a.jpg", "besides the document"),
        (A_JPEG + b"PK\x05\x06" + b"\0" * 18, "a.jpg", "besides the document"),
        (A_PNG + b"more", "a.png", "besides the document"),
        (A_PNG[:-1] + b"\0", "a.png", "not whole"),
        (A_PNG[:30], "a.png", "not whole"),
        (A_PNG.replace(b"IHDR", b"JHDR"), "a.png", "not whole"),
    ],
)
def test_what_is_no_paper_is_refused_with_what_to_do(contents, name, words):
    with pytest.raises(Refused, match=words) as refusal:
        check_upload(contents, name, MB)
    assert refusal.value.field == "file"


def test_longer_names_that_only_begin_like_a_forbidden_one_are_let_through():
    harmless = A_PDF.replace(b"/Type", b"/JSONLike true /EncryptMetadataNot 1 /Type")
    assert check_upload(harmless, "a.pdf", MB) == PDF
