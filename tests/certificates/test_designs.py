"""A design that somebody made: printed by the press as WeasyPrint prints it, sound, and always the same."""

import io
import re
import shutil
import subprocess
from copy import deepcopy

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.certificates.specimens import ARABIC, BILINGUAL, bare, copied, elements, make_words
from tests.certificates.test_press import TOLERANCE, picture
from tpp.certificates import typesetting
from tpp.certificates.pdf import Press, page
from tpp.certificates.rules import Signatory
from tpp.designs.rules.colours import Colours
from tpp.designs.rules.looks import Logo, Packaged, Shown, made_look
from tpp.designs.rules.texts import usual


def dots(mode="RGBA"):
    picture = Image.new(mode, (400, 300), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((20, 20, 380, 280), fill=(122, 31, 31, 255))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def own_texts():
    texts = deepcopy(usual())
    texts["en"] |= {
        "programme": "School of Peace & “Service”",
        "has_completion": "is now a master of",
    }
    texts["ar"] |= {"programme": "مدرسة التدريب", "title_completion": "شهادة تخرج"}
    return texts


LOOK = made_look(
    "d2v1", own_texts(), Colours("#0b3d2a", "#7a1f1f"), Logo(dots(), "image/png", 400, 300)
)
SIGNATURE = "5" * 64


class Shelf(Packaged):
    def look(self, key):
        return LOOK if key == LOOK.key else super().look(key)

    def signature(self, key):
        return Shown(dots(), "image/png") if key == SIGNATURE else None


SIGNED = (Signatory("A. Signatory", "Chief", SIGNATURE),)
PAGES = {
    "arabic": make_words(**ARABIC, design="d2v1"),
    "bilingual": make_words(**BILINGUAL, design="d2v1", signatories=SIGNED),
    "participation": make_words(variant="participation", design="d2v1"),
}
of_each = pytest.mark.parametrize("words", PAGES.values(), ids=PAGES)


@pytest.fixture(scope="module")
def press():
    return Press(shelf=Shelf())


@of_each
def test_the_stamped_page_is_the_one_that_weasyprint_sets(press, words):
    signatures = press.signatures(words)
    oracle = typesetting.design(LOOK).print(page(words, LOOK), signatures=signatures)
    difference = ImageChops.difference(picture(press.print(words)), picture(oracle))
    assert difference.getextrema()[1] <= TOLERANCE


def test_it_says_the_programmes_words_and_shows_its_signature(press):
    arabic, both = press.print(PAGES["arabic"]), press.print(PAGES["bilingual"])
    assert bare("مدرسة التدريب") in copied(arabic)
    assert bare("School of Peace & “Service”") in copied(both)
    assert bare("is now a master of") in copied(both)
    with pikepdf.open(io.BytesIO(both)) as pdf:
        assert "Signature of A. Signatory" in {str(it.get("/Alt")) for it in elements(pdf)}


@of_each
def test_the_same_words_are_the_same_file(press, words):
    assert Press(shelf=Shelf()).print(words) == press.print(words)


@of_each
def test_the_file_is_sound_and_claims_archive_and_access(press, words, tmp_path):
    file = press.print(words)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        assert pdf.check_pdf_syntax() == []
        metadata = pdf.Root.Metadata.read_bytes()
        assert metadata.count(b"<rdf:RDF") == 1
        assert b'pdfaid:part="3" pdfaid:conformance="A"' in metadata
        assert b'pdfuaid:part="1"' in metadata
        marks = set(map(int, re.findall(rb"/MCID (\d+)", pdf.pages[0].Contents.read_bytes())))
        assert marks == set(range(len(pdf.Root.StructTreeRoot.ParentTree.Nums[1])))
        assert len(pdf.pages) == 1
        assert all("/ToUnicode" in font for font in pdf.pages[0].Resources.Font.values())
    if shutil.which("qpdf"):
        (tmp_path / "page.pdf").write_bytes(file)
        subprocess.run(["qpdf", "--check", tmp_path / "page.pdf"], check=True, capture_output=True)
