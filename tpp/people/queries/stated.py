"""What is stated of people for the rules of courses: rank, languages, licences."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tpp.db import db
from tpp.people.models import Licence, Person, PersonLanguage
from tpp.people.rules import Answer, HeldLicence, LanguageLevel, LicenceKind, RankBand


def languages_of(person_ids: Sequence[int]) -> Mapping[int, dict[str, LanguageLevel]]:
    found = select(PersonLanguage).where(PersonLanguage.person_id.in_(person_ids))
    by_person: dict[int, dict[str, LanguageLevel]] = defaultdict(dict)
    for row in db.session.scalars(found):
        by_person[row.person_id][row.language] = row.level
    return by_person


def licences_of(person_ids: Sequence[int]) -> Mapping[int, dict[LicenceKind, HeldLicence]]:
    found = select(Licence).where(Licence.person_id.in_(person_ids))
    by_person: dict[int, dict[LicenceKind, HeldLicence]] = defaultdict(dict)
    for row in db.session.scalars(found):
        by_person[row.person_id][row.kind] = HeldLicence(row.is_held, row.valid_until)
    return by_person


def stated_of(person: Person) -> dict[str, Any]:
    """What the record says already, so that nothing is asked twice."""
    known: dict[str, Any] = {
        "rank_band": "" if person.rank_band is RankBand.UNKNOWN else str(person.rank_band),
        "serves_until": person.serves_until,
        "born_on": person.born_on,
        "sex": person.sex,
    }
    for code, level in languages_of([person.id])[person.id].items():
        known[f"language-{code}"] = str(level)
    for kind, licence in licences_of([person.id])[person.id].items():
        known[f"licence-{kind}"] = Answer.YES if licence.is_held else Answer.NO
        known[f"licence-{kind}-until"] = licence.valid_until
    return known
