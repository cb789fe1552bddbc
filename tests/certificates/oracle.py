"""Names in every script that our typefaces have, and what WeasyPrint and Pango make of them."""

import io
import re
from itertools import product
from typing import NamedTuple

import pikepdf

from tpp.certificates.fonts import use_only_ours
from tpp.designs.fitting import fitted_name
from tpp.letters import check_name

POOLS = {
    "en": (
        "María Ngọc Łukasz Şükrü Zoë Þórður Ọláṣubọ̀mi",
        "Fernández-Núñez Żółciński O’Connor Trần",
    ),
    "sw": ("Wanjirũ Ng’ang’a Affiong Fjola", "Wa-Mĩrĩ Office Vaja AVATo"),
    "el": ("Ἀλέξανδρος Ελένη Γιώργος Ὀδυσσεύς", "Παπαδόπουλος Τσιώλη Ρήγας"),
    "ru": ("Александр Юрий Наталья Эльвира", "Щёголев Ґалаґан Өтеғұлов"),
    "sr": ("Ђорђе Љубица Његош Бранко", "Пејић Тадић Гбдпт"),
    "ar": ("محمد فاطمة عبدالرحمن الله إبراهيم", "الحسيني الزهراني المصري"),
    "fa": ("پریسا گل‌محمد محمّد کیوان", "یوسفی ژاله چنگیزی"),
    "am": ("አበበ ሰላማዊት ኃይለማርያም ትዕግሥት", "ቢቂላ ደምሴ ወልደሥላሴ"),
    "km": ("សុខ ចាន់ត្រា ស្រីពៅ វិច្ឆិកា ពិសិដ្ឋ", "ព្រះវិហារ ហ៊ុន កែវ ឈឹម"),
    "ne": ("श्रीकृष्ण लक्ष्मी प्रज्ञा द्विजेन्द्र पूर्णिमा", "भट्टराई श्रेष्ठ क्षेत्री"),
    "bn": ("মোহাম্মদ শ্রেয়সী কৃষ্ণেন্দু রুবাইয়াত", "চৌধুরী ভট্টাচার্য চক্রবর্তী"),
    "si": ("ශ්‍රීමතී චන්ද්‍රිකා කුමාර ප්‍රියන්ත", "ජයවර්ධන බණ්ඩාරනායක විජේසිංහ"),
    "ta": ("முருகன் லக்ஷ்மி ஸ்ரீதேவி கௌசல்யா", "சுப்பிரமணியம் கிருஷ்ணன் ராஜேந்திரன்"),
    "my": ("မောင်ဖြိုးမြင့်အောင် သီရိ ကျော်စွာ ဥက္ကာ", "ထွန်းလွင် ဝင်းမြတ် ငြိမ်းချမ်း"),
    "th": ("สมชาย กัญญาณัฐ ปิ่นเพชร ญาดา", "พุ่มพวง ศรีสุวรรณ์ น้ำผึ้ง"),
    "lo": ("ບຸນຍັງ ສົມສັກ ຄຳຫຼ້າ ນ້ອຍ", "ວໍລະຈິດ ພົມມະຈັນ ແກ້ວມະນີ"),
    "ka": ("გიორგი ნინო თამარ ზურაბ", "ქართველიშვილი ბერიძე ჯაფარიძე"),
    "hy": ("Արամ Անահիտ Սեւակ Գեւորգ", "Խաչատրյան Հարությունյան Մկրտչյան"),
    "he": ("דוד מיכל שׁלמה יוסף", "בן־גוריון כהן אלקיים"),
    "dv": ("އަހުމަދު ފާތިމަތު އިބްރާހީމް", "މަނިކު ދީދީ ރަޝީދު"),
    "pa": ("ਹਰਪ੍ਰੀਤ ਗੁਰਦੀਪ ਸ੍ਰੀਕਾਂਤ ਮਨਜੀਤ", "ਸਿੰਘ ਢਿੱਲੋਂ ਬਰਾੜ"),
    "gu": ("પ્રિયંકા જ્ઞાનેશ કૃષ્ણકાન્ત ભક્તિ", "ત્રિવેદી શ્રોફ દેસાઈ"),
    "ml": ("കൃഷ്ണൻ ലക്ഷ്മി അനിൽകുമാർ ശ്രീജിത്ത്", "നമ്പൂതിരി മേനോൻ പിള്ള"),
    "zh": ("欧阳 王 李 张", "晓明 秀英 喆 建国"),
}
"""Given and family names by language; every pair of them is a name, invented."""

CSS = """
@page { size: 900mm 9000mm; margin: 0 }
p { margin: 0; white-space: nowrap; font-weight: 700; font-kerning: normal; line-height: 24mm }
"""


class Name(NamedTuple):
    text: str
    language: str


def names() -> list[Name]:
    """Every given name with every family name of its language, as they would be printed."""
    return [
        Name(check_name(f"{first} {last}" if language != "zh" else first + last), language)
        for language, (given, family) in POOLS.items()
        for first, last in product(given.split(), family.split())
    ]


class Drawn(NamedTuple):
    """A glyph on a page: which, and how far from the line's beginning; thousandths of an em."""

    id: int
    x: float
    y: float


def drawn_by_pango(some: list[Name]) -> list[list[Drawn]]:
    """The glyphs of each name as WeasyPrint puts them on paper, all names on one page."""
    use_only_ours()
    from weasyprint import CSS as Sheet
    from weasyprint import HTML

    sheets = [Sheet(string=CSS)]
    pdf = HTML(string="".join(map(paragraph, some))).write_pdf(
        stylesheets=sheets, uncompressed_pdf=True
    )
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        [page] = opened.pages
        return lines_of(page)


def paragraph(name: Name) -> str:
    families = ", ".join(f"'{it}'" for it in fitted_name(*name).families)
    return (
        f'<p lang="{name.language}" style="font-family: {families}; font-size: 40pt'
        f'"><bdi>{name.text}</bdi></p>'
    )


def lines_of(page: pikepdf.Page) -> list[list[Drawn]]:
    """The glyphs of each line of a page."""
    found: list[list[Drawn]] = []
    widths = {name: widths_of(font) for name, font in page.Resources.Font.items()}
    glyphs, pen, rise, size, font, scale = [], 0.0, 0.0, 1.0, "", 1000
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tm":
                glyphs, pen = [], 0.0
                found.append(glyphs)
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Ts":
                rise = float(operands[0]) / size * scale
            case "TJ":
                for part in operands[0]:
                    if not isinstance(part, pikepdf.String):
                        pen -= float(part)
                        continue
                    for code in re.findall(b"(?s)..", bytes(part)):
                        glyph = int.from_bytes(code, "big")
                        glyphs.append(Drawn(glyph, pen, rise))
                        pen += widths[font][glyph]
    return found


def widths_of(font: pikepdf.Object) -> dict[int, float]:
    found, items = {}, list(font.DescendantFonts[0].W)
    for first, row in zip(items[::2], items[1::2], strict=True):
        found |= {int(first) + index: float(width) for index, width in enumerate(row)}
    return found
