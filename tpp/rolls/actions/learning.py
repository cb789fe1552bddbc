"""What an office said of headings is remembered; never a word of a row of people."""

from sqlalchemy import delete, insert

from tpp.db import db
from tpp.rolls.models import Roll, RollHeading
from tpp.rolls.rules.headings import folded


def remember(roll: Roll) -> None:
    """Keep what the headings of a list mean, if they look like headings and the office says they are."""
    unlearn(roll)
    if not (roll.has_headings and roll.teaches):
        return
    by_place = {place: field for field, place in roll.mapping.items()}
    said = {
        folded(head)[:200]: by_place.get(place, "")
        for place, head in enumerate(roll.heads)
        if folded(head)
    }
    whose = {"roll_id": roll.id, "office_id": roll.office_id, "party_id": roll.party_id}
    if said:
        lines = [{**whose, "heading": head, "field": field} for head, field in said.items()]
        db.session.execute(insert(RollHeading), lines)


def unlearn(roll: Roll) -> None:
    """Forget what only this list taught."""
    db.session.execute(delete(RollHeading).where(RollHeading.roll_id == roll.id))
