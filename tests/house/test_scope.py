"""The wall between countries: in the query layer, in the keys, and in PostgreSQL itself."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.exc import ObjectDeletedError

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
)
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.errors import Unscoped
from tpp.nominations.models import Nomination
from tpp.people.models import Person
from tpp.scope import EVERYTHING, see, seeing

pytestmark = pytest.mark.both


@pytest.fixture
def two(app):
    """Two countries with a person each."""
    kenya, peru = make_party(code="KEN"), make_party(code="PER")
    return kenya, make_person(kenya, name="Asha"), make_person(peru, name="Luz")


def names():
    return sorted(db.session.scalars(sa.select(Person.name)))


READS = {
    "a list": lambda: db.session.scalars(sa.select(Person)).all(),
    "a column": lambda: db.session.scalars(sa.select(Person.name)).all(),
    "a count": lambda: db.session.scalar(sa.select(sa.func.count()).select_from(Person)),
    "a subquery": lambda: db.session.scalars(
        sa.select(Enrolment.id).where(Enrolment.person_id.in_(sa.select(Person.id)))
    ).all(),
    "the bare table": lambda: db.session.execute(sa.select(Person.__table__)).all(),
    "a key": lambda: db.session.get(Person, 1),
    "an update": lambda: db.session.execute(sa.update(Person).values(rank="General")),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_reading_people_without_a_scope_raises(two, read):
    db.session.expunge_all()
    see(None)
    with pytest.raises(Unscoped):
        read()


def test_an_office_sees_only_the_people_of_its_own_country(two):
    kenya, *_ = two
    see(scope_of(make_focal_point(kenya)))
    assert names() == ["Asha"]


def test_an_office_counts_only_its_own_people_also_in_subqueries_and_aliases(two):
    kenya, _asha, _luz = two
    see(scope_of(make_focal_point(kenya)))
    other = aliased(Person)
    inner = sa.select(sa.func.count(other.id)).scalar_subquery()
    assert db.session.execute(sa.select(sa.func.count(Person.id), inner)).one() == (1, 1)


def test_a_foreign_person_is_not_found_by_key(two):
    kenya, _asha, luz = two
    key, focal_point = luz.id, make_focal_point(kenya)
    db.session.expunge_all()
    see(scope_of(focal_point))
    assert db.session.get(Person, key) is None


def test_the_bare_table_cannot_be_read_past_a_scope(two):
    kenya, *_ = two
    see(scope_of(make_focal_point(kenya)))
    with pytest.raises(Unscoped):
        db.session.execute(sa.select(Person.__table__)).all()


def test_an_office_cannot_write_a_person_of_another_country(two):
    kenya, _asha, luz = two
    focal_point = make_focal_point(kenya)
    see(scope_of(focal_point))
    # PostgreSQL does not even find the row; SQLite relies on the guard at the write.
    with pytest.raises((Unscoped, ObjectDeletedError)), transaction():
        luz.rank = "General"


def test_an_office_changes_nobody_elses_rows_in_bulk(two):
    kenya, *_ = two
    see(scope_of(make_focal_point(kenya)))
    with transaction() as session:
        session.execute(sa.update(Person).values(rank="Major"))
    with seeing(EVERYTHING):
        ranks = dict(db.session.execute(sa.select(Person.name, Person.rank)).all())
    assert ranks == {"Asha": "Major", "Luz": ""}


def test_a_trainer_sees_the_enrolled_people_of_the_run_but_not_its_nominees(app):
    allocation = make_allocation(make_run())
    enrolled, nominee = make_person(allocation.party), make_person(allocation.party)
    make_enrolment(allocation, enrolled)
    make_nomination(allocation, nominee)
    make_enrolment(make_allocation(make_run()))
    see(scope_of(make_acting(Role.TRAINER, runs=[allocation.offering])))
    assert names() == [enrolled.name]
    assert db.session.scalars(sa.select(Nomination)).all() == []


def test_a_trainee_sees_only_the_own_record(two):
    _kenya, asha, _luz = two
    see(scope_of(make_acting(Role.TRAINEE, person=asha)))
    assert names() == ["Asha"]


def test_an_administrator_and_a_supporter_see_no_person(two):
    for role in (Role.ADMINISTRATOR, Role.SUPPORTER):
        see(scope_of(make_acting(role)))
        assert names() == []


def test_a_joined_person_of_another_country_is_not_loaded(app):
    make_enrolment()
    see(scope_of(make_focal_point(make_party())))
    statement = sa.select(Enrolment).options(joinedload(Enrolment.person))
    assert db.session.scalars(statement).all() == []


def test_a_nomination_cannot_name_a_person_of_another_country(app):
    allocation = make_allocation()
    with pytest.raises(sa.exc.IntegrityError):
        make_nomination(allocation, make_person(make_party()))


def test_postgresql_itself_hides_the_rows_of_other_countries(two):
    if db.engine.dialect.name != "postgresql":
        return
    kenya, *_ = two
    see(scope_of(make_focal_point(kenya)))
    seen = db.session.connection().exec_driver_sql("SELECT name FROM person").scalars().all()
    assert seen == ["Asha"]
    see(None)
    assert db.session.connection().exec_driver_sql("SELECT name FROM person").all() == []
