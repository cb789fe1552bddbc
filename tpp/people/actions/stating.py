"""What an office states of somebody for the rules of a course."""

from typing import Any

from sqlalchemy import select

from tpp.acting import Acting
from tpp.db import db, transaction
from tpp.history.models import record
from tpp.people.models import Licence, Person, PersonLanguage
from tpp.people.rules import (
    HeldLicence,
    LanguageLevel,
    LicenceKind,
    RankBand,
    Stated,
)


@transaction()
def state(person: Person, stated: Stated, *, by: Acting, reason: str = "") -> None:
    """Write down what an office states for the rules of a course; what it was not asked stays.

    The logbook says which answers changed, not what they say.
    """
    changed = [name for name, value in stated.facts.items() if set_fact(person, name, value)]
    known = {row.language: row for row in rows_of(PersonLanguage, person)}
    held = {row.kind: row for row in rows_of(Licence, person)}
    changed += [
        f"language {code}"
        for code, level in stated.languages.items()
        if speak(person, known.get(code), code, level)
    ]
    changed += [
        f"licence {kind}"
        for kind, licence in stated.licences.items()
        if hold(person, held.get(kind), kind, licence)
    ]
    if changed:
        person.version += 1
        record(person, "corrected", by=by, reason=reason, after={"facts": sorted(changed)})


def rows_of(kind: type[Any], person: Person) -> list[Any]:
    return list(db.session.scalars(select(kind).where(kind.person_id == person.id)))


def set_fact(person: Person, name: str, value: Any) -> bool:
    value = RankBand.UNKNOWN if name == "rank_band" and value is None else value
    if getattr(person, name) == value:
        return False
    setattr(person, name, value)
    return True


def speak(
    person: Person, row: PersonLanguage | None, language: str, level: LanguageLevel | None
) -> bool:
    """Keep how well somebody speaks a language; True when that changed anything."""
    if (row.level if row else None) == level:
        return False
    if row and level is None:
        db.session.delete(row)
    elif row and level is not None:
        row.level = level
    elif level is not None:
        db.session.add(
            PersonLanguage(
                person_id=person.id, party_id=person.party_id, language=language, level=level
            )
        )
    return True


def hold(
    person: Person, row: Licence | None, kind: LicenceKind, licence: HeldLicence | None
) -> bool:
    """Keep whether somebody holds a licence; True when that changed anything."""
    if (HeldLicence(row.is_held, row.valid_until) if row else None) == licence:
        return False
    if row and licence is None:
        db.session.delete(row)
        return True
    row = row or Licence(person_id=person.id, party_id=person.party_id, kind=kind)
    if licence is not None:
        row.is_held, row.valid_until = licence.is_held, licence.valid_until
        db.session.add(row)
    return True
