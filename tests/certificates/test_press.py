"""The press against its oracle: what is stamped is what WeasyPrint and Pango would have set."""

import io
import re
import subprocess
from functools import cache

import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.certificates.oracle import CSS, Drawn, Name, drawn_by_pango, names
from tests.certificates.specimens import BILINGUAL, PAGES, bare, elements, make_words
from tpp.certificates import typesetting
from tpp.certificates.pdf import Press, page, render
from tpp.certificates.press.shaping import Text, Unstampable, runs_left, script_of, shape
from tpp.certificates.qr import bars
from tpp.designs.fitting import fitted_name
from tpp.designs.rules.looks import packaged_look

SCRIPTS = 20
STRAY = 8, 0.03
"""Thousandths of an em by which a glyph may stand elsewhere: WeasyPrint rounds each kern to a whole
one, and moves marks by 1000/1024 of the way."""


def words_of(name: Name, index: int = 0):
    url = f"https://verify.example.org/verify/{index:026d}"
    return make_words(
        name=name.text,
        name_language=name.language,
        number=f"TPP-2026-{index:06d}",
        url=url,
        url_short=url.partition("//")[2],
    )


@cache
def stamped() -> list[bytes]:
    return [render(words_of(name, index)) for index, name in enumerate(names())]


def test_there_are_names_enough_in_scripts_enough():
    letters = {script_of(c) for name in names() for c in name.text} - {"Zyyy", "Zinh"}
    assert len(names()) >= 250
    assert len(letters) >= SCRIPTS


def shaped(name: Name) -> list[Drawn]:
    line, x, glyphs = fitted_name(*name), 0.0, []
    for run in shape(Text(name.text, name.language, line.families, "Bold"), {"kern": 1}):
        for glyph in run.glyphs:
            glyphs.append((Drawn(glyph.id, x + glyph.x, glyph.y), abs(glyph.x)))
            x += glyph.advance
    return glyphs


def test_every_glyph_is_pangos_and_stands_where_pango_puts_it():
    assert "kerning: normal" in CSS
    for name, pangos in zip(names(), drawn_by_pango(names()), strict=True):
        ours = shaped(name)
        assert [glyph.id for glyph, _ in ours] == [glyph.id for glyph in pangos], name
        for (mine, moved), theirs in zip(ours, pangos, strict=True):
            assert abs(mine.x - theirs.x) <= STRAY[0] + STRAY[1] * moved, name
            assert abs(mine.y - theirs.y) <= 1 + STRAY[1] * abs(mine.y), name


def test_every_name_number_and_address_can_be_copied():
    merged = pikepdf.new()
    for file in stamped():
        merged.pages.extend(pikepdf.open(io.BytesIO(file)).pages)
    whole = io.BytesIO()
    merged.save(whole)
    command = ["pdftotext", "-", "-"]
    text = subprocess.run(command, input=whole.getvalue(), capture_output=True, check=True).stdout
    for index, (name, copied) in enumerate(zip(names(), text.decode().split("\f"), strict=False)):
        words, found = words_of(name, index), bare(copied)
        # Some readers copy the marks and ligatures of what runs left in another order: it is spelled.
        assert bare(name.text) in found or runs_left(name.text)
        assert words.number in found
        assert words.url_short in found


def test_what_runs_left_is_spelled_and_every_name_says_its_language():
    for name, file in zip(names(), stamped(), strict=True):
        with pikepdf.open(io.BytesIO(file)) as opened:
            marked = [it for it in elements(opened) if "/Lang" in it]
        assert name.language in [str(it.Lang) for it in marked]
        if runs_left(name.text):
            assert name.text in [str(it.get("/ActualText")) for it in marked]


