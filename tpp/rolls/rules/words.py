"""Words that lists use for a few closed facts, in six languages: data, with no rule in it."""

from tpp.people.rules import RankBand, Service, Sex

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")

SEXES: dict[Sex, str] = {
    Sex.WOMAN: (
        "woman; women; w; f; female; femme; feminin; feminine; fem; femenino; femenina; mujer; "
        "mme; mrs; ms; miss; sra; انثى; امراة; سيدة; ж; жен; женский; женщина; 女; 女性; 女士; "
        "yes; oui; si; نعم; да; 是"
    ),
    Sex.MAN: (
        "man; men; m; male; h; homme; masculin; masculine; masc; masculino; hombre; varon; mr; "
        "sr; ذكر; رجل; м; муж; мужской; мужчина; 男; 男性; no; non; لا; нет; 否"
    ),
    Sex.UNKNOWN: (
        "not stated; not known; unknown; n a; na; non precise; inconnu; no indicado; "
        "no declarado; desconocido; غير مذكور; غير معروف; не указано; неизвестно; 未说明; 不详"
    ),
}
"""Yes and no answer our own question whether the person is a woman."""

YES_OR_NO = "yes; no; oui; non; si; نعم; لا; да; нет; 是; 否"

SERVICES: dict[Service, str] = {
    Service.MILITARY: (
        "military; army; navy; air force; marines; soldier; armed forces; militaire; armee; "
        "armee de terre; armee de l air; marine; militar; ejercito; armada; fuerza aerea; عسكري; "
        "جيش; القوات المسلحة; القوات البرية; военный; военная; армия; вооруженные силы; 军队; "
        "军人; 陆军; 海军; 空军"
    ),
    Service.POLICE: (
        "police; police officer; gendarmerie; gendarme; fpu; constabulary; policier; policiere; "
        "policia; guardia civil; شرطة; الشرطة; شرطي; درك; полиция; полицейский; 警察; 公安"
    ),
    Service.CIVILIAN: (
        "civilian; civil; civilian staff; civile; مدني; гражданский; гражданское лицо; 文职; 平民"
    ),
    Service.UNKNOWN: (
        "not stated; not known; unknown; n a; na; non precise; inconnu; no indicado; "
        "desconocido; غير مذكور; غير معروف; не указано; неизвестно; 未说明; 不详"
    ),
}

RANK_BANDS: dict[RankBand, str] = {
    RankBand.OR_1_4: (
        "or 1 to or 4; or 1 4; or1 4; or1; or2; or3; or4; or 1; or 2; or 3; or 4; "
        "private to corporal; soldat a caporal; militaires du rang; soldado a cabo; tropa; "
        "جندي الى عريف; рядовой состав; 士兵"
    ),
    RankBand.OR_5_9: (
        "or 5 to or 9; or 5 9; or5 9; or5; or6; or7; or8; or9; or 5; or 6; or 7; or 8; or 9; "
        "nco; ncos; sergeant to warrant officer; sous officiers; suboficiales; ضباط صف; "
        "сержантский состав; 士官"
    ),
    RankBand.OF_1_2: (
        "of 1 to of 2; of 1 2; of1 2; of1; of2; of 1; of 2; lieutenant to captain; "
        "officiers subalternes; oficiales subalternos; ملازم الى نقيب; младшие офицеры; 尉官"
    ),
    RankBand.OF_3_5: (
        "of 3 to of 5; of 3 5; of3 5; of3; of4; of5; of 3; of 4; of 5; major to colonel; "
        "officiers superieurs; oficiales superiores; رائد الى عقيد; старшие офицеры; 校官"
    ),
    RankBand.OF_6_10: (
        "of 6 to of 10; of 6 10; of6 10; of6; of7; of8; of9; of 6; of 7; of 8; of 9; "
        "general officers; officiers generaux; oficiales generales; ضباط عامون; высшие офицеры; "
        "将官"
    ),
    RankBand.POLICE_CONSTABLE: (
        "police constable; constable; agent de police; agente de policia; شرطي; констебль; 警员"
    ),
    RankBand.POLICE_INSPECTOR: (
        "police inspector; inspector; inspecteur de police; inspector de policia; مفتش شرطة; "
        "инспектор полиции; 警督"
    ),
    RankBand.POLICE_SENIOR: (
        "senior police officer; police senior; superintendent; commissaire de police; "
        "comisario de policia; ضابط شرطة كبير; старший офицер полиции; 高级警官"
    ),
    RankBand.CIVILIAN: "civilian; civil; مدني; гражданский; 文职",
    RankBand.UNKNOWN: (
        "not stated; not known; unknown; non precise; no indicado; غير مذكور; не указано; 未说明"
    ),
}

SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "sex": {
        "en": ("Woman", "Man", "Not stated"),
        "fr": ("Femme", "Homme", "Non précisé"),
        "es": ("Mujer", "Hombre", "No indicado"),
        "ar": ("أنثى", "ذكر", "غير مذكور"),
        "ru": ("Женщина", "Мужчина", "Не указано"),
        "zh": ("女", "男", "未说明"),
    },
    "service": {
        "en": ("Military", "Police", "Civilian", "Not stated"),
        "fr": ("Militaire", "Police", "Civil", "Non précisé"),
        "es": ("Militar", "Policía", "Civil", "No indicado"),
        "ar": ("عسكري", "شرطة", "مدني", "غير مذكور"),
        "ru": ("Военный", "Полиция", "Гражданский", "Не указано"),
        "zh": ("军队", "警察", "文职", "未说明"),
    },
    "rank_band": {
        "en": (
            *("OR-1 to OR-4", "OR-5 to OR-9", "OF-1 to OF-2", "OF-3 to OF-5", "OF-6 to OF-10"),
            *(
                "Police constable",
                "Police inspector",
                "Senior police officer",
                "Civilian",
                "Not stated",
            ),
        ),
        "fr": (
            *(
                "Militaires du rang",
                "Sous-officiers",
                "Officiers subalternes",
                "Officiers supérieurs",
            ),
            *("Officiers généraux", "Agent de police", "Inspecteur de police"),
            *("Commissaire de police", "Civil", "Non précisé"),
        ),
        "es": (
            *("Tropa", "Suboficiales", "Oficiales subalternos", "Oficiales superiores"),
            *("Oficiales generales", "Agente de policía", "Inspector de policía"),
            *("Comisario de policía", "Civil", "No indicado"),
        ),
        "ar": (
            *("جندي إلى عريف", "ضباط صف", "ملازم إلى نقيب", "رائد إلى عقيد", "ضباط عامون"),
            *("شرطي", "مفتش شرطة", "ضابط شرطة كبير", "مدني", "غير مذكور"),
        ),
        "ru": (
            *("Рядовой состав", "Сержантский состав", "Младшие офицеры", "Старшие офицеры"),
            *("Высшие офицеры", "Констебль", "Инспектор полиции", "Старший офицер полиции"),
            *("Гражданский", "Не указано"),
        ),
        "zh": (
            "士兵",
            "士官",
            "尉官",
            "校官",
            "将官",
            "警员",
            "警督",
            "高级警官",
            "文职",
            "未说明",
        ),
    },
}
"""What the template offers to choose from; each is understood when it comes back."""

SCRIPTS: dict[str, str] = {
    "ar": "arabic; arabe; العربية; عربي; арабский; 阿拉伯文; 阿拉伯语",
    "am": "amharic; amharique; amarico; አማርኛ; امهرية; амхарский; 阿姆哈拉文",
    "bn": "bengali; bangla; বাংলা; бенгальский; 孟加拉文",
    "el": "greek; grec; griego; ελληνικα; греческий; 希腊文",
    "he": "hebrew; hebreu; hebreo; עברית; иврит; 希伯来文",
    "hy": "armenian; armenien; armenio; հայերեն; армянский; 亚美尼亚文",
    "ka": "georgian; georgien; georgiano; ქართული; грузинский; 格鲁吉亚文",
    "km": "khmer; ខ្មែរ; кхмерский; 高棉文",
    "lo": "lao; ລາວ; лаосский; 老挝文",
    "my": "burmese; birman; birmano; မြန်မာ; бирманский; 缅甸文",
    "ne": "nepali; nepalais; नेपाली; непальский; 尼泊尔文",
    "ru": "russian; russe; ruso; русский; الروسية; 俄文; 俄语",
    "si": "sinhala; singhalais; සිංහල; сингальский; 僧伽罗文",
    "th": "thai; ไทย; тайский; 泰文",
    "uk": "ukrainian; ukrainien; ucraniano; українська; украинский; 乌克兰文",
    "zh": "chinese; chinois; chino; 中文; китайский; الصينية; 汉语",
}
"""Languages of a second name, as the form for one person has them."""

NATIVE = (
    *("العربية", "አማርኛ", "বাংলা", "Ελληνικά", "עברית", "Հայերեն", "ქართული", "ខ្មែរ"),
    *("ລາວ", "မြန်မာ", "नेपाली", "Русский", "සිංහල", "ไทย", "Українська", "中文"),
)
"""The same in their own words, as the template offers them."""

MONTHS: tuple[str, ...] = (
    "january jan janvier janv enero ene يناير كانون января январь янв 1月 一月",
    "february feb fevrier fevr fev febrero فبراير شباط февраля февраль фев 2月 二月",
    "march mar mars marzo مارس اذار марта март мар 3月 三月",
    "april apr avril avr abril abr ابريل نيسان апреля апрель апр 4月 四月",
    "may mai mayo مايو ايار мая май 5月 五月",
    "june jun juin junio يونيو حزيران июня июнь июн 6月 六月",
    "july jul juillet juil julio يوليو تموز июля июль июл 7月 七月",
    "august aug aout agosto ago اغسطس اب августа август авг 8月 八月",
    "september sep sept septembre septiembre سبتمبر ايلول сентября сентябрь сен сент 9月 九月",
    "october oct octobre octubre اكتوبر октября октябрь окт 10月 十月",
    "november nov novembre noviembre نوفمبر ноября ноябрь ноя 11月 十一月",
    "december dec decembre diciembre dic ديسمبر декабря декабрь дек 12月 十二月",
)

MOST_LETTERS = 2000
"""Letters of a cell that are read; the rest of a longer one is never kept."""
