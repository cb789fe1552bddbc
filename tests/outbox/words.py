"""What each mail may say: one or several sets of words by template."""

NAME = {"name": "Asha N'Diaye"}
LINK = {**NAME, "token": "a-random-word", "days": 7}
CERTIFICATE = {**NAME, "serial": "TPP-2026-000042", "course": "Heavy engineering"}
OPENS = {"word": "a-random-word", "until": "2026-12-31"}

WORDS = {
    "account_changed": [{**NAME, "what": what} for what in ("password", "factor_on", "factor_off")],
    "call": [
        {
            **NAME,
            "subject": subject,
            "opening": "Dear colleagues,\n\nplease nominate early.",
            "text": text,
            "call": 7,
            "parties": [
                {
                    "party": party,
                    "runs": [
                        {
                            "course": "Heavy engineering equipment operators",
                            "code": "ENG-HEO-2026-03",
                            "place": "Training School, Nairobi",
                            "first": "2026-11-02",
                            "last": "2026-11-27",
                            "until": "2026-10-01T20:59:59+00:00",
                            "zone": "Africa/Nairobi",
                            "seats": 3,
                        }
                    ],
                }
                for party in parties
            ],
        }
        for subject, text, parties in (
            ("Call for nominations", "Two years of experience.", ["Kenya"]),
            ("Reminder", "", ["Kenya", "Peru"]),
        )
    ],
    "certificate-changed": [
        {
            **NAME,
            "serial": "TPP-2026-000042",
            "new": "TPP-2026-000043",
            "course": "Heavy engineering",
            "certificate": 7,
            "what": what,
            "for_office": for_office,
            "is_told": not for_office,
        }
        for what in ("superseded", "reissued", "suspended", "reinstated", "revoked", "refused")
        for for_office in (False, True)
    ],
    "certificate-expires": [{**CERTIFICATE, "last": "2026-12-31"}],
    "certificate-issued": [{**CERTIFICATE, **OPENS}],
    "certificate-link": [{**CERTIFICATE, **OPENS}],
    "questionnaire": [
        {**NAME, "course": "Heavy engineering", "word": "ABCD2345EFGH6789", "until": "2026-12-31"}
    ],
    "documents_asked": [
        {
            **NAME,
            "who": "O. Coordinator",
            "course": "Heavy engineering equipment operators",
            "code": "ENG-HEO-2026-03",
        }
    ],
    "invitation": [{**LINK, "office": "Kenya, Ministry of Defence"}],
    "joining": [
        {
            **NAME,
            "course": "Heavy engineering equipment operators",
            "code": "ENG-HEO-2026-03",
            "first": "2026-11-02",
            "last": "2026-11-27",
            "where": "Training School, Nairobi",
            "zone": "Africa/Nairobi",
            "reports": reports,
            "place": 7,
            "number": 2,
            "is_new": is_new,
            "for_office": not is_new,
            "texts": {"where_and_when": "Come to the **main gate**.\n\n- This letter"},
        }
        for is_new, reports in ((False, None), (True, "2026-11-01T11:00:00+00:00"))
    ],
    "new_password": [LINK],
    "offer": [
        {
            **NAME,
            "course": "Heavy engineering equipment operators",
            "code": "ENG-HEO-2026-03",
            "place": "Training School, Nairobi",
            "first": "2026-11-02",
            "last": "2026-11-27",
            "until": "2026-10-01T20:59:59+00:00",
            "zone": "Africa/Nairobi",
            "nomination": 7,
        }
    ],
    "pool_invitation": [
        {
            **NAME,
            "course": "Heavy engineering equipment operators",
            "code": "ENG-HEO-2026-03",
            "place": "Training School, Nairobi",
            "first": "2026-11-02",
            "last": "2026-11-27",
            "until": "2026-10-01T20:59:59+00:00",
            "zone": "Africa/Nairobi",
        }
    ],
    "seat_free": [{**NAME, "code": "ENG-HEO-2026-03", "party": "Kenya"}],
    "welcome": [LINK],
}
