"""What the rules of the course will say of a row, and where its answers differ from the record."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from tpp.people.models import Person
from tpp.people.rules import HeldLicence
from tpp.rolls import queries
from tpp.rolls.models import Roll
from tpp.sentences import LanguageCode
from tpp.web.words import as_read


class Preview(queries.Judging):
    """Rows of one list, judged as the nominations made of them will be."""

    def __init__(self, roll: Roll):
        super().__init__(roll.offering)
        self.asked = queries.asked_of(roll.offering)

    def differing(self, row: Mapping[str, Any], person: Person) -> Iterator[tuple[str, str, str]]:
        """Answers of the row that the record contradicts: what about, record, row."""
        for code, level in (row.get("languages") or {}).items():
            known = self.languages.get(person.id, {}).get(code)
            if known not in (None, level):
                yield as_read(LanguageCode(code)), as_read(known), as_read(level)
        for kind, held in (row.get("licences") or {}).items():
            before = self.licences.get(person.id, {}).get(kind)
            if before not in (None, held):
                yield as_read(kind), licence_words(before), licence_words(held)


def licence_words(held: HeldLicence | None) -> str:
    if held is None or not held.is_held:
        return _("not held")
    if held.valid_until is None:
        return _("held")
    return _("valid until %(day)s", day=as_read(held.valid_until))
