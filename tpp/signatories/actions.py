"""Entering signatories, replacing them by corrected ones, and ending their time. Nobody is deleted."""

from dataclasses import dataclass
from datetime import date

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.files.models import StoredFile
from tpp.history.models import record
from tpp.signatories import queries
from tpp.signatories.models import Signatory
from tpp.signatories.rules import LANGUAGES, check_period, check_words


@dataclass(frozen=True)
class Facts:
    """What is typed of a signatory; ``image`` lies in the store already."""

    names: dict[str, str]
    titles: dict[str, str]
    from_on: date
    until_on: date | None = None
    image: StoredFile | None = None

    def check(self) -> None:
        check_words(self.names, self.titles)
        check_period(self.from_on, self.until_on)


@transaction()
def enter(facts: Facts, *, by: Acting) -> Signatory:
    """A new signatory; Refused where the same words stand for the same days already."""
    facts.check()
    if any(is_same(row, facts) for row in queries.everybody()):
        raise Refused("This signatory is on the list already.", f"name_{LANGUAGES[0]}")
    return written(facts, None, by)


@transaction()
def change(row: Signatory, facts: Facts, *, by: Acting) -> Signatory:
    """The row that says it right from now on; the one that was stays for the certificates it signed."""
    facts.check()
    lock(row)
    check_stands(row)
    if is_same(row, facts):
        return row
    return written(facts, row, by)


@transaction()
def end(row: Signatory, last: date, *, by: Acting, reason: str = "") -> Signatory:
    """The last day on which this signatory signs."""
    lock(row)
    check_stands(row)
    check_period(row.from_on, last)
    before, row.until_on = row.until_on, last
    row.version += 1
    record(row, "ended", by=by, reason=reason, before={"until": before}, after={"until": last})
    return row


@transaction()
def record_seeing(row: Signatory, *, by: Acting) -> None:
    """Somebody took the picture of a signature out."""
    record(row, "signature_seen", by=by)


def check_stands(row: Signatory) -> None:
    if queries.successor(row) is not None:
        raise Refused("A newer entry replaces this one. Change that.")


def is_same(row: Signatory, facts: Facts) -> bool:
    image_id = facts.image.id if facts.image else None
    return (row.names, row.titles, row.image_id, row.from_on, row.until_on) == (
        spoken(facts.names),
        spoken(facts.titles),
        image_id,
        facts.from_on,
        facts.until_on,
    )


def spoken(words: dict[str, str]) -> dict[str, str]:
    """The words of the languages that have any, in one order."""
    return {it: words[it] for it in LANGUAGES if words.get(it)}


def written(facts: Facts, replaced: Signatory | None, by: Acting) -> Signatory:
    row = Signatory(
        names=spoken(facts.names),
        titles=spoken(facts.titles),
        image_id=facts.image.id if facts.image else None,
        from_on=facts.from_on,
        until_on=facts.until_on,
        replaces_id=replaced.id if replaced else None,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    languages = ",".join(row.names)
    record(row, "entered", by=by, after={"languages": languages, "image": row.image_id})
    if replaced is not None:
        record(replaced, "replaced", by=by, after={"by": row.id})
    return row
