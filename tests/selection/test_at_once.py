"""Many at once, through HTTP and several processes: one winner for each seat, one decision for each nominee."""

from collections import Counter

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_allocation, make_nomination, make_person, make_run
from tests.selection.serving import Presser, cookie_of, served
from tpp.db import db, transaction
from tpp.history.models import Entry
from tpp.history.queries import first_fault
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status
from tpp.scope import EVERYTHING, see
from tpp.seats.queries import first_difference, picture_from_ledger
from tpp.seats.rules import Picture

CLAIMS, SEATS, NOMINEES = 1000, 30, 200


def put_forward(number, seats):
    """So many nominees of one country, laid in one transaction."""
    allocation = make_allocation(make_run(seats=seats), seats=seats)
    whose = {"offering_id": allocation.offering_id, "party_id": allocation.party_id}
    example = make_nomination(allocation)
    person = make_person(allocation.party)
    with transaction():
        people = many(person, number - 1)
        for one in people:
            db.session.add(
                Nomination(
                    person_id=one.id,
                    allocation_id=allocation.id,
                    status=Status.SUBMITTED,
                    made_at=example.made_at,
                    submitted_at=example.submitted_at,
                    **whose | extra(example, one),
                )
            )
    return allocation


def many(person, number):
    """The same person under so many names."""
    facts = {it.key: getattr(person, it.key) for it in sa.inspect(type(person)).column_attrs}
    plain = {name: value for name, value in facts.items() if name not in ("id", "human_id")}
    people = [type(person)(**plain | {"name": f"Person {n}"}) for n in range(number)]
    db.session.add_all(people)
    db.session.flush()
    return people


def extra(example, person):
    """A nomination names the human being behind the record, where the register knows of merging."""
    return {"human_id": person.human_id} if hasattr(example, "human_id") else {}


def stand():
    db.session.rollback()
    see(EVERYTHING)
    db.session.expire_all()
    return db.session.scalars(sa.select(Nomination).order_by(Nomination.id)).all()


@pytest.mark.both
def test_1000_claims_on_30_seats_through_several_processes_select_exactly_30(app):
    allocation = put_forward(CLAIMS, SEATS)
    coordinators = [cookie_of(app, make_acting()) for _ in range(2)]
    path = f"/runs/{allocation.offering.code}/decisions?show=returned"
    claims = [
        (
            path,
            {"one": f"selected:{it.id}:{it.version}", "confirm": "selected"},
            coordinators[n % 2],
        )
        for n, it in enumerate(stand())
    ]
    with served(app) as port:
        answers = Presser(port).all_at_once(claims)
    assert Counter(it.status for it in answers) == {303: SEATS, 422: CLAIMS - SEATS}
    assert Counter(it.status for it in stand())[Status.SELECTED] == SEATS
    db.session.refresh(allocation)
    held = Picture(offered=SEATS, held=SEATS)
    assert allocation.picture == picture_from_ledger(allocation) == held
    assert (first_difference(), first_fault()) == (None, None)


@pytest.mark.both
def test_two_coordinators_who_decide_200_at_once_decide_each_once_and_the_loser_is_told(app):
    allocation = put_forward(NOMINEES, NOMINEES)
    first, second = (cookie_of(app, make_acting()) for _ in range(2))
    path = f"/runs/{allocation.offering.code}/decisions?show=returned"
    presses = []
    for it in stand():
        seen = f"{it.id}:{it.version}"
        presses.append((path, {"one": f"selected:{seen}", "confirm": "selected"}, first))
        no = {"one": f"not_selected:{seen}", "confirm": "not_selected", "reason": "Full"}
        presses.append((path, no, second))
    with served(app) as port:
        answers = Presser(port).all_at_once(presses)

    assert Counter(it.status for it in answers) == {303: NOMINEES, 409: NOMINEES}
    assert all("Somebody else decided meanwhile" in it.text for it in answers if it.status == 409)
    for pair, nomination in zip(
        zip(answers[::2], answers[1::2], strict=True), stand(), strict=True
    ):
        won = [it.status for it in pair].index(303)
        assert nomination.status is (Status.SELECTED, Status.NOT_SELECTED)[won]
    deeds = sa.select(Entry.thing_id).where(Entry.deed.in_(("selected", "not_selected")))
    assert Counter(db.session.scalars(deeds)).most_common(1)[0][1] == 1
    assert (first_difference(), first_fault()) == (None, None)
