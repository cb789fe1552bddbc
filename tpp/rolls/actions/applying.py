"""The ready rows become people and nominations: all of them in one transaction, or none."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Conflict, Refused
from tpp.history.actions import seal
from tpp.jobs.actions import ask
from tpp.jobs.models import Job
from tpp.nominations.actions.many import Nominee, nominate_many
from tpp.nominations.actions.putting_forward import seats_for
from tpp.nominations.rules.eligibility import Expected
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.parties.queries import by_codes
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.queries import languages_of, licences_of
from tpp.people.rules import Answer, Sex
from tpp.rolls.actions.checking import Checker, checker_of, is_ready, open_rows
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.queries import counts, people_of, picture
from tpp.rolls.rules import READY, State, check_open
from tpp.rolls.rules.checking import Judged
from tpp.rolls.rules.stating import ANSWERED, stated_by

Line = tuple[RollRow, Judged]
AS_THEY_ARE = (
    *("note", "mission", "deploys", "deploys_on", "deploys_to"),
    *("prior_courses", "station", "language_group"),
)
"""What a row says of the nomination and not of the person."""


def ask_to_apply(roll: Roll, version: int, *, submit: bool, by: Acting) -> Job | None:
    """Write a short list now; have a worker write a long one, and say which job it is.

    Refused at once where nobody can be nominated: nobody waits for a worker to learn that.
    """
    seats_for(db.session.get_one(CourseOffering, roll.offering_id), roll.party_id)
    if roll.row_count <= current_app.config["ROLL_DIRECT"]:
        apply(roll, version, submit=submit, by=by)
        return None
    return ask(
        "rolls.apply",
        key=f"roll-{roll.id}-apply-{version}",
        arguments={
            "roll": roll.id,
            "party": roll.party_id,
            "version": version,
            "submit": submit,
        },
        by=by,
        total=sum(counts(roll).get(state, 0) for state in READY),
    )


@transaction()
def apply(roll: Roll, version: int, *, submit: bool, by: Acting) -> int:
    """Make the people and nominations of all ready rows, as they were shown; how many.

    ``version`` is of the roll that the office looked at. Pressing twice does it once: the second time
    nothing is ready. A row that has come to mean something else meanwhile waits to be looked at again.
    """
    hold(roll)
    check_open(roll.status)
    if not any(counts(roll).get(state) for state in READY):
        return 0
    if roll.version != version:
        raise Conflict({}, {})
    before = roll.nominations_made
    write_all(roll, submit=submit, by=by)
    if roll.nominations_made > before:
        roll.applied_at = roll.applied_at or clock.now()
        roll.move("applied", by=by)
    else:
        roll.version += 1
    return roll.nominations_made - before


def hold(roll: Roll) -> None:
    """One list of a Party at a time: two that name the same person make one record."""
    held = select(Party.id).where(Party.id == roll.party_id).with_for_update(key_share=True)
    db.session.execute(held)
    lock(roll)


def write_all(roll: Roll, *, submit: bool, by: Acting) -> None:
    run = db.session.get_one(CourseOffering, roll.offering_id)
    checker, codes = checker_of(roll), by_codes()
    is_as_matched = roll.picture == picture(roll.offering_id, roll.party_id)
    for some in open_rows(roll):
        ready = [row for row in some if is_ready(row)]
        lines = [(row, checker.judged(row)) for row in ready]
        if not is_as_matched:
            lines = still_so(checker, some)
        write(roll, run, lines, codes, submit=submit, by=by)
        seal(db.session())  # what the logbook has yet to write holds what it is about


def still_so(checker: Checker, rows: Sequence[RollRow]) -> list[Line]:
    """The ready rows that mean the same as when they were shown; the others wait to be looked at."""
    shown = {row.id: (row.state, row.person_id) for row in rows}
    lines = checker.settle_all(rows)
    return [
        it for it in lines if is_ready(it[0]) and shown[it[0].id] == (it[0].state, it[0].person_id)
    ]


def write(
    roll: Roll,
    run: CourseOffering,
    lines: Sequence[Line],
    codes: dict[str, Party],
    *,
    submit: bool,
    by: Acting,
) -> None:
    """Some rows: new records first, then everybody's nomination."""
    found = persons_of(roll, lines, codes, by=by)
    nominees = [
        Nominee(
            found[row.id],
            codes.get(judged.facts.get("mission") or ""),
            judged.facts.get("note") or "",
            expected_of(judged, codes),
        )
        for row, judged in lines
    ]
    made = nominate_many(run, nominees, by=by, submit=submit)
    for (row, _), nominee, nomination in zip(lines, nominees, made, strict=True):
        row.state, row.made_person = State.DONE, row.person_id is None
        row.person_id, row.nomination_id = nominee.person.id, nomination.id
        row.person_version, row.nomination_version = nominee.person.version, nomination.version
    roll.nominations_made += len(made)
    roll.people_made += sum(row.made_person for row, _ in lines)
    roll.women_made += sum(it.person.sex is Sex.WOMAN for it in nominees)


