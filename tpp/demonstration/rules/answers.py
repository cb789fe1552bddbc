"""What an invented office answers when a course asks about a nominee."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tpp.catalogue.rules.eligibility import ClearanceKind, Criterion
from tpp.demonstration.rules.fates import CHOSEN, WAITS, Fate
from tpp.nominations.rules.eligibility import Asked, ClearanceOutcome, Expected
from tpp.people.rules import Answer, HeldLicence, LanguageLevel, LicenceKind, RankBand, Stated

MEETS_ALL = CHOSEN | WAITS
USUALLY_LEFT_OPEN = 0.15
"""Share of the questions that an office leaves open for somebody who may still be decided on."""
LEFT_OPEN = {Fate.DRAFT: 0.7}
AUTHORITY = {
    ClearanceKind.MEDICAL: "Directorate of Medical Services",
    ClearanceKind.CONDUCT: "Personnel Branch",
    ClearanceKind.VETTING: "Vetting Unit",
}


@dataclass
class Answers:
    """What is stated of the person, what is expected after the course, and what others decided."""

    facts: dict[str, Any] = field(default_factory=dict)
    languages: dict[str, LanguageLevel | None] = field(default_factory=dict)
    licences: dict[LicenceKind, HeldLicence | None] = field(default_factory=dict)
    expected: dict[str, Any] = field(default_factory=dict)
    clearances: dict[ClearanceKind, ClearanceOutcome] = field(default_factory=dict)

    def stated(self) -> Stated:
        return Stated(self.facts, self.languages, self.licences)

    def expects(self) -> Expected:
        return Expected(**self.expected)


def answer(chance: Random, fate: Fate, rules: Iterable[Asked], ends_on: date) -> Answers:
    """Whoever is to be chosen meets the rules; of others something is open, or not met."""
    told = Answers()
    for rule in rules:
        if fate in MEETS_ALL or chance.random() > LEFT_OPEN.get(fate, USUALLY_LEFT_OPEN):
            fill_in(told, rule, chance, fate, ends_on)
    return told


def fill_in(told: Answers, rule: Asked, chance: Random, fate: Fate, ends_on: date) -> None:
    asked = rule.parameters
    match rule.criterion:
        case Criterion.RANK_BAND if fate is not Fate.RETURNED:
            told.facts["rank_band"] = RankBand(chance.choice(asked["bands"]))
        case Criterion.LANGUAGE if fate is not Fate.RETURNED:
            told.languages[asked["language"]] = LanguageLevel.FLUENT
        case Criterion.LICENCE:
            until = ends_on + timedelta(days=chance.randint(100, 900))
            told.licences[LicenceKind(asked["licence"])] = HeldLicence(True, until)
        case Criterion.PRIOR_COURSE:
            told.expected["declared"] = {asked["courses"][0]: str(Answer.YES)}
        case Criterion.SERVICE_LEFT:
            days = 100 if fate is Fate.INELIGIBLE else chance.randint(400, 4000)
            told.facts["serves_until"] = ends_on + timedelta(days=days)
        case Criterion.DEPLOYMENT:
            deploys_on = ends_on + timedelta(days=chance.randint(30, 500))
            told.expected |= {"deploys": Answer.YES, "deploys_on": deploys_on}
        case Criterion.CLEARANCE:
            kind = ClearanceKind(asked["decision"])
            told.clearances[kind] = decided(kind, fate)


def decided(kind: ClearanceKind, fate: Fate) -> ClearanceOutcome:
    if fate in MEETS_ALL:
        return ClearanceOutcome.CLEARED
    if fate is Fate.NOT_SELECTED and kind is ClearanceKind.MEDICAL:
        return ClearanceOutcome.NOT_CLEARED
    return ClearanceOutcome.PENDING
