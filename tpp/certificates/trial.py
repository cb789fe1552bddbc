"""A design, tried: its pages in every language, with long and short names in every script."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tpp.certificates.limited import PROBLEMS, Task, printed
from tpp.certificates.pdf import page
from tpp.certificates.rules import DRAFT, Held, Names, Signatory, Variant, Words, wording
from tpp.designs.actions import Printed
from tpp.designs.rules.looks import Look


class Sample(NamedTuple):
    """An invented course in one language, and somebody who signs in it."""

    course: str
    place: str
    qualification: str
    signs: Signatory


SAMPLES = {
    "en": Sample(
        "Heavy Engineering Equipment Operators and Maintenance of Horizontal Construction Plant",
        "Indonesia Peace and Security Center, Sentul, Indonesia",
        "Operator, wheel loader",
        Signatory("Col. Henrik Aaltonen-Mbeki", "Course Leader"),
    ),
    "fr": Sample(
        "Formation des conducteurs d’engins lourds du génie et des responsables de leur entretien",
        "Centre régional de services, Entebbe, Ouganda",
        "Conductrice de chargeuse",
        Signatory("Dr Inès Valdivieso-Quispe", "Cheffe du programme de formation"),
    ),
    "es": Sample(
        "Operadores de maquinaria pesada de ingeniería y mantenimiento de equipos de construcción",
        "Centro Regional de Servicios, Entebbe, Uganda",
        "Operadora de cargadora",
        Signatory("Dra. Inés Valdivieso Quispe", "Jefa del Programa de Capacitación"),
    ),
    "ar": Sample(
        "دورة الأمم المتحدة للمساعدين الطبيين الميدانيين",
        "مركز الخدمات الإقليمي، عنتيبي، أوغندا",
        "مدرب مساعد",
        Signatory("العقيد خالد المنصوري", "قائد الدورة"),
    ),
    "ru": Sample(
        "Операторы тяжёлой инженерной техники и обслуживание строительных машин",
        "Региональный центр обслуживания, Энтеббе, Уганда",
        "Оператор погрузчика",
        Signatory("полковник А. Щёголев", "Руководитель курса"),
    ),
    "zh": Sample(
        "重型工程设备操作员",
        "区域服务中心，恩德培，乌干达",
        "轮式装载机操作员",
        Signatory("欧阳晓明", "课程负责人"),
    ),
}
NAMES = {
    "en": ("Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley Marjoribanks-Wriothesley", "Jo"),
    "fr": ("Marie-Antoinette Aïssatou N’Diaye-Mbargane de La Rochefoucauld-Montmorency", "Li"),
    "es": ("María de los Ángeles Fernández-Núñez de Balboa y Rodríguez de la Fuente", "Paz"),
    "ar": ("عبد الرحمن بن محمد بن عبد العزيز بن سليمان آل الحسيني الزهراني المصري", "مي"),
    "ru": ("Всеволод-Александр Константинович Рождественский-Преображенский", "Ян"),
    "zh": ("阿卜杜热合曼·买买提艾力·吐尔逊江·阿卜杜克里木", "丁一"),
    "am": ("ወልደሥላሴ ኃይለኢየሱስ ገብረማርያም ተክለሃይማኖት ትዕግሥት ቢቂላ", "ላ"),
    "bn": ("মোহাম্মদ শ্রেয়সী কৃষ্ণেন্দু রুবাইয়াত ভট্টাচার্য চক্রবর্তী চৌধুরী", "মা"),
    "dv": ("އަހުމަދު އިބްރާހީމް މަނިކުފާނު އަލްޣާޒީ މުޙައްމަދު ރަޝީދު", "އީސާ"),
    "el": ("Ἀλέξανδρος Κωνσταντίνος Παπαδόπουλος-Παπαγεωργίου Τσιώλης", "Ζω"),
    "fa": ("گل‌محمد عبدالرحیم چنگیزی‌پور یوسفی‌نژاد آذربایجانی", "ژاله"),
    "gu": ("જ્ઞાનેશકુમાર કૃષ્ણકાન્તભાઈ ત્રિવેદી શ્રોફ દેસાઈ પ્રિયંકા", "મા"),
    "he": ("יוסף חיים בן־גוריון אלקיים כהן מיכל שולמית דוד", "לי"),
    "hy": ("Խաչատրյան-Հարությունյան Մկրտչյան Գեւորգ Սեւակ", "Նա"),
    "ka": ("ქართველიშვილი-ჯაფარიძე თამარ ზურაბ გიორგი ბერიძე", "ია"),
    "km": ("ស្រីពៅ វិច្ឆិកា ព្រះវិហារ ចាន់ត្រា ពិសិដ្ឋ ហ៊ុន កែវ", "កែវ"),
    "lo": ("ບຸນຍັງ ວໍລະຈິດ ພົມມະຈັນ ແກ້ວມະນີ ຄຳຫຼ້າ ສົມສັກ", "ນ້ອຍ"),
    "ml": ("കൃഷ്ണൻകുട്ടി അനിൽകുമാർ ലക്ഷ്മി നമ്പൂതിരിപ്പാട് ശ്രീജിത്ത്", "ഉമ"),
    "my": ("မောင်ဖြိုးမြင့်အောင် သီရိကျော်စွာ ငြိမ်းချမ်း ဝင်းမြတ်", "ဦးနု"),
    "ne": ("श्रीकृष्ण द्विजेन्द्र लक्ष्मीप्रसाद भट्टराई श्रेष्ठ क्षेत्री", "ओम"),
    "pa": ("ਹਰਪ੍ਰੀਤ ਸ੍ਰੀਕਾਂਤ ਗੁਰਦੀਪ ਮਨਜੀਤ ਸਿੰਘ ਢਿੱਲੋਂ ਬਰਾੜ", "ਜੋ"),
    "si": ("ශ්‍රීමතී චන්ද්‍රිකා බණ්ඩාරනායක කුමාරතුංග ජයවර්ධන", "නී"),
    "ta": ("சுப்பிரமணியம் கிருஷ்ணன் ராஜேந்திரன் கௌசல்யா லக்ஷ்மி", "உமா"),
    "th": ("กัญญาณัฐ ปิ่นเพชร ศรีสุวรรณ์ น้ำผึ้ง พุ่มพวง ญาดา", "ดา"),
    "vi": ("Nguyễn Thị Phượng Hằng Tôn-Nữ Thùy Khuê Đặng Hoàng Ngọc Quỳnh", "Vũ"),
}
"""A long and a short name in each script; everybody is invented."""


def try_out(look: Look, second: str | None) -> Printed:
    """The pages of a design, to be looked at before it is put to use."""
    pages = [page(words, look) for words in tried(look, second)]
    [answer] = printed([Task(look, pages, is_pictured=True)])
    if answer.problem or answer.tried:
        return Printed(problem=PROBLEMS[answer.problem or "not_ours"])
    if answer.count != len(pages):
        return Printed(problem="Not every certificate stands on one page. Shorten the words.")
    return Printed(answer.file, answer.picture)


def tried(look: Look, second: str | None) -> Iterator[Words]:
    """Every language with its longest and its shortest name; then every other script."""
    for language in SAMPLES:
        long, short = NAMES[language]
        yield words_of(look, second, language, Variant.COMPLETION, Names(long, language))
        yield words_of(look, second, language, Variant.PARTICIPATION, Names(short, language))
    for language in (it for it in NAMES if it not in SAMPLES):
        long, short = NAMES[language]
        names = Names(long, language, short, language)
        yield words_of(look, second, "en", Variant.COMPLETION, names)


def words_of(
    look: Look, second: str | None, language: str, variant: Variant, names: Names
) -> Words:
    sample = SAMPLES[language]
    held = Held(
        course=sample.course,
        starts_on=date(2026, 8, 31),
        ends_on=date(2026, 9, 30),
        venue=sample.place,
        place="",
        hours=180,
        languages=[language],
        is_demonstration=True,
        design=look.key,
        second=second,
    )
    words = wording(held, names, variant, sample.qualification, DRAFT, "https://example.org")
    return replace(words, signatories=(sample.signs, sample.signs))
