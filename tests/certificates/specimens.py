"""Words of certificates to try the page with. Persons, numbers and addresses are invented."""

import re
import subprocess
import unicodedata
from functools import cache

import pikepdf

from tpp.certificates.pdf import render
from tpp.certificates.rules import Signatory, Words

SIGNED = (
    Signatory("Col. Henrik Aaltonen-Mbeki", "Course Leader"),
    Signatory("Dr. Inés Valdivieso Quispe", "Chief, Training Programme"),
)
ENGLISH = {
    "language": "en",
    "variant": "completion",
    "name": "Larasati Ayu Wibisono",
    "name_language": "id",
    "course": "Heavy Engineering Equipment Operators",
    "qualification": "Qualification: Operator, wheel loader",
    "dates": "8 August – 16 September 2022",
    "place": "Indonesia Peace and Security Center, Sentul, Indonesia",
    "hours": "180 hours, in English and Bahasa Indonesia",
    "issued": "16 September 2022",
    "issued_iso": "2022-09-16",
    "number": "TPP-2022-000417",
    "url": "https://verify.example.org/verify/7kq2m9xd4tfwp3hz8vnb6ehs2k",
    "url_short": "verify.example.org/verify/7kq2m9xd4tfwp3hz8vnb6ehs2k",
    "signatories": SIGNED,
    "specimen": "Specimen. The person is invented.",
}
FRENCH = {
    "language": "fr",
    "name": "Aïssatou N’Diaye-Mbargane",
    "name_language": "fr",
    "course": "Cours de criminalistique numérique",
    "qualification": "Premier intervenant",
    "dates": "13 – 22 avril 2026",
    "hours": "56 heures, en français",
    "issued": "22 avril 2026",
}
SPANISH = {
    "language": "es",
    "name": "María José Fernández-Núñez",
    "name_language": "es",
    "course": "Operadores de maquinaria pesada de ingeniería",
    "qualification": "Operadora de cargadora",
    "dates": "8 de agosto – 16 de septiembre de 2022",
    "hours": "180 horas, en español",
    "issued": "16 de septiembre de 2022",
}
RUSSIAN = {
    "language": "ru",
    "name": "Александр Щёголев",
    "name_language": "ru",
    "course": "Операторы тяжёлой инженерной техники",
    "qualification": "Оператор погрузчика",
    "dates": "8 августа – 16 сентября 2022 г.",
    "hours": "180 часов, на русском языке",
    "issued": "16 сентября 2022 г.",
}
CHINESE = {
    "language": "zh",
    "name": "欧阳晓明",
    "name_language": "zh",
    "course": "重型工程设备操作员",
    "qualification": "轮式装载机操作员",
    "dates": "2022年8月8日至9月16日",
    "hours": "180小时，中文授课",
    "issued": "2022年9月16日",
}
ARABIC = {
    "language": "ar",
    "name": "ليلى عبد الرحمن الحسيني",
    "name_language": "ar",
    "native": "Layla Abd al-Rahman al-Husseini",
    "native_language": "en",
    "course": "دورة الأمم المتحدة للمساعدين الطبيين الميدانيين",
    "qualification": "المؤهل: مدرب مساعد",
    "dates": "5 – 19 تموز/يوليه 2023",
    "place": "مركز الخدمات الإقليمي، عنتيبي، أوغندا",
    "hours": "70 ساعة، بالعربية",
    "issued": "19 تموز/يوليه 2023",
}
BILINGUAL = {
    "second": "fr",
    "course_second": "Conducteurs d’engins lourds",
    "dates_second": "8 août – 16 septembre 2022",
    "hours_second": "180 heures, en anglais",
}
NAMES = {
    "am": "ሰላማዊት ተኽለ ገብረመድህን",
    "ar": "فاطمة الزهراء بنت أحمد",
    "bn": "মোহাম্মদ আশরাফুল ইসলাম চৌধুরী",
    "el": "Ἀλέξανδρος Παπαδόπουλος",
    "fa": "محمد یوسف گل‌محمدی",
    "he": "דוד בן גוריון",
    "hy": "Արամ Խաչատրյան",
    "ka": "გიორგი ქართველიშვილი",
    "km": "ចាន់ ស្រីពៅ វិច្ឆិកា",
    "lo": "ບຸນຍັງ ວໍລະຈິດ",
    "my": "မောင်ဖြိုးမြင့်အောင်",
    "ne": "श्रीकृष्ण प्रसाद भट्टराई",
    "ru": "Александр Щёголев",
    "si": "ශ්‍රීමතී චන්ද්‍රිකා",
    "ta": "முருகன் சுப்பிரமணியம்",
    "th": "สมชาย พุ่มพวง",
    "vi": "Nguyễn Thị Phượng Hằng",
    "yo": "Ọlọ́runtóbi Adéṣọlá",
    "zh": "欧阳晓明喆",
}


def make_words(**changed) -> Words:
    return Words(**{**ENGLISH, **changed})


@cache
def printed(words: Words) -> bytes:
    """Rendered once for all tests that look at the same page."""
    return render(words)


PAGES = {
    "completion": make_words(),
    "participation": make_words(variant="participation", qualification=""),
    "french": make_words(**FRENCH),
    "spanish": make_words(**SPANISH),
    "russian": make_words(**RUSSIAN),
    "chinese": make_words(**CHINESE),
    "arabic": make_words(**ARABIC),
    "bilingual": make_words(**BILINGUAL),
    "two name lines": make_words(
        name="Tsehaynesh Gebremariam Woldeselassie-Haileyesus Tekle-Michael",
        native="ፀሐይነሽ ገብረማርያም ወልደሥላሴ ኃይለኢየሱስ",
        native_language="am",
    ),
    "signature": make_words(signatories=(Signatory("A. Signatory", "Chief", "specimen.svg"),)),
    **{language: make_words(name=name, name_language=language) for language, name in NAMES.items()},
}
"""A page of each kind and language, and one for each script."""

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def bare(text: str) -> str:
    """A text without what copying from a page may add or lose: spaces, joiners, ligatures."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@cache
def copied(pdf: bytes) -> str:
    """What a reader gets who copies the whole page."""
    command = ["pdftotext", "-", "-"]
    return bare(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode())


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every element of the structure tree."""
    dictionaries = (part for part in pdf.objects if isinstance(part, pikepdf.Dictionary))
    return [part for part in dictionaries if part.get("/Type") == "/StructElem"]
