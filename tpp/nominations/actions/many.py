"""Many people put forward at once: the rules of one nomination, with fewer questions to the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from tpp.acting import Acting
from tpp.db import db, number, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.nominations.actions.putting_forward import (
    NOT_TAKEN,
    check_stands,
    seats_for,
    send,
    unsent,
)
from tpp.nominations.models import Nomination
from tpp.nominations.queries import checks_of, rules_of
from tpp.nominations.rules.eligibility import NOTHING_EXPECTED, Expected, missing
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.people.models import Person


@dataclass(frozen=True)
class Nominee:
    """Somebody of one's own office, and what the office says of them."""

    person: Person
    mission: Party | None = None
    note: str = ""
    expected: Expected = NOTHING_EXPECTED


@transaction()
def nominate_many(
    run: CourseOffering, nominees: Sequence[Nominee], *, by: Acting, submit: bool
) -> list[Nomination]:
    """Put people of one office forward, all or none; Refused where one is nominated already.

    ``submit`` sends those to which nothing is missing; the others stay drafts, as in ``submit_complete``.
    """
    if not nominees:
        return []
    allocation = seats_for(run, nominees[0].person.party_id)
    for nominee in nominees:
        check_stands(nominee.person)
    made = [
        unsent(it.person, allocation, mission=it.mission, note=it.note, expected=it.expected)
        for it in nominees
    ]
    is_judged = bool(rules_of([run.id])[run.id])
    for nomination in made:
        record(nomination, "drafted", by=by)
        if submit and not is_judged:
            send(nomination, by=by)  # before it is written: one statement for each, not two
    write(made)
    if submit and is_judged:
        send_complete(made, by=by)
    return made


def write(made: Sequence[Nomination]) -> None:
    number(made)
    db.session.add_all(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise Refused(NOT_TAKEN, "person") from None


def send_complete(made: Sequence[Nomination], *, by: Acting) -> None:
    checks = checks_of(made)
    for nomination in made:
        if not missing(checks[nomination.id]):
            send(nomination, by=by)
    db.session.flush()