def code_on(file: bytes) -> str:
    """What the code says, painted from the page's own operators."""
    with pikepdf.open(io.BytesIO(file)) as opened:
        content = opened.pages[0].Contents.read_bytes()
    found = [tuple(map(int, bar)) for bar in re.findall(rb"\n(\d+) (\d+) (\d+) 1 re", content)]
    picture = Image.new("L", (60, 60), 255)
    for x, y, length in found:
        ImageDraw.Draw(picture).line((x, y, x + length - 1, y), 0)
    [code] = zxingcpp.read_barcodes(picture.resize((240, 240)))
    return code.text


def test_every_code_leads_to_its_own_address():
    for index, file in enumerate(stamped()):
        assert code_on(file) == words_of(names()[index], index).url


def test_a_code_is_one_square_of_bars():
    side, found = bars("https://verify.example.org/verify/7kq2m9xd4tfwp3hz8vnb6ehs2k")
    assert side == 33 + 6
    assert all(3 <= x < side - 3 and 3 <= y < side - 3 for x, y, _ in found)


# Pictures of whole pages

CERTIFICATES = (
    "participation",
    "french",
    "spanish",
    "russian",
    "chinese",
    "arabic",
    "two name lines",
)
LANGUAGES = dict.fromkeys(name.language for name in names())
SAMPLES = {
    **{kind: PAGES[kind] for kind in CERTIFICATES},
    "bilingual": make_words(**BILINGUAL),
    **{it: words_of(next(n for n in names() if n.language == it)) for it in LANGUAGES},
}
TOLERANCE = 40
"""Of 255, after a blur of two pixels: what rounding to a third of a pixel makes."""


def picture(file: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", "60", "-gray", "-singlefile", "-"]
    raster = subprocess.run(command, input=file, capture_output=True, check=True)
    assert raster.stderr == b""
    return Image.open(io.BytesIO(raster.stdout)).filter(ImageFilter.GaussianBlur(2))


@pytest.mark.parametrize("words", SAMPLES.values(), ids=SAMPLES.keys())
def test_the_stamped_page_looks_like_the_one_that_weasyprint_sets(words):
    oracle = typesetting.design(packaged_look()).print(page(words))
    difference = ImageChops.difference(picture(render(words)), picture(oracle))
    assert difference.getextrema()[1] <= TOLERANCE


# What is left to WeasyPrint


@pytest.mark.parametrize("name", ["محمد علي Ali Hassan", "Ali محمد", "欧阳 Smith", "محمد 3"])
def test_a_name_that_the_press_refuses_is_set_by_weasyprint_in_the_same_design(name):
    with pytest.raises(Unstampable):
        shape(Text(name, "ar", fitted_name(name, "ar").families, "Bold"), {})
    words = make_words(name=name, name_language="ar")
    difference = ImageChops.difference(
        picture(render(words)), picture(typesetting.design(packaged_look()).print(page(words)))
    )
    assert difference.getextrema()[1] == 0


def test_a_chinese_name_may_have_a_space_and_shows_no_box():
    with pikepdf.open(io.BytesIO(render(make_words(name="欧阳 晓明", name_language="zh")))) as pdf:
        fonts = pdf.pages[0].Resources.Font.values()
        assert [str(it.BaseFont) for it in fonts if "NotoSerifSC" in str(it.BaseFont)]
    shape(Text("欧阳 晓明", "zh", ("Noto Serif SC",), "Bold"), {})


def test_a_design_is_typeset_once_for_all_whose_words_are_otherwise_the_same():
    press = Press()
    for index, name in enumerate(names()[:20]):
        press.print(words_of(name, index))
    assert press.frame.cache_info().misses == 1
    press.print(make_words(course="Another course"))
    assert press.frame.cache_info().misses == 2


def test_a_course_named_like_a_slot_stays_what_it_is():
    file = render(make_words(course="NAME", place="ADDRESS", qualification="NUMBER"))
    with pikepdf.open(io.BytesIO(file)) as opened:
        assert b"\x02" not in opened.pages[0].Contents.read_bytes()
        assert "NAME" in str(opened.docinfo.Subject)
