"""Which Parties a call asks, and with how many seats in each run."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tpp import clock
from tpp.acting import Acting
from tpp.calls import queries
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.seats import actions as seats
from tpp.seats.queries import allocation_of
from tpp.seats.rules import Status


@dataclass(frozen=True)
class Wanted:
    """What is asked of one Party: whether at all, and seats by run that were typed anew."""

    party: Party
    asked: bool
    seats: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By run: how many were shown, how many are wanted."""


@transaction()
def ask(call: NominationCall, wanted: Sequence[Wanted], *, by: Acting) -> None:
    """Ask these Parties, and offer them seats, all or nothing; whoever was written to stays asked."""
    lock(call)
    written = {party for parties in queries.written_keys(call).values() for party in parties}
    runs = {it.offering_id: it.offering for it in sorted(call.runs, key=run_id)}
    for run_number, run in runs.items():
        for one in wanted:
            if run_number in one.seats:
                offer(run, one.party, *one.seats[run_number], by=by)
    for one in wanted:
        settle(call, one, by=by, is_written_to=one.party.id in written)
    call.version += 1


def run_id(called: CalledRun) -> int:
    return called.offering_id


def offer(run: CourseOffering, party: Party, shown: int, wanted: int, *, by: Acting) -> None:
    """Offer so many seats, unless somebody changed their number since it was shown."""
    lock(run)
    standing = allocation_of(run, party.id)
    now = standing.offered if standing else 0
    if shown == wanted:
        return
    field = field_of(party, run)
    if now != shown:
        words = "Somebody changed these seats meanwhile: %(seats)s are offered now. Look again."
        raise Refused(words, field, seats=now)
    try:
        seats.allocate(run, party, wanted, by=by)
    except Refused as refusal:
        raise Refused(refusal.sentence, field, many=refusal.many, **refusal.words) from None


def field_of(party: Party, run: CourseOffering) -> str:
    """The name of the number on the form."""
    return f"seats-{party.code}-{run.code}"


def settle(call: NominationCall, one: Wanted, *, by: Acting, is_written_to: bool) -> None:
    standing = queries.asked_of(call, one.party.id)
    if one.asked and standing is None:
        check_has_seats(call, one.party)
        asked = AskedParty(call_id=call.id, party_id=one.party.id, asked_at=clock.now())
        db.session.add(asked)
        db.session.flush()
        record(asked, "asked", by=by, after={"call_id": call.id})
    if not one.asked and standing is not None:
        check_not_written(is_written_to or standing.no_nominees_at is not None, one.party)
        record(standing, "asked_no_more", by=by, before={"call_id": call.id})
        db.session.delete(standing)
        db.session.flush()


def check_has_seats(call: NominationCall, party: Party) -> None:
    """An office is asked for seats that it has; whoever declined them can be asked again with new ones."""
    of_party = [it for it in queries.seats_of(call) if it.party_id == party.id]
    if not any(it.offered and it.status is not Status.DECLINED for it in of_party):
        words = "Offer %(party)s a seat in one of the runs: nobody is asked for none."
        raise Refused(words, f"asked-{party.code}", party=party.name)


def check_not_written(is_written_to: bool, party: Party) -> None:
    if is_written_to:
        words = "%(party)s was written to or has answered: it stays asked."
        raise Refused(words, f"asked-{party.code}", party=party.name)
