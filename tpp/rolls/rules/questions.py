"""Words for what a course asks of a nominee, in six languages: data, with no rule in it."""

from tpp.people.rules import Answer, LanguageLevel, LicenceKind

ANSWERS: dict[Answer, str] = {
    Answer.YES: "yes; y; true; oui; o; si; s; نعم; да; 是",
    Answer.NO: "no; n; false; none; non; لا; нет; 否",
    Answer.UNKNOWN: (
        "not stated; not known; unknown; non precise; inconnu; no indicado; desconocido; "
        "غير مذكور; غير معروف; не указано; неизвестно; 未说明; 不详"
    ),
}

LEVELS: dict[LanguageLevel, str] = {
    LanguageLevel.NONE: "none; no; aucun; aucune; ninguno; nada; لا شيء; нет; 无",
    LanguageLevel.BASIC: (
        "a1; a2; basic; beginner; elementary; basic a1 a2; base; elementaire; debutant; basico; "
        "elemental; أساسي; مبتدئ; базовый; начальный; 基础; 初级"
    ),
    LanguageLevel.INTERMEDIATE: (
        "b1; intermediate; intermediate b1; intermediaire; moyen; intermedio; متوسط; средний; 中级"
    ),
    LanguageLevel.WORKING: (
        "b2; working; upper intermediate; working b2; professionnel; de travail; profesional; "
        "de trabajo; مهني; جيد; рабочий; хороший; 工作水平; 中高级"
    ),
    LanguageLevel.FLUENT: (
        "c1; c2; fluent; advanced; native; mother tongue; bilingual; fluent c1 c2; courant; "
        "avance; langue maternelle; bilingue; fluido; avanzado; nativo; lengua materna; "
        "طليق; متقدم; اللغة الام; свободно; свободный; родной; 流利; 高级; 母语"
    ),
}

LICENCES: dict[LicenceKind, str] = {
    LicenceKind.LIGHT_VEHICLE: (
        "light vehicle; light; car; driving licence; b; category b; vehicule leger; vl; "
        "permis b; vehiculo ligero; coche; مركبة خفيفة; легковой автомобиль; категория b; 轻型车辆"
    ),
    LicenceKind.HEAVY_VEHICLE: (
        "heavy vehicle; heavy; truck; lorry; c; category c; poids lourd; pl; permis c; "
        "vehiculo pesado; camion; مركبة ثقيلة; грузовой автомобиль; категория c; 重型车辆"
    ),
    LicenceKind.PLANT: (
        "engineering plant; plant; plant operator; heavy machinery; engins de chantier; engins; "
        "maquinaria de ingenieria; maquinaria; آليات هندسية; инженерная техника; 工程机械"
    ),
    LicenceKind.UN_PERMIT: (
        "united nations driving permit; un driving permit; un permit; un licence; "
        "permis de conduire des nations unies; permis onu; "
        "permiso de conducir de las naciones unidas; permiso onu; رخصة قيادة الامم المتحدة; "
        "разрешение оон; водительское разрешение оон; 联合国驾驶许可"
    ),
    LicenceKind.REMOTE_PILOT: (
        "remote pilot; drone pilot; drone; uas; uas operator; telepilote; pilote de drone; "
        "piloto a distancia; piloto de dron; طيار عن بعد; оператор бпла; внешний пилот; "
        "无人机驾驶员"
    ),
}

UNTIL = (
    "until valid to till expires exp jusqu au valable hasta valida valido el vence حتى صالحة до "
    "действительны действительно 至 有效期 有效"
)
"""Words between a licence and its last day."""

ASKED_IN: dict[str, dict[str, tuple[str, ...]]] = {
    "deploys": {
        "en": ("Yes", "No", "Not stated"),
        "fr": ("Oui", "Non", "Non précisé"),
        "es": ("Sí", "No", "No indicado"),
        "ar": ("نعم", "لا", "غير مذكور"),
        "ru": ("Да", "Нет", "Не указано"),
        "zh": ("是", "否", "未说明"),
    },
    "licences": {
        "en": (
            *("Light vehicle", "Heavy vehicle", "Engineering plant"),
            *("United Nations driving permit", "Remote pilot"),
        ),
        "fr": (
            *("Véhicule léger", "Poids lourd", "Engins de chantier"),
            *("Permis de conduire des Nations Unies", "Télépilote"),
        ),
        "es": (
            *("Vehículo ligero", "Vehículo pesado", "Maquinaria de ingeniería"),
            *("Permiso de conducir de las Naciones Unidas", "Piloto a distancia"),
        ),
        "ar": (
            "مركبة خفيفة",
            "مركبة ثقيلة",
            "آليات هندسية",
            "رخصة قيادة الأمم المتحدة",
            "طيار عن بعد",
        ),
        "ru": (
            *("Легковой автомобиль", "Грузовой автомобиль", "Инженерная техника"),
            *("Водительское разрешение ООН", "Внешний пилот"),
        ),
        "zh": ("轻型车辆", "重型车辆", "工程机械", "联合国驾驶许可", "无人机驾驶员"),
    },
    "levels": {
        "en": ("none", "A2", "B1", "B2", "C1"),
        "fr": ("aucun", "A2", "B1", "B2", "C1"),
        "es": ("ninguno", "A2", "B1", "B2", "C1"),
        "ar": ("لا شيء", "A2", "B1", "B2", "C1"),
        "ru": ("нет", "A2", "B1", "B2", "C1"),
        "zh": ("无", "A2", "B1", "B2", "C1"),
    },
}
"""What the template offers to choose from; each is understood when it comes back."""
