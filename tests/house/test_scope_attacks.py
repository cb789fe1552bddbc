"""Ways around the wall between countries, as an attacker or a tired colleague would try them.

Each is tried by an office of Kenya against a person of Peru. PostgreSQL would hide the row as well;
these tests are about the query layer, which is all that SQLite has.
"""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.exc import ObjectDeletedError

from tests.factories import make_enrolment, make_focal_point, make_party, make_person
from tpp.access import scope_of
from tpp.clock import now
from tpp.db import Base, db, transaction
from tpp.enrolments.models import Enrolment
from tpp.errors import Unscoped
from tpp.nominations.models import Nomination
from tpp.parties.models import Party
from tpp.people.models import Person, PersonName
from tpp.scope import EVERYTHING, NOTHING, Scope, Scoped, Sight, see, seeing

pytestmark = pytest.mark.both

TABLE = Person.__table__
LIGHT = sa.table("person", sa.column("id"), sa.column("name"), sa.column("party_id"))
OTHER = aliased(Person)
PUBLIC = sa.select(Party.name)


@pytest.fixture
def luz(app):
    """A person of Peru; the reader is an office of Kenya, which keeps one person: Asha."""
    kenya, peru = make_party(code="KEN", name="Kenya"), make_party(code="PER", name="Peru")
    make_person(kenya, name="Asha", native="عائشة")
    luz = make_person(peru, name="Luz", native="لوث")
    focal_point = make_focal_point(kenya)
    db.session.expunge_all()
    see(scope_of(focal_point))
    return luz


def read(statement):
    return str(db.session.execute(statement).all())


def is_luz(person=Person):
    return person.name == "Luz"


NARROWED = {
    "a list": sa.select(Person.name),
    "an alias": sa.select(OTHER.name),
    "an alias beside the person": sa.select(Person.name, OTHER.name).join(OTHER, sa.true()),
    "an outer join": PUBLIC.add_columns(Person.name).outerjoin(Person, Person.party_id == Party.id),
    "an outer join of an alias": PUBLIC.add_columns(OTHER.name).outerjoin(
        OTHER, OTHER.party_id == Party.id
    ),
    "a join along a relationship": sa.select(Person.name, Party.name).join(Person.party),
    "two tables without a join": sa.select(Person.name).where(Person.party_id == Party.id),
    "a union": sa.union(sa.select(Person.name), sa.select(OTHER.name)),
    "a union with what is public": sa.select(Party.code).union_all(sa.select(Person.name)),
    "a union inside": sa.select(
        sa.union_all(sa.select(Person.name), sa.select(OTHER.name)).subquery()
    ),
    "a common table expression": sa.select(sa.select(Person.name).cte().c.name),
    "an entity out of a subquery": sa.select(aliased(Person, sa.select(Person).subquery()).name),
    "a statement handed to an entity": sa.select(Person.name).from_statement(
        sa.select(Person.name)
    ),
    "the largest": sa.select(sa.func.max(Person.name)),
    "a window": sa.select(Person.id, sa.func.max(Person.name).over()),
    "a scalar": PUBLIC.add_columns(sa.select(Person.name).where(is_luz()).scalar_subquery()),
    "a default": sa.select(
        sa.func.coalesce(sa.select(Person.name).where(is_luz()).scalar_subquery(), "nobody")
    ),
    "names of names": sa.select(PersonName.text, Person.name).join(
        Person, Person.id == PersonName.person_id
    ),
}


@pytest.mark.parametrize("statement", NARROWED.values(), ids=NARROWED.keys())
def test_a_statement_is_narrowed_wherever_the_people_stand_in_it(luz, statement):
    assert "Luz" not in read(statement)


ORACLES = {
    "exists": PUBLIC.where(sa.exists().where(is_luz())),
    "exists, spelled out": PUBLIC.where(
        sa.exists(sa.select(1).select_from(Person).where(is_luz()))
    ),
    "exists of a selection": PUBLIC.where(sa.select(Person.id).where(is_luz()).exists()),
    "in a list of keys": PUBLIC.where(Party.id.in_(sa.select(Person.party_id).where(is_luz()))),
    "a relationship that has": PUBLIC.where(
        sa.select(Person.id).where(Person.party.has(code="PER")).exists()
    ),
    "a case": PUBLIC.where(sa.case((sa.exists().where(is_luz()), 1), else_=0) == 1),
    "an alternative": PUBLIC.where(sa.or_(sa.false(), sa.exists().where(is_luz(OTHER)))),
}


@pytest.mark.parametrize("statement", ORACLES.values(), ids=ORACLES.keys())
def test_nobody_can_ask_whether_a_foreign_person_exists(luz, statement):
    assert read(statement) == "[]"


def test_a_count_beside_each_country_is_of_ones_own_people(luz):
    counted = sa.select(sa.func.count()).select_from(Person).where(Person.party_id == Party.id)
    found = db.session.execute(
        sa.select(Party.code, counted.correlate(Party).scalar_subquery()).where(
            Party.code.in_(("KEN", "PER"))
        )
    )
    assert dict(found.all()) == {"KEN": 1, "PER": 0}


