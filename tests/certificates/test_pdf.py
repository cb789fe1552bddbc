"""The certificate on paper: what it says, who can read it, and how much room there is."""

import io
import re
import shutil
import subprocess

import pikepdf
import pypdf
import pytest
import zxingcpp
from PIL import Image

from tests.certificates.specimens import NAMES, PAGES, bare, copied, elements, make_words, printed
from tpp.certificates.pdf import page, render
from tpp.certificates.rules import TEXTS, Signatory, Words
from tpp.designs.fitting import LINE, fitted_name, width
from tpp.letters import check_name

every_page = pytest.mark.parametrize("words", PAGES.values(), ids=PAGES.keys())


def scanned(pdf: bytes) -> str:
    """What a telephone reads from the page printed grey at 150 dots an inch."""
    command = ["pdftoppm", "-r", "150", "-gray", "-png", "-singlefile", "-"]
    picture = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return code.text


def opened(words: Words) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed(words)))


# --- what it says ---------------------------------------------------------------------------------


@every_page
def test_the_name_can_be_copied_and_found(words):
    text = copied(printed(words))
    assert bare(words.name) in text
    assert bare(words.native or "") in text
    assert bare(words.number) in text


@every_page
def test_every_other_word_can_be_copied_too(words):
    page = pypdf.PdfReader(io.BytesIO(printed(words))).pages[0]
    found = copied(printed(words)), bare(page.extract_text())  # each errs on letters of its own
    signed = [signatory.name for signatory in words.signatories]
    for value in [*signed, *(value for field in TEXTS if (value := getattr(words, field)))]:
        for word in map(bare, value.split()):
            assert word in found[0] or word in found[1]


@every_page
def test_the_code_leads_to_the_page_that_verifies(words):
    assert scanned(printed(words)) == words.url


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (PAGES["completion"], "Certificate of completion"),
        (PAGES["participation"], "Certificate of participation"),
        (PAGES["french"], "Certificat de réussite"),
        (make_words(language="fr", variant="participation"), "Attestation de participation"),
        (PAGES["arabic"], "شهادة إتمام"),
        (PAGES["bilingual"], "Certificat de réussite"),
        (PAGES["spanish"], "Certificado de aprobación"),
        (PAGES["russian"], "Свидетельство об окончании"),
        (PAGES["chinese"], "结业证书"),
    ],
)
def test_the_title_says_what_was_earned_in_the_language_of_the_certificate(words, title):
    assert bare(title) in copied(printed(words))


def test_the_same_words_are_the_same_file_whatever_was_printed_between():
    first = render(make_words())
    render(PAGES["arabic"])
    assert render(make_words()) == first


def test_the_page_needs_no_more_than_the_register_kept():
    words = PAGES["bilingual"]
    kept = words.to_json()
    assert Words.from_json(kept) == words
    with pytest.raises(TypeError):
        Words.from_json({**kept, "grade": "A"})


def test_a_name_in_two_directions_keeps_each_part_and_begins_at_its_own_side():
    assert '<bdi dir="rtl" data-slot="name">محمد علي Ali Hassan</bdi>' in page(
        make_words(name="محمد علي Ali Hassan")
    )
    assert '<bdi dir="ltr" data-slot="name">Ali محمد</bdi>' in page(make_words(name="Ali محمد"))


# --- for everyone, and for long -------------------------------------------------------------------


@every_page
def test_the_file_is_sound_and_claims_archive_and_access_in_one_packet(words):
    pdf = opened(words)
    assert pdf.check_pdf_syntax() == []
    metadata = pdf.Root.Metadata.read_bytes()
    assert metadata.count(b"<rdf:RDF") == 1
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in metadata
    assert b'pdfuaid:part="1"' in metadata
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.Lang == words.language
    assert words.name in str(pdf.docinfo.Title)
    assert len(pdf.pages) == 1


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_no_fault(tmp_path):
    for number, words in enumerate(PAGES.values()):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(printed(words))
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


@every_page
def test_everything_drawn_is_tagged_or_decoration(words):
    pdf = opened(words)
    content = pdf.pages[0].Contents.read_bytes()
    marks = {int(number) for number in re.findall(rb"/MCID (\d+)", content)}
    assert marks == set(range(len(pdf.Root.StructTreeRoot.ParentTree.Nums[1])))
    figures = [element for element in elements(pdf) if element.S == "/Figure"]
    assert len(figures) == 1 + sum(1 for signatory in words.signatories if signatory.image)
    assert all(str(figure.Alt).strip() for figure in figures)


def test_pictures_say_what_they_are():
    pdf = opened(PAGES["signature"])
    alts = {str(element.Alt) for element in elements(pdf) if element.S == "/Figure"}
    assert alts == {"QR code: verify certificate TPP-2022-000417", "Signature of A. Signatory"}


@every_page
def test_every_typeface_travels_with_the_file_and_no_letter_is_a_box(words):
    pdf = opened(words)
    for font in pdf.pages[0].Resources.Font.values():
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "TJ":
            strings = (bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            assert not any(b"\0\0" in re.findall(b"(?s)..", string) for string in strings)


@pytest.mark.parametrize("language", ["km", "my", "ar", "he"])
def test_a_screen_reader_is_told_the_spelling_and_the_language_of_a_name(language):
    pdf = opened(PAGES[language])
    inside = pdf.pages[0].Contents.read_bytes()
    spoken = [str(e.ActualText) for e in elements(pdf) if "/ActualText" in e]
    written = pikepdf.String(NAMES[language]).unparse().lower()
    assert NAMES[language] in spoken or written in inside.lower()
    assert language in {str(e.Lang) for e in elements(pdf) if "/Lang" in e}


# --- room -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Wolfgang " * 22, "ក" * 200, "علي " * 50, "欧" * 120], ids=len)
def test_a_name_of_any_length_stays_inside_the_line(name):
    line = fitted_name(check_name(name), "en")
    for text in filter(None, (line.first, line.text)):
        assert (width(text, line.families, "Bold") + len(text) * line.spacing) * line.size <= LINE


def test_a_name_that_would_get_small_is_set_in_two_lines():
    line = fitted_name("Tsehaynesh Gebremariam Woldeselassie-Haileyesus Tekle-Michael", "en")
    assert (line.first, line.text) == (
        "Tsehaynesh Gebremariam",
        "Woldeselassie-Haileyesus Tekle-Michael",
    )
    assert line.size >= 26


def test_the_longest_texts_stay_on_one_page():
    long = "training of trainers " * 14
    texts = dict.fromkeys(("course", "qualification", "dates", "place", "hours"), long)
    words = make_words(
        **texts, specimen=long, signatories=(Signatory(long, long), Signatory(long, long))
    )
    assert len(opened(words).pages) == 1
    assert copied(printed(words)).count("trainingoftrainers") == 14 * 10
