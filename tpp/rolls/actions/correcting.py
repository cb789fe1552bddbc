"""What an office types and decides on the page of a roll."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import DIFFERENT, OUT, State, check_open, decided_person
from tpp.rolls.rules.days import Order
from tpp.rolls.rules.headings import FIELDS
from tpp.rolls.rules.words import MOST_LETTERS


@dataclass
class Correction:
    """What was typed and chosen for one row; None leaves as it is."""

    words: dict[str, str] = field(default_factory=dict)
    decision: str | None = None
    overwrites: bool | None = None


@transaction()
def correct(
    roll: Roll, corrections: Mapping[int, Correction], *, by: Acting, order: Order | None = None
) -> int:
    """Keep what was typed, by number of the row; how many rows that changed."""
    lock(roll)
    check_open(roll.status)
    numbers = list(corrections)
    rows = select(RollRow).where(
        RollRow.roll_id == roll.id, RollRow.number.in_(numbers), RollRow.state != State.DONE
    )
    changed = sum(change(row, corrections[row.number]) for row in db.session.scalars(rows))
    if order is not None and order is not roll.day_order:
        roll.day_order = order
        changed += 1
    if changed:
        roll.version += 1
    return changed


def change(row: RollRow, correction: Correction) -> bool:
    before = (row.corrected, row.decision, row.overwrites)
    words = {name: text for name, text in correction.words.items() if name in FIELDS}
    if any(len(text) > MOST_LETTERS for text in words.values()):
        raise Refused("A cell holds at most %(most)s letters. Shorten it.", most=MOST_LETTERS)
    row.corrected = {**row.corrected, **words}
    if correction.decision is not None:
        row.decision = checked_decision(row, correction.decision)
    if correction.overwrites is not None:
        row.overwrites = correction.overwrites
    return (row.corrected, row.decision, row.overwrites) != before


def checked_decision(row: RollRow, decision: str) -> str:
    """Only among the people who were shown beside the row."""
    shown = {match["person"] for match in row.matches}
    if decision in ("", DIFFERENT, OUT) or decided_person(decision) in shown:
        return decision
    raise Refused("Choose one of the people shown, or say that it is somebody new.")
