"""What columns of nominal rolls are called, in six languages: data, with no rule in it."""

TITLES: dict[str, dict[str, str]] = {
    "en": {
        "name": "Full name",
        "native_name": "Name in another script",
        "native_language": "Language of that name",
        "sex": "Sex",
        "born_on": "Date of birth",
        "nationality": "Nationality",
        "service": "Service",
        "rank": "Rank",
        "rank_band": "Rank band",
        "unit": "Unit",
        "service_number": "Service number",
        "serves_until": "In service until",
        "email": "E-mail",
        "phone": "Telephone",
        "mission": "Sent by a mission",
        "note": "Note for the programme office",
    },
    "fr": {
        "name": "Nom complet",
        "native_name": "Nom dans une autre écriture",
        "native_language": "Langue de ce nom",
        "sex": "Sexe",
        "born_on": "Date de naissance",
        "nationality": "Nationalité",
        "service": "Service",
        "rank": "Grade",
        "rank_band": "Catégorie de grade",
        "unit": "Unité",
        "service_number": "Numéro matricule",
        "serves_until": "En service jusqu’au",
        "email": "Courriel",
        "phone": "Téléphone",
        "mission": "Envoyé par une mission",
        "note": "Note pour le bureau du programme",
    },
    "es": {
        "name": "Nombre completo",
        "native_name": "Nombre en otra escritura",
        "native_language": "Idioma de ese nombre",
        "sex": "Sexo",
        "born_on": "Fecha de nacimiento",
        "nationality": "Nacionalidad",
        "service": "Servicio",
        "rank": "Grado",
        "rank_band": "Categoría de grado",
        "unit": "Unidad",
        "service_number": "Número de servicio",
        "serves_until": "En servicio hasta",
        "email": "Correo electrónico",
        "phone": "Teléfono",
        "mission": "Enviado por una misión",
        "note": "Nota para la oficina del programa",
    },
    "ar": {
        "name": "الاسم الكامل",
        "native_name": "الاسم بخط آخر",
        "native_language": "لغة ذلك الاسم",
        "sex": "الجنس",
        "born_on": "تاريخ الميلاد",
        "nationality": "الجنسية",
        "service": "الخدمة",
        "rank": "الرتبة",
        "rank_band": "فئة الرتبة",
        "unit": "الوحدة",
        "service_number": "الرقم العسكري",
        "serves_until": "في الخدمة حتى",
        "email": "البريد الإلكتروني",
        "phone": "الهاتف",
        "mission": "موفد من بعثة",
        "note": "ملاحظة لمكتب البرنامج",
    },
    "ru": {
        "name": "Полное имя",
        "native_name": "Имя другим письмом",
        "native_language": "Язык этого имени",
        "sex": "Пол",
        "born_on": "Дата рождения",
        "nationality": "Гражданство",
        "service": "Служба",
        "rank": "Звание",
        "rank_band": "Категория звания",
        "unit": "Подразделение",
        "service_number": "Личный номер",
        "serves_until": "Служит до",
        "email": "Электронная почта",
        "phone": "Телефон",
        "mission": "Направлен миссией",
        "note": "Примечание для бюро программы",
    },
    "zh": {
        "name": "姓名",
        "native_name": "其他文字姓名",
        "native_language": "该姓名的语言",
        "sex": "性别",
        "born_on": "出生日期",
        "nationality": "国籍",
        "service": "军种",
        "rank": "军衔",
        "rank_band": "军衔级别",
        "unit": "单位",
        "service_number": "军人编号",
        "serves_until": "服役至",
        "email": "电子邮件",
        "phone": "电话",
        "mission": "派出特派团",
        "note": "致项目办公室的备注",
    },
}
"""What the columns of our own template are called."""

