"""Finding people by name, and which Parties keep records."""

import pytest
from sqlalchemy import select

from tests.factories import make_party, make_person
from tpp.db import db
from tpp.people.models import Person
from tpp.people.queries import keeping_parties, named_like
from tpp.scope import Scope, Sight, seeing

pytestmark = pytest.mark.both


def names_found(words):
    people = named_like(select(Person.name), words).order_by(Person.name)
    return list(db.session.scalars(people))


@pytest.mark.parametrize("words", ["achieng", "ACHIENG'", "  grace   achieng' ", "achieng grace"])
def test_a_person_is_found_by_words_of_the_name_in_any_order_and_case(app, words):
    make_person(name="Grace Achieng'")
    make_person(name="Grace Wanjiru")

    assert names_found(words) == ["Grace Achieng'"]


@pytest.mark.parametrize("words", ["خالد", "khaled", "Pélagie".upper(), "pelagie"])
def test_a_person_is_found_in_either_script_and_without_accents(app, words):
    make_person(name="Khaled Mansour", native="خالد منصور")
    make_person(name="Pélagie Gasana")

    assert len(names_found(words)) == 1


@pytest.mark.parametrize("words", ["%", "_", "\\", "a%e"])
def test_what_a_database_takes_for_a_joker_is_a_letter(app, words):
    make_person(name="Grace Wanjiru")

    assert names_found(words) == []


def test_an_office_finds_its_own_people_and_its_own_party_only(app):
    ours, theirs = make_party(name="Ours"), make_party(name="Theirs")
    make_person(ours, name="Grace of ours")
    make_person(theirs, name="Grace of theirs")

    with seeing(Scope(Sight.PARTY, (ours.id,))):
        assert names_found("grace") == ["Grace of ours"]
        assert keeping_parties("en") == [(str(ours.id), "Ours")]


def test_only_parties_with_people_are_offered(app):
    with_people = make_party(name="With people")
    make_party(name="Without")
    make_person(with_people)

    assert keeping_parties("en") == [(str(with_people.id), "With people")]
