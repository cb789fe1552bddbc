"""Other headings that offices write over columns, in six languages: data, with no rule in it."""

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
    "languages": (
        "languages; language; language skills; language level; languages spoken; "
        "language proficiency; langue; langues; langues parlees; niveau de langue; "
        "competences linguistiques; idioma; idiomas; nivel de idioma; اللغات; اللغة; مستوى اللغة; "
        "языки; язык; владение языками; 语言; 语言能力; 语言水平"
    ),
    "licences": (
        "licence; license; licenses; driving licence; driving license; driver licence; "
        "driver s licence; drivers license; permit; permits; permis de conduire; licence s; "
        "licencia; licencia de conducir; permiso de conducir; carne de conducir; رخصة; "
        "رخصة القيادة; رخصة السياقة; водительские права; водительское удостоверение; "
        "удостоверение; 驾照; 驾驶执照; 许可证"
    ),
    "licence_until": (
        "licence expiry; license expiry; licence expires; licence expiry date; "
        "license valid until; permit valid until; expiration du permis; validite du permis; "
        "permis valable jusqu au; vencimiento de la licencia; validez de la licencia; "
        "انتهاء الرخصة; صلاحية الرخصة; срок действия прав; 驾照有效期; 执照有效期"
    ),
    "prior_courses": (
        "prior course; prior courses; previous course; previous courses; courses completed; "
        "prerequisite; prerequisites; completed before; earlier courses; cours anterieurs; "
        "cours suivis; formations suivies; prerequis; cursos anteriores; cursos previos; "
        "requisitos previos; دورات سابقة; الدورات السابقة; пройденные курсы; "
        "предыдущие курсы; 已完成课程; 先修课程"
    ),
    "deploys": (
        "deployment; deployment planned; to be deployed; will deploy; expected to deploy; "
        "deploiement; deploiement attendu; sera deploye; despliegue; despliegue esperado; "
        "sera desplegado; النشر; نشر متوقع; развертывание; направление в миссию; 部署; 是否部署"
    ),
    "deploys_on": (
        "deployment date; date of deployment; expected deployment date; deploys on; "
        "date de deploiement; date prevue de deploiement; fecha de despliegue; تاريخ النشر; "
        "дата направления; 部署日期"
    ),
    "deploys_to": (
        "deployment mission; mission of deployment; deploying to; future mission; "
        "mission de deploiement; mission future; mision de despliegue; mision futura; "
        "بعثة النشر; миссия развертывания; будущая миссия; 部署特派团"
    ),
    "station": (
        "station; machine; workstation; training station; poste; machine d instruction; "
        "puesto; maquina; محطة; الآلة; место; машина; 工位; 机械"
    ),
    "language_group": (
        "language of instruction; course language; class language; langue d instruction; "
        "langue du cours; idioma del curso; idioma de instruccion; لغة الدورة; لغة التدريس; "
        "язык обучения; язык курса; 授课语言"
    ),
    "note": (
        "note; notes; remark; remarks; comment; comments; observation; observations; remarque; "
        "remarques; commentaire; commentaires; nota; comentario; comentarios; observaciones; "
        "ملاحظة; ملاحظات; примечание; примечания; замечания; 备注; 说明"
    ),
}
"""Other headings for the same, separated by semicolons, as ``folded`` writes them or near it."""