REFUSED = {
    "the bare table": sa.select(TABLE),
    "the bare table in a subquery": PUBLIC.where(Party.id.in_(sa.select(TABLE.c.party_id))),
    "the bare table joined": PUBLIC.add_columns(TABLE.c.name).join(
        TABLE, TABLE.c.party_id == Party.id
    ),
    "another name for the bare table": sa.select(Person.name, TABLE.alias("x").c.name),
    "a table by its name": PUBLIC.add_columns(LIGHT.c.name).join(
        LIGHT, LIGHT.c.party_id == Party.id
    ),
    "a table by its name in a subquery": PUBLIC.where(Party.id.in_(sa.select(LIGHT.c.party_id))),
    "the bare table in a subquery beside the entity": sa.select(Person.name).where(
        sa.select(TABLE.c.id).where(TABLE.c.name == "Luz").exists()
    ),
    "an entity out of the bare table": sa.select(aliased(Person, sa.select(TABLE).subquery())),
    "a bare statement handed to an entity": sa.select(Person).from_statement(sa.select(TABLE)),
    "text handed to an entity": sa.select(Person).from_statement(sa.text("SELECT * FROM person")),
    "text": sa.text("SELECT name FROM person"),
    "text in capitals": sa.text('SELECT name FROM "PERSON"'),
    "text as a condition": PUBLIC.where(sa.text("'Luz' IN (SELECT name FROM person)")),
    "text as a column": PUBLIC.add_columns(sa.literal_column("(SELECT max(name) FROM person)")),
    "a bare update": sa.update(TABLE).values(rank="General"),
    "a bare delete": sa.delete(TABLE),
    "a country renamed after a foreign person": sa.update(Party)
    .where(Party.id == Person.party_id)
    .values(note="x"),
    "a person moved to another country": sa.update(Person).values(party_id=1),
    "a country filled from people": sa.insert(Party).from_select(
        ["code", "name"], sa.select(Person.name, Person.name)
    ),
    "names filled from people": sa.insert(PersonName).from_select(
        ["person_id", "text"], sa.select(Person.id, Person.name)
    ),
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_narrowed_raises(luz, statement):
    with pytest.raises(Unscoped):
        db.session.execute(statement)


def foreign_name(luz_id, party_id):
    return {
        "person_id": luz_id,
        "party_id": party_id,
        "kind": "native",
        "text": "x",
        "language": "",
    }


def peru_and_luz():
    with seeing(EVERYTHING):
        return db.session.execute(sa.select(Person.id, Person.party_id).where(is_luz())).one()


def test_rows_of_another_country_cannot_be_written_in_bulk(luz):
    row = foreign_name(*peru_and_luz())
    with pytest.raises(Unscoped):
        db.session.execute(sa.insert(PersonName), [row])
    with pytest.raises(Unscoped):
        db.session.execute(sa.insert(PersonName).values(row))


def test_rows_of_another_country_cannot_be_changed_by_their_keys(luz):
    key, _ = peru_and_luz()
    with pytest.raises(Unscoped):
        db.session.execute(sa.update(Person), [{"id": key, "rank": "General"}])


def test_ones_own_rows_can_be_written_in_bulk(luz):
    asha = db.session.execute(sa.select(Person.id, Person.party_id)).one()
    with transaction() as session:
        session.execute(sa.insert(PersonName), [foreign_name(*asha)])
    assert "x" in list(db.session.scalars(sa.select(PersonName.text)))


def held_from_a_wider_view():
    with seeing(EVERYTHING):
        return db.session.scalars(sa.select(Person).where(is_luz())).one()


def test_a_row_held_from_a_wider_view_is_not_read_again(luz):
    kept = held_from_a_wider_view()
    with pytest.raises(sa.exc.InvalidRequestError):
        db.session.refresh(kept)
    db.session.expire(kept)
    with pytest.raises(ObjectDeletedError):
        _ = kept.name


def test_a_row_held_from_a_wider_view_is_not_written(luz):
    kept = held_from_a_wider_view()
    kept.rank = "General"
    with pytest.raises(Unscoped):
        db.session.flush()


def test_lazy_and_eager_loads_stay_within_the_scope(app):
    key = make_enrolment().id
    foreign = make_focal_point(make_party())
    db.session.expunge_all()
    for eager in (joinedload, selectinload):
        see(scope_of(foreign))
        assert db.session.scalars(sa.select(Enrolment).options(eager(Enrolment.person))).all() == []
    see(EVERYTHING)
    kept = db.session.get(Enrolment, key)
    see(scope_of(foreign))
    assert kept.person is None
    assert kept.nomination is None


def test_one_session_may_change_its_scope_without_carrying_the_older_one_on(luz):
    """Compiled statements are kept: the countries in them must not be."""
    seen = []
    with seeing(EVERYTHING):
        parties = dict(db.session.execute(sa.select(Party.code, Party.id)).all())
    for scope in (
        Scope(Sight.PARTY, (parties["KEN"],)),
        Scope(Sight.PARTY, (parties["PER"],)),
        Scope(Sight.PARTY, (parties["KEN"], parties["PER"])),
        NOTHING,
        Scope(Sight.PARTY, (0,)),
        Scope(Sight.PARTY, (parties["KEN"],)),
    ):
        see(scope)
        seen.append(sorted(db.session.scalars(sa.select(OTHER.name))))
    assert seen == [["Asha"], ["Luz"], ["Asha", "Luz"], [], [], ["Asha"]]


def test_a_trainer_writes_no_row_that_a_trainer_cannot_see(app):
    enrolment = make_enrolment()
    see(Scope(Sight.OFFERINGS, (enrolment.offering_id,)))
    ties = ("offering_id", "party_id", "person_id")
    twin = {name: getattr(enrolment, name) for name in ties}
    db.session.add(Nomination(**twin, allocation_id=1, made_at=now()))
    with pytest.raises(Unscoped):
        db.session.flush()


def test_nothing_public_leads_to_something_private_by_a_relationship():
    """Else an eager load would have to be narrowed where no private table is named."""
    guilty = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Base.registry.mappers
        if not issubclass(mapper.class_, Scoped)
        for relation in mapper.relationships
        if issubclass(relation.mapper.class_, Scoped)
    ]
    assert guilty == []
