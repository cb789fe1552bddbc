"""A questionnaire to begin with. The programme changes it, or writes its own."""

from tpp.questionnaires.rules import Asked, Kind


def scale(key: str, en: str, fr: str, es: str, ar: str, ru: str, zh: str) -> Asked:
    return Asked(Kind.SCALE, {"en": en, "fr": fr, "es": es, "ar": ar, "ru": ru, "zh": zh}, key=key)


def text(key: str, en: str, fr: str, es: str, ar: str, ru: str, zh: str) -> Asked:
    return Asked(Kind.TEXT, {"en": en, "fr": fr, "es": es, "ar": ar, "ru": ru, "zh": zh}, key=key)


USUAL = (
    scale(
        "use",
        "What I learned is useful for my work.",
        "Ce que j’ai appris est utile pour mon travail.",
        "Lo que aprendí es útil para mi trabajo.",
        "ما تعلمته مفيد لعملي.",
        "То, чему я научился, полезно для моей работы.",
        "我学到的内容对我的工作有用。",
    ),
    scale(
        "trainers",
        "The trainers explained things clearly.",
        "Les instructeurs ont expliqué clairement.",
        "Los instructores explicaron con claridad.",
        "شرح المدربون الأمور بوضوح.",
        "Инструкторы объясняли понятно.",
        "教官讲解清楚。",
    ),
    scale(
        "practice",
        "There was enough time for practice.",
        "Il y a eu assez de temps pour la pratique.",
        "Hubo tiempo suficiente para la práctica.",
        "كان هناك وقت كافٍ للتدريب العملي.",
        "Времени на практику было достаточно.",
        "实践的时间足够。",
    ),
    scale(
        "language",
        "I could follow the language and the interpretation.",
        "J’ai pu suivre la langue et l’interprétation.",
        "Pude seguir el idioma y la interpretación.",
        "استطعت متابعة اللغة والترجمة الشفوية.",
        "Мне были понятны язык и перевод.",
        "我能听懂授课语言和口译。",
    ),
    scale(
        "respect",
        "Everybody was treated with respect, women and men alike.",
        "Chacun a été traité avec respect, les femmes comme les hommes.",
        "Todas las personas fueron tratadas con respeto, mujeres y hombres por igual.",
        "عومل الجميع باحترام، نساءً ورجالاً على حد سواء.",
        "Ко всем относились с уважением, к женщинам и мужчинам одинаково.",
        "所有人，无论男女，都受到尊重。",
    ),
    Asked(
        Kind.CHOICE,
        {
            "en": "How was the pace of the course?",
            "fr": "Comment était le rythme du cours ?",
            "es": "¿Cómo fue el ritmo del curso?",
            "ar": "كيف كانت وتيرة الدورة؟",
            "ru": "Каким был темп курса?",
            "zh": "课程的进度如何？",
        },
        {
            "en": ("Too slow", "Right", "Too fast"),
            "fr": ("Trop lent", "Bon", "Trop rapide"),
            "es": ("Demasiado lento", "Adecuado", "Demasiado rápido"),
            "ar": ("بطيئة جداً", "مناسبة", "سريعة جداً"),
            "ru": ("Слишком медленным", "Подходящим", "Слишком быстрым"),
            "zh": ("太慢", "合适", "太快"),
        },
        key="pace",
    ),
    text(
        "better",
        "What should be done differently next time?",
        "Que faudrait-il faire autrement la prochaine fois ?",
        "¿Qué debería hacerse de otra manera la próxima vez?",
        "ما الذي ينبغي تغييره في المرة القادمة؟",
        "Что следует сделать иначе в следующий раз?",
        "下次应当作哪些改进？",
    ),
)
