"""Rows of a list judged by the rules of its run, as the nominations made of them will be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from tpp.catalogue.rules.eligibility import Criterion
from tpp.db import db
from tpp.nominations.models import Nomination
from tpp.nominations.queries import rules_of
from tpp.nominations.queries.eligibility import completed_by
from tpp.nominations.rules import Status
from tpp.nominations.rules.eligibility import Asked, Check, Facts, Verdict, check, missing
from tpp.offerings.models import CourseOffering
from tpp.people.models import Person
from tpp.people.queries import languages_of, licences_of
from tpp.people.rules import Answer, RankBand, Sex
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import READY, State


class Judging:
    """What judging the rows of one list needs, gathered for some of them at a time."""

    def __init__(self, run: CourseOffering):
        self.empty = Facts(starts_on=run.starts_on, ends_on=run.ends_on)
        rules = rules_of([run.id])[run.id]
        self.rules = [it for it in rules if it.criterion is not Criterion.CLEARANCE]
        """A decision that others take: no list answers it, and it keeps nobody waiting."""
        self.know(())

    def know(self, people: Iterable[Person]) -> None:
        """Read what the records of these people say, all at once."""
        ids = [it.id for it in people]
        self.languages, self.licences = (languages_of(ids), licences_of(ids)) if ids else ({}, {})
        self.completed = completed_by(ids) if ids else {}

    def lacking(
        self, row: Mapping[str, Any], person: Person | None, *, corrects: bool = False
    ) -> list[Check]:
        """The rules that the nominee will not meet, or not be known to."""
        facts = self.of_record(person) if person else self.empty
        facts = replace(facts, **said_by(row, facts, corrects or person is None))
        checks = [check(rule, facts) for rule in self.rules]
        return [it for it in checks if it.verdict is not Verdict.MET]

    def holding_back(
        self, row: Mapping[str, Any], person: Person | None, *, corrects: bool
    ) -> list[int]:
        """Numbers of the rules that keep the nomination a draft."""
        if not self.rules:
            return []
        return [it.rule_id for it in missing(self.lacking(row, person, corrects=corrects))]

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


def said_by(row: Mapping[str, Any], known: Facts, corrects: bool) -> dict[str, Any]:
    """What a row adds to a record; the record comes first where both speak and it is not corrected.

    Birth and sex are written to a known person's record only where it is corrected.
    """
    languages, licences = row.get("languages") or {}, row.get("licences") or {}
    return {
        "rank_band": first(known.rank_band, row.get("rank_band"), RankBand.UNKNOWN, corrects),
        "languages": {**known.languages, **languages}
        if corrects
        else {**languages, **known.languages},
        "licences": {**known.licences, **licences} if corrects else {**licences, **known.licences},
        "declared": {it: Answer(said) for it, said in (row.get("prior_courses") or {}).items()},
        "serves_until": first(known.serves_until, row.get("serves_until"), None, corrects),
        "deploys": row.get("deploys") or Answer.UNKNOWN,
        "deploys_on": row.get("deploys_on"),
        "serves_in_mission": bool(row.get("mission")),
        "born_on": (corrects and row.get("born_on")) or known.born_on,
        "sex": first(known.sex, row.get("sex"), Sex.UNKNOWN, True) if corrects else known.sex,
    }


def first(known: Any, said: Any, unknown: Any, corrects: bool) -> Any:
    is_said = said not in (None, unknown)
    return said if is_said and (corrects or known is unknown) else known


def held_back(roll: Roll) -> tuple[int, list[tuple[Asked, int]]]:
    """How many ready rows will be kept as drafts, and how many lack what each rule asks."""
    found = select(RollRow.lacks).where(RollRow.roll_id == roll.id, RollRow.state.in_(READY))
    lacks = [it for it in db.session.scalars(found) if it]
    by_rule = Counter(rule for it in lacks for rule in it)
    rules = rules_of([roll.offering_id])[roll.offering_id]
    return len(lacks), [(it, by_rule[it.rule_id]) for it in rules if by_rule[it.rule_id]]


def drafts_made(roll: Roll) -> int:
    """How many of the nominations that a list made are drafts still."""
    found = (
        select(func.count())
        .select_from(RollRow)
        .join(Nomination, Nomination.id == RollRow.nomination_id)
        .where(RollRow.roll_id == roll.id, RollRow.state == State.DONE)
        .where(Nomination.status == Status.DRAFT)
    )
    return db.session.scalar(found) or 0
