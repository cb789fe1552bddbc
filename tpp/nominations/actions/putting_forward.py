"""What an office does: put somebody forward, send, change, withdraw, name somebody else instead."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from tpp import clock
from tpp.acting import Acting
from tpp.calls.queries import call_and_seats
from tpp.calls.rules import check_call_open
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.nominations import queries, rules
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.nominations.rules.eligibility import NOTHING_EXPECTED, Expected, missing
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import check_live
from tpp.parties.models import Party
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.people.queries import is_closed
from tpp.people.rules import Stated, folded
from tpp.seats import actions as seats
from tpp.seats.models import SeatAllocation
from tpp.seats.rules import check_not_declined

SAME_NAME = (
    "Your office already keeps a record of this person: find it above and nominate from there. "
    "If it is somebody else of the same name, give the date of birth of both."
)
USED = (
    "This form was sent before, for somebody else, and that nomination stands. "
    "Send it again to nominate this person as well."
)
NOT_TAKEN = (
    "The register did not take this nomination. If the person is not among your nominees for the run, "
    "ask the programme office."
)
"""The live nomination may stand on a record of another Party: the words do not tell which of both."""
CLOSED = (
    "This record is closed for nominations, for another one of the same office stands for the person. "
    "Look for it by name; if you find none, ask the programme office."
)
TWICE = "This person is already nominated for this run. Open that nomination to change it."


@transaction()
def nominate(
    run: CourseOffering,
    person: Person,
    *,
    by: Acting,
    mission: Party | None = None,
    note: str = "",
    once: str | None = None,
    submit: bool = True,
    expected: Expected = NOTHING_EXPECTED,
    stated: Stated | None = None,
) -> Nomination:
    """Put a person of one's own office forward; pressing the button twice gives one nomination."""
    known = queries.same_or_live(run, person, once)
    if known is not None:
        return same_press(known, run, person, once)
    allocation = seats_for(run, person.party_id)
    nomination = draft(
        person, allocation, by=by, mission=mission, note=note, once=once, expected=expected
    )
    if stated is not None:
        people.state(person, stated, by=by)
    if submit:
        send(nomination, by=by)
    return nomination


def draft(
    person: Person,
    allocation: SeatAllocation,
    *,
    by: Acting,
    mission: Party | None,
    note: str,
    once: str | None,
    expected: Expected,
) -> Nomination:
    nomination = unsent(person, allocation, mission=mission, note=note, expected=expected)
    nomination.once = once
    check_stands(person)
    add_once(nomination)
    record(nomination, "drafted", by=by)
    return nomination


def unsent(
    person: Person,
    allocation: SeatAllocation,
    *,
    mission: Party | None,
    note: str,
    expected: Expected = NOTHING_EXPECTED,
) -> Nomination:
    """A draft that is not in the register yet."""
    return Nomination(
        offering_id=allocation.offering_id,
        party_id=person.party_id,
        person_id=person.id,
        human_id=person.human_id,
        allocation_id=allocation.id,
        mission_id=mission.id if mission else None,
        note=note,
        status=Status.DRAFT,
        made_at=clock.now(),
        **vars(expected),
    )


@transaction()
def nominate_new(
    run: CourseOffering,
    party: Party,
    facts: dict[str, Any],
    *,
    by: Acting,
    once: str | None = None,
    **said: Any,
) -> Nomination:
    """Make a record of somebody and put them forward; both or neither. ``said`` as for ``nominate``."""
    key = folded(f"{facts['name']} {facts.get('native_name') or ''}")
    if known := queries.by_once(once):
        return same_press(known, run, queries.named(known.person_id, key), once)
    seats_for(run, party.id)
    return nominate(run, new_person(party, facts, by=by), by=by, once=once, **said)


def new_person(party: Party, facts: dict[str, Any], *, by: Acting) -> Person:
    """A record of somebody whom the office keeps none of yet."""
    key = folded(f"{facts['name']} {facts.get('native_name') or ''}")
    if queries.same_person(party.id, key, facts.get("born_on")):
        raise Refused(SAME_NAME, "name")
    return people.add(party=party, by=by, **facts)


