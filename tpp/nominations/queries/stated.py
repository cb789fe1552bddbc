"""What is known of a nominee, by the names of the questions that ask for it."""

from typing import Any

from tpp.nominations.models import Nomination
from tpp.nominations.queries.eligibility import languages_of, licences_of
from tpp.nominations.rules.eligibility import Answer
from tpp.people.models import Person
from tpp.people.rules import RankBand


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


def expected_of(nomination: Nomination) -> dict[str, Any]:
    mission = nomination.deploys_to
    known: dict[str, Any] = {
        "deploys": nomination.deploys,
        "deploys_on": nomination.deploys_on,
        "deploys_to": mission.code if mission else "",
        "station": str(nomination.station_id or ""),
        "language_group": str(nomination.language_group_id or ""),
    }
    declared = (nomination.declared or {}).items()
    return known | {f"prior-{code}": Answer(said) for code, said in declared}
