"""People's records are made, corrected and found."""

import pytest
import sqlalchemy as sa

from tests.factories import make_acting, make_focal_point, make_party
from tpp.access import scope_of
from tpp.db import db
from tpp.errors import Refused, Unscoped
from tpp.history.queries import story_of
from tpp.people import actions, queries
from tpp.people.models import Person, PersonName
from tpp.scope import see

pytestmark = pytest.mark.both


def add(**given):
    party = make_party()
    defaults = {"party": party, "nationality": party, "by": make_acting(), "name": "Layla Haddad"}
    return actions.add(**defaults | given)


def found(words):
    return db.session.scalars(queries.named_like(sa.select(Person.name), words)).all()


def test_a_person_is_found_by_latin_and_native_name_in_any_order(app):
    add(native_name="ليلى حداد", native_language="ar")
    add(name="Aïssatou Ouédraogo")
    assert found("haddad LAYLA") == ["Layla Haddad"]
    assert found("ليلى") == ["Layla Haddad"]
    assert found("ouedraogo") == ["Aïssatou Ouédraogo"]
    assert found("100%") == []


def test_a_person_may_be_without_an_address(app):
    assert queries.email_of(add()) is None


def test_a_corrected_name_is_found_and_the_logbook_says_what_was_corrected_not_the_name(app):
    person = add(native_name="ليلى حداد", native_language="ar")
    actions.change(person, by=make_acting(), name="Leila Haddad", native_name="ليلى الحداد")
    assert found("leila") == ["Leila Haddad"]
    assert found("layla") == []
    last = db.session.scalars(story_of(person)).first()
    assert last.after == {"facts": ["name", "native_name"]}
    assert "Leila" not in str(vars(last))


def test_a_correction_that_changes_nothing_leaves_no_trace(app):
    person = add()
    actions.change(person, by=make_acting(), name="Layla Haddad")
    assert [entry.deed for entry in db.session.scalars(story_of(person))] == ["recorded"]


def test_a_refused_correction_changes_nothing(app):
    person = add(native_name="ليلى حداد", native_language="ar")
    with pytest.raises(Refused):
        actions.change(person, by=make_acting(), rank="Major", native_name="\x00")
    db.session.expire_all()
    assert person.rank == ""
    assert [name.text for name in db.session.scalars(sa.select(PersonName))] == ["ليلى حداد"]


def test_an_office_cannot_make_a_record_for_another_country(app):

    other, focal_point = make_party(), make_focal_point(make_party())
    see(scope_of(focal_point))
    with pytest.raises(Unscoped):
        actions.add(name="Luz", party=other, nationality=other, by=focal_point)
