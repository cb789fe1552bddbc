"""Lists as real programs write them: understood without a question, and nobody and nothing is lost."""

import pytest
import sqlalchemy as sa

from tests.rolls.programs import LISTS, WRITTEN
from tpp.db import db
from tpp.people.models import ContactPoint, Person
from tpp.people.rules import Sex
from tpp.rolls import actions

SEXES = {"F": Sex.WOMAN, "أنثى": Sex.WOMAN, "ذكر": Sex.MAN}


def said(table):
    """What a list says of each of its people."""
    for rank, name, sex, born_on, email, phone, service_number in table[1:]:
        reached = {("email", email), ("phone", str(phone))} - {("email", "")}
        yield (rank, name, SEXES[sex], born_on, service_number, reached)


def recorded():
    """The same of everybody in the register."""
    for it in db.session.scalars(sa.select(Person).order_by(Person.id)):
        ways = sa.select(ContactPoint.kind, ContactPoint.value).filter_by(person_id=it.id)
        reached = {(str(kind), value) for kind, value in db.session.execute(ways)}
        yield (it.rank, it.name, it.sex, it.born_on, it.service_number, reached)


@pytest.mark.parametrize(("program", "language"), WRITTEN, ids=map(" in ".join, WRITTEN))
def test_a_list_of_a_real_program_becomes_nominees_as_it_says(office, program, language):
    roll = actions.upload(office.run, WRITTEN[program, language], "list", by=office.acting)
    assert actions.is_plain(roll)
    actions.check(roll, by=office.acting)
    assert office.apply(roll) == 2
    assert list(recorded()) == list(said(LISTS[language]))
