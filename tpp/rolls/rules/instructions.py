"""What the template says to whoever fills it in, in six languages: data, with no rule in it."""

SHEETS: dict[str, tuple[str, str]] = {
    "en": ("Nominees", "Instructions"),
    "fr": ("Candidats", "Instructions"),
    "es": ("Candidatos", "Instrucciones"),
    "ar": ("المرشحون", "تعليمات"),
    "ru": ("Кандидаты", "Указания"),
    "zh": ("被提名人", "填写说明"),
}

INSTRUCTIONS: dict[str, tuple[str, ...]] = {
    "en": (
        "One row for each nominee. Do not merge cells and do not change the headings.",
        "Only the name must be filled in. What you do not know stays empty: unknown is never no.",
        "Names as in the passport, in their own order and script. One name alone is fine.",
        "Days as year-month-day, for instance 1990-12-31, or as a date of your spreadsheet.",
        "Where a cell offers a list, choose from it.",
        "No medical details and no vetting details anywhere in this file.",
        "Nothing is sent by uploading: you see what each row will do, and decide.",
    ),
    "fr": (
        "Une ligne par candidat. Ne fusionnez pas de cellules et ne changez pas les titres.",
        "Seul le nom est obligatoire. Ce que vous ne savez pas reste vide : inconnu ne veut jamais dire non.",
        "Les noms comme dans le passeport, dans leur ordre et leur écriture. Un seul nom suffit.",
        "Les jours sous la forme année-mois-jour, par exemple 1990-12-31, ou comme date de votre tableur.",
        "Lorsqu’une cellule propose une liste, choisissez-y.",
        "Aucun détail médical et aucun détail d’habilitation dans ce fichier.",
        "Le téléversement n’envoie rien : vous voyez ce que fera chaque ligne, puis vous décidez.",
    ),
    "es": (
        "Una fila por candidato. No combine celdas ni cambie los títulos.",
        "Solo el nombre es obligatorio. Lo que no sepa queda vacío: desconocido nunca significa no.",
        "Los nombres como en el pasaporte, en su orden y escritura. Un solo nombre basta.",
        "Los días como año-mes-día, por ejemplo 1990-12-31, o como fecha de su hoja de cálculo.",
        "Donde una celda ofrezca una lista, elija de ella.",
        "Ningún dato médico ni de verificación de antecedentes en este archivo.",
        "Al cargar el archivo no se envía nada: verá lo que hará cada fila y decidirá.",
    ),
    "ar": (
        "صف واحد لكل مرشح. لا تدمج الخلايا ولا تغيّر العناوين.",
        "الاسم وحده إلزامي. اترك ما لا تعرفه فارغا: غير المعروف لا يعني أبدا «لا».",
        "الأسماء كما في جواز السفر، بترتيبها وخطها. يكفي اسم واحد.",
        "التواريخ على شكل سنة-شهر-يوم، مثلا 1990-12-31، أو كتاريخ في جدول البيانات.",
        "اختر من القائمة حيثما توفرت في الخلية.",
        "لا تفاصيل طبية ولا تفاصيل تدقيق أمني في هذا الملف.",
        "رفع الملف لا يرسل شيئا: ترى ما سيفعله كل صف ثم تقرر.",
    ),
    "ru": (
        "Одна строка на каждого кандидата. Не объединяйте ячейки и не меняйте заголовки.",
        "Обязательно только имя. Чего не знаете, оставьте пустым: «неизвестно» никогда не значит «нет».",
        "Имена как в паспорте, в своём порядке и письме. Достаточно одного имени.",
        "Даты как год-месяц-день, например 1990-12-31, или как дата вашей таблицы.",
        "Где ячейка предлагает список, выберите из него.",
        "Никаких медицинских сведений и сведений о проверке в этом файле.",
        "Загрузка ничего не отправляет: вы увидите, что сделает каждая строка, и решите.",
    ),
    "zh": (
        "每位被提名人一行。请勿合并单元格，请勿更改标题。",
        "只有姓名必填。不知道的请留空：未知绝不等于否。",
        "姓名按护照书写，保持原有顺序和文字。只有一个名字也可以。",
        "日期写作 年-月-日，例如 1990-12-31，或使用表格的日期格式。",
        "单元格提供列表时，请从中选择。",
        "本文件中请勿填写任何医疗或审查细节。",
        "上传不会发送任何内容：您会先看到每一行的结果，再作决定。",
    ),
}
