"""Whatever is merged and taken apart, in whatever order: every human being is one, and all comes back."""

from random import Random

import pytest

from tests.duplicates.test_actions import add, paired, picture
from tests.factories import make_acting, make_allocation, make_nomination, make_party, make_run
from tpp.db import db
from tpp.duplicates import actions, queries
from tpp.duplicates.rules import Side
from tpp.errors import Refused
from tpp.nominations.models import Nomination
from tpp.people.models import Person

PEOPLE, STEPS = 6, 25


def root_of(person):
    while person.merged_into_id:
        person = db.session.get_one(Person, person.merged_into_id)
    return person


@pytest.mark.parametrize("seed", range(2))
def test_merges_in_any_order_keep_one_human_one_and_are_undone_whole(app, seed):
    chance, by, party = Random(seed), make_acting(), make_party()
    people = [add(party, f"Person {letter}", unit=letter) for letter in "abcdef"[:PEOPLE]]
    allocations = [make_allocation(make_run(), party) for _ in range(2)]
    for person in people[:4]:
        make_nomination(chance.choice(allocations), person)
    pairs = [paired(one, other) for one in people for other in people if one.id < other.id]
    before, standing = picture(), []
    for _ in range(STEPS):
        pair = chance.choice(pairs)
        try:
            if queries.merge_of(pair):
                actions.take_apart(pair, by=by)
                standing.remove(pair)
            else:
                actions.merge(pair, chance.choice(list(Side)), {"unit": Side.FIRST}, by=by)
                standing.append(pair)
        except Refused:
            db.session.rollback()
        check(people)
    for pair in reversed(standing):
        actions.take_apart(pair, by=by)
    assert picture() == before


def check(people):
    """The database's own answer is that of walking along the merges; one live nomination a human and run."""
    db.session.expire_all()
    assert all(it.human_id == root_of(it).id for it in people)
    nominations = db.session.query(Nomination).all()
    assert all(it.human_id == root_of(it.person).id for it in nominations)
    taken = [(it.offering_id, it.human_id) for it in nominations]
    assert len(taken) == len(set(taken))