ALSO: dict[str, str] = {
    "name": (
        "name; names; nominee; full names; name of nominee; passport name; participant; "
        "candidate; name as in passport; nom; noms; nom et prenom; nom et prenoms; "
        "noms et prenoms; nom prenom; nom du candidat; nombre; nombres; nombre y apellidos; "
        "apellidos y nombres; nombres y apellidos; الاسم; اسم; الاسم الثلاثي; الاسم الرباعي; "
        "الاسم واللقب; اسم المرشح; имя; фио; ф и о; фамилия имя; фамилия имя отчество; 名字; "
        "全名; 英文姓名"
    ),
    "given_name": (
        "given name; given names; first name; first names; forename; forenames; prenom; prenoms; "
        "primer nombre; nombre de pila; الاسم الاول; الاسم الشخصي; имя личное; 名"
    ),
    "family_name": (
        "family name; surname; last name; second name; nom de famille; nom patronymique; "
        "apellido; apellidos; اللقب; اسم العائلة; фамилия; 姓"
    ),
    "native_name": (
        "native name; name in native script; name in arabic; arabic name; local name; "
        "nom en arabe; nombre en arabe; الاسم بالعربية; الاسم بالعربي; имя на родном языке; "
        "本国文字姓名; 中文姓名"
    ),
    "native_language": "native language; script; language of name",
    "sex": (
        "gender; gender m f; sex m f; m f; f m; woman; female; is woman; man or woman; genre; "
        "femme; femmes; genero; mujer; النوع; ذكر انثى; ذكر أنثى; гендер; 性别 男 女"
    ),
    "born_on": (
        "dob; d o b; birth date; birthdate; birthday; date of birth dd mm yyyy; born; born on; "
        "ne le; nee le; ne e le; date naissance; date de naiss; naissance; fecha nacimiento; "
        "f nacimiento; fecha de nac; nacido; تاريخ الولادة; الميلاد; تاريخ الازدياد; "
        "день рождения; род; д р; 生日; 出生年月; 出生年月日"
    ),
    "nationality": (
        "country; citizenship; country of nationality; pays; citoyennete; pais; ciudadania; "
        "البلد; الدولة; страна; национальность; 国家"
    ),
    "service": (
        "branch; branch of service; component; armed force; force; military police civilian; "
        "category; arme; armee; composante; categorie; fuerza; arma; rama; السلاح; القوة; الفئة; "
        "род войск; вид службы; 类别; 兵种"
    ),
    "rank": (
        "grade; military rank; rank title; rang; grado militar; rango; empleo; الدرجة; "
        "الرتبة العسكرية; воинское звание; чин; 级别; 职级"
    ),
    "rank_band": "rank group; rank category; grade band; pay grade; nato rank; nato code",
    "serves_until": (
        "end of service; service until; end of contract; retirement date; fin de service; "
        "fin de contrat; date de fin de service; fin de servicio; نهاية الخدمة; конец службы; "
        "服役结束"
    ),
    "unit": (
        "unit of assignment; home unit; formation; battalion; regiment; organisation; "
        "organization; corps; unite d appartenance; corps d appartenance; bataillon; "
        "unidad militar; batallon; regimiento; الكتيبة; وحدة; воинская часть; часть; 部队; "
        "所属单位"
    ),
    "service_number": (
        "service no; service nr; svc no; svc number; army number; army no; force number; "
        "force no; personal number; personnel number; id number; military id; staff number; "
        "regimental number; p no; matricule; no matricule; n matricule; numero de matricule; "
        "mle; nip; numero militar; numero de identificacion; cedula militar; رقم الخدمة; الرقم; "
        "رقم الهوية العسكرية; номер; военный номер; табельный номер; 编号; 证件号"
    ),
    "email": (
        "email; mail; e mail address; email address; mail address; adresse e mail; "
        "adresse electronique; adresse courriel; mel; correo; email personal; "
        "direccion de correo; البريد; ايميل; بريد الكتروني; почта; эл почта; электронный адрес; "
        "邮箱; 电邮; 电子邮箱"
    ),
    "phone": (
        "phone; phone number; mobile; mobile number; mobile phone; cell; cell phone; "
        "contact number; telephone number; tel; tel no; whatsapp; portable; numero de telephone; "
        "gsm; movil; celular; numero de telefono; رقم الهاتف; الجوال; المحمول; رقم الجوال; "
        "номер телефона; тел; мобильный; 手机; 联系电话; 电话号码"
    ),
    "mission": (
        "mission; serving in mission; current mission; un mission; deployed in; "
        "mission actuelle; mision; mision actual; البعثة; миссия; 特派团; 任务区"
    ),
    "note": (
        "note; notes; remark; remarks; comment; comments; observation; observations; remarque; "
        "remarques; commentaire; commentaires; nota; comentario; comentarios; observaciones; "
        "ملاحظة; ملاحظات; примечание; примечания; замечания; 备注; 说明"
    ),
}
"""Other headings for the same, separated by semicolons, as ``folded`` writes them or near it."""
