"""What the rules of the course will say of a row, and where its answers differ from the record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from tpp.catalogue.rules.eligibility import Criterion
from tpp.nominations.queries import rules_of
from tpp.nominations.queries.eligibility import completed_by, languages_of, licences_of
from tpp.nominations.rules.eligibility import Answer, Check, Facts, Verdict, check
from tpp.people.models import Person
from tpp.people.rules import HeldLicence, RankBand, Sex
from tpp.rolls import queries
from tpp.rolls.models import Roll
from tpp.sentences import LanguageCode
from tpp.web.words import as_read

LATER = (Criterion.CLEARANCE, Criterion.DOCUMENT)
"""What no list can answer: decisions of others, and papers."""


class Preview:
    """Rows of one list, judged as the nominations made of them will be."""

    def __init__(self, roll: Roll):
        self.run = roll.offering
        self.asked = queries.asked_of(roll.offering)
        rules = rules_of([roll.offering_id])[roll.offering_id]
        self.rules = [it for it in rules if it.criterion not in LATER]
        self.know(())

    def know(self, people: Iterable[Person]) -> None:
        """Read what the records of these people say, all at once."""
        ids = [it.id for it in people]
        self.languages, self.licences = languages_of(ids), licences_of(ids)
        self.completed = completed_by(ids) if ids else {}

    def lacking(self, row: Mapping[str, Any], person: Person | None) -> list[Check]:
        """The rules that the nominee will not meet, or not be known to."""
        facts = self.of_record(person) if person else self.empty
        facts = replace(facts, **said_by(row, facts))
        checks = [check(rule, facts) for rule in self.rules]
        return [it for it in checks if it.verdict is not Verdict.MET]

    @property
    def empty(self) -> Facts:
        return Facts(starts_on=self.run.starts_on, ends_on=self.run.ends_on)

    def of_record(self, person: Person) -> Facts:
        return replace(
            self.empty,
            rank_band=person.rank_band,
            languages=self.languages.get(person.id, {}),
            licences=self.licences.get(person.id, {}),
            completed=frozenset(self.completed.get(person.id, ())),
            serves_until=person.serves_until,
            born_on=person.born_on,
            sex=person.sex,
        )

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


def said_by(row: Mapping[str, Any], known: Facts) -> dict[str, Any]:
    """What a row adds to what is known; the record comes first where both speak."""
    return {
        "rank_band": first(known.rank_band, row.get("rank_band"), RankBand.UNKNOWN),
        "languages": {**(row.get("languages") or {}), **known.languages},
        "licences": {**(row.get("licences") or {}), **known.licences},
        "declared": {it: Answer(said) for it, said in (row.get("prior_courses") or {}).items()},
        "serves_until": known.serves_until or row.get("serves_until"),
        "deploys": row.get("deploys") or Answer.UNKNOWN,
        "deploys_on": row.get("deploys_on"),
        "serves_in_mission": bool(row.get("mission")),
        "born_on": known.born_on or row.get("born_on"),
        "sex": first(known.sex, row.get("sex"), Sex.UNKNOWN),
    }


def first(known: Any, said: Any, unknown: Any) -> Any:
    return known if known is not unknown else said or unknown


def licence_words(held: HeldLicence | None) -> str:
    if held is None or not held.is_held:
        return _("not held")
    if held.valid_until is None:
        return _("held")
    return _("valid until %(day)s", day=as_read(held.valid_until))
