"""What is taken in as a paper, and what is refused: by its bytes, whatever it is called."""

import zlib
from struct import pack

import pytest

from tpp.errors import Refused
from tpp.files.rules.uploads import JPEG, PDF, PNG, check_upload

MB = 1_048_576


def jpeg(width=1200, height=1600, before=b""):
    """A picture as cameras write it: words about it, its size, a scan."""
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 9 + before
    size = b"\xff\xc0\x00\x11\x08" + pack(">HH", height, width) + b"\x03" + b"\0" * 9
    return head + size + b"\xff\xda\x00\x02" + b"picture" * 9 + b"\xff\xd9"


A_PDF = (
    b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    b"2 0 obj <</Kids [3 0 R]>> endobj\n3 0 obj <</Type/Page /Parent 2 0 R>> endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
    b"0000000091 00000 n \ntrailer <</Root 1 0 R>>\nstartxref\n137\n%%EOF\n"
)
PACKED_PDF = (
    b"%PDF-1.7\n1 0 obj <</Type /ObjStm>> stream\nx\nendstream endobj\n"
    b"2 0 obj <</Type/XRef>> stream\nx\nendstream endobj\nstartxref\n60\n%%EOF\n"
)
A_JPEG = jpeg()


def part(name, body=b""):
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


def png(width=1200, height=1600):
    head = pack(">II", width, height) + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", b"x") + part(b"IEND")


A_PNG = png()


@pytest.mark.parametrize(
    ("contents", "name", "kind"),
    [
        (A_PDF, "passport.pdf", PDF),
        (A_PDF, "Паспорт.PDF", PDF),
        (PACKED_PDF, "passport.pdf", PDF),
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
        (b"%PDF-1.7\n" + b"PK\x03\x04" * 100 + b"%%EOF", "a.pdf", "not whole"),
        (A_PDF.replace(b"startxref\n137", b""), "a.pdf", "not whole"),
        (A_PDF.replace(b"\nxref", b"\n"), "a.pdf", "not whole"),
        (PACKED_PDF.replace(b"/XRef", b"/XRefs"), "a.pdf", "not whole"),
        (A_PDF.replace(b"3 0 obj <</Type/Page", b"3 0 obj <</Type/Pages"), "a.pdf", "No page"),
        (PACKED_PDF.replace(b"/ObjStm", b"/Other"), "a.pdf", "No page"),
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


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (10_001, 10_000)])
def test_a_picture_that_nobody_could_open_is_refused_by_what_its_head_says(width, height):
    words_about_it = b"\xff\xe1\x00\x09Exif\0\0\0" + b"\xff\xff"  # then a byte that only fills
    for contents in (
        png(width, height),
        jpeg(width, height),
        jpeg(width, height, words_about_it),
        jpeg(width, height).replace(b"\xff\xc0", b"\xff\xc2"),  # packed step by step
        jpeg(100, 100, jpeg(width, height)[20:39]),  # a second head before the first
    ):
        with pytest.raises(Refused, match="more than 100 million pixels") as refusal:
            check_upload(contents, "", MB)
        assert refusal.value.field == "file"


def test_the_largest_scan_that_offices_make_is_taken():
    a3_at_600_dots = (7016, 9921)
    assert check_upload(png(*a3_at_600_dots), "", MB) == PNG
    assert check_upload(jpeg(*a3_at_600_dots), "", MB) == JPEG


@pytest.mark.parametrize(
    "contents",
    [png(0, 9), png(9, 0), jpeg(0, 9), jpeg(9, 0), jpeg().replace(b"\xff\xc0", b"\xff\xc4")],
    ids=["no width", "no height", "no width of a photograph", "no height of one", "no head"],
)
def test_a_picture_without_a_size_is_not_whole(contents):
    with pytest.raises(Refused, match="not whole"):
        check_upload(contents, "", MB)


@pytest.mark.parametrize(
    "pages", [b"/Type /Pages /Count 501", b"/Type/Page " * 501, b"/Type /P#61ges /Count +99999999"]
)
def test_a_pdf_of_more_pages_than_anybody_reads_is_refused(pages):
    with pytest.raises(Refused, match="more than 500 pages"):
        check_upload(A_PDF.replace(b"/Type /Catalog", pages), "", MB)


def test_a_service_book_of_a_hundred_pages_is_taken():
    book = A_PDF.replace(b"/Type /Catalog", b"/Type /Pages /Count 100 " + b"/Type/Page " * 100)
    assert check_upload(book, "", MB) == PDF