def persons_of(
    roll: Roll, lines: Sequence[Line], codes: dict[str, Party], *, by: Acting
) -> dict[int, Person]:
    """Whom each row is about: the known person, or a record made now."""
    known = people_of([row.person_id for row, _ in lines if row.person_id is not None])
    invented = {"is_demonstration": roll.offering.is_demonstration}
    new = [
        (row, facts_of(judged, codes) | invented) for row, judged in lines if row.person_id is None
    ]
    party = db.session.get_one(Party, roll.party_id)
    made = people.add_many([facts for _, facts in new], party=party, by=by)
    found = {row.id: person for (row, _), person in zip(new, made, strict=True)}
    for row, judged in lines:
        if row.person_id is None:
            continue
        if row.person_id not in known:
            raise Refused("A person of this list is not in the register any more. Check it again.")
        found[row.id] = known[row.person_id]
        if row.overwrites:
            overwrite(known[row.person_id], facts_of(judged, codes), by=by)
    answer(roll, [(found[row.id], row, it) for row, it in lines if row.person_id is not None], by)
    return found


def answer(roll: Roll, known: Sequence[tuple[Person, RollRow, Judged]], by: Acting) -> None:
    """Write down what a list answers of known people where the record is silent, or is to be corrected."""
    told = [it for it in known if any(it[2].facts.get(name) for name in ANSWERED)]
    ids = [person.id for person, _, _ in told]
    languages, licences = (languages_of(ids), licences_of(ids)) if ids else ({}, {})
    for person, row, judged in told:
        record = {
            "rank_band": person.rank_band,
            "serves_until": person.serves_until,
            "languages": languages.get(person.id, {}),
            "licences": licences.get(person.id, {}),
        }
        people.state(person, stated_by(judged.facts, record, corrects=row.overwrites), by=by)


def facts_of(judged: Judged, codes: dict[str, Party]) -> dict[str, Any]:
    """The facts of a row as ``people.actions`` takes them: what is empty is left out."""
    facts = {
        name: value
        for name, value in judged.facts.items()
        if name not in AS_THEY_ARE and value not in (None, "")
    }
    return facts | {"nationality": codes[judged.facts["nationality"]]}


def expected_of(judged: Judged, codes: dict[str, Party]) -> Expected:
    """What a row says of this run alone."""
    said = judged.facts
    mission = codes.get(said.get("deploys_to") or "")
    return Expected(
        deploys=said.get("deploys") or Answer.UNKNOWN,
        deploys_on=said.get("deploys_on"),
        deploys_to_id=mission.id if mission else None,
        declared=said.get("prior_courses") or {},
        station_id=said.get("station"),
        language_group_id=said.get("language_group"),
    )


def overwrite(person: Person, facts: dict[str, Any], *, by: Acting) -> None:
    """The office ticked that its list knows better than the record. What the list leaves open stays."""
    said = {name: value for name, value in facts.items() if value != "unknown"}
    nationality = said.pop("nationality")
    for beside in ("phone", "languages", "licences"):
        said.pop(beside, None)
    people.change(person, by=by, nationality_id=nationality.id, **said)