def same_press(
    known: Nomination, run: CourseOffering, person: Person | None, once: str | None
) -> Nomination:
    """The nomination of the first press; a form that was gone back to and changed is another one."""
    if person is None or (known.offering_id, known.human_id) != (run.id, person.human_id):
        raise Refused(USED)
    if once is not None and known.once == once:
        return known
    raise Refused(TWICE, "person")


def check_stands(person: Person) -> None:
    """A record that was merged into another one of its office is not nominated any more."""
    if is_closed(person):
        raise Refused(CLOSED, "person")


def add_once(nomination: Nomination) -> None:
    """The database has the last word on one live nomination a person and run."""
    db.session.add(nomination)
    try:
        db.session.flush()
    except IntegrityError:
        raise Refused(NOT_TAKEN, "person") from None


def seats_for(run: CourseOffering, party_id: int) -> SeatAllocation:
    """The seats of the office in the run; Refused while nobody may be nominated on them."""
    check_live(run.status)
    call, allocation = call_and_seats(run, party_id)
    if call is None:
        raise Refused("There is no call for nominations for this run yet.")
    check_call_open(call.opens_at, call.closes_at, clock.now())
    if allocation is not None:
        check_not_declined(allocation.status)
    if allocation is None or not allocation.offered:
        raise Refused("Your office has no seats in this run. Ask the programme office for some.")
    return allocation


def send(nomination: Nomination, *, by: Acting) -> None:
    nomination.submitted_at, nomination.reason = clock.now(), ""
    nomination.move("submitted", by=by)


@transaction()
def submit(nomination: Nomination, *, by: Acting) -> None:
    """Send a draft while the call is open, or a returned one again, to the programme office.

    Pressed a second time, it changes nothing.
    """
    [nomination] = queries.locked([nomination])
    if nomination.status in rules.TO_DECIDE:
        return
    if nomination.status is Status.DRAFT:
        seats_for(nomination.offering, nomination.party_id)
    check_live(nomination.offering.status)
    send(nomination, by=by)


@transaction()
def submit_complete(run: CourseOffering, party: Party, *, by: Acting) -> list[Nomination]:
    """Send every draft of an office for a run to which nothing is missing; the others stay drafts."""
    seats_for(run, party.id)
    drafts = queries.locked(queries.drafts_of(run, party.id))
    checks = queries.checks_of(drafts)
    complete = [it for it in drafts if it.status is Status.DRAFT and not missing(checks[it.id])]
    for nomination in complete:
        send(nomination, by=by)
    return complete


@transaction()
def change(
    nomination: Nomination,
    *,
    by: Acting,
    mission: Party | None = None,
    note: str = "",
    expected: Expected | None = None,
    stated: Stated | None = None,
) -> None:
    """Correct what the office says of the nominee, while nobody has decided.

    Whoever is deciding at this moment on what was said before is told of it.
    """
    [nomination] = queries.locked([nomination])
    rules.check_can_change(nomination.status)
    said = {"mission_id": mission.id if mission else None, "note": note}
    said |= vars(expected) if expected is not None else {}
    if stated is not None:
        people.state(nomination.person, stated, by=by)
    changed = [name for name, value in said.items() if getattr(nomination, name) != value]
    for name in changed:
        setattr(nomination, name, said[name])
    if changed:
        nomination.version += 1
        record(nomination, "changed", by=by, after={"facts": sorted(changed)})


@transaction()
def withdraw(nomination: Nomination, *, by: Acting, reason: str) -> None:
    """The office takes its nominee back; a held seat is free again for the office's others.

    Pressed a second time, it changes nothing.
    """
    rules.check_reason("withdrawn", reason)
    [nomination] = queries.locked([nomination])
    if nomination.status is Status.WITHDRAWN:
        return
    had_seat = nomination.status is Status.SELECTED
    nomination.move("withdrawn", by=by, reason=reason)
    nomination.reason = reason
    if had_seat:
        groups = nomination.groups
        seats.free(nomination.allocation_id, by=by, held=1, groups=groups, reason=reason)
