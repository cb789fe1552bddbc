"""What is written in the demonstration in more than one language; readers of each may want it better."""

CALLS = {
    "en": "Nominate candidates by the last day of the call, women and men. "
    "Demonstration: this run and everybody in it are invented.",
    "fr": "Présentez vos candidats, femmes et hommes, avant la clôture de l’appel. "
    "Démonstration : ce cours et toutes les personnes sont inventés.",
    "ar": "رشّحوا المتدربين، نساءً ورجالاً، قبل اليوم الأخير من الدعوة. "
    "عرض توضيحي: هذه الدورة وجميع الأشخاص فيها من نسج الخيال.",
}

JOINING = {
    "en": {
        "where_and_when": "Report to the **main gate** of the school with this letter.\n\n"
        "- Show the code on it at the arrival desk\n- Demonstration: nobody travels by it",
        "travel": "A bus leaves the airport at full hours from 8:00 to 20:00.",
        "visa": "Apply three weeks before; the invitation is sent with this letter.",
        "accommodation": "Single rooms on the site; linen is provided.",
        "bring": "- Passport and vaccination card\n- Working boots\n- This letter",
        "medical_care": "The school has a first-aid post; the hospital is ten minutes away.",
        "contacts": "Duty officer, day and night: desk@school.demo.example",
    },
    "fr": {
        "where_and_when": "Présentez-vous à l’**entrée principale** de l’école avec cette lettre.",
        "travel": "Une navette quitte l’aéroport à chaque heure de 8 h à 20 h.",
        "bring": "- Passeport et carnet de vaccination\n- Chaussures de travail\n- Cette lettre",
        "contacts": "Officier de permanence, jour et nuit : desk@school.demo.example",
    },
    "ar": {
        "where_and_when": "توجهوا إلى **البوابة الرئيسية** للمدرسة ومعكم هذه الرسالة.",
        "travel": "تغادر حافلة المطار كل ساعة من الثامنة صباحاً حتى الثامنة مساءً.",
        "bring": "- جواز السفر وبطاقة التطعيم\n- حذاء العمل\n- هذه الرسالة",
        "contacts": "الضابط المناوب ليلاً ونهاراً: desk@school.demo.example",
    },
}
