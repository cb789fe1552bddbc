"""A trainee is let in: from the record to the own certificates."""

import re

import sqlalchemy as sa

from tests.factories import make_acting, make_focal_point, make_party
from tpp.db import db
from tpp.outbox.models import Message
from tpp.people import actions
from tpp.people.models import Person

PASSWORD = "violet kettle under the bridge"


def add(**given):
    party = make_party()
    facts = {"party": party, "nationality": party, "name": "Layla Haddad", "by": make_acting()}
    return actions.add(**facts | given)


def account_of(person):
    db.session.rollback()
    return db.session.scalar(sa.select(Person.account_id).where(Person.id == person.id))


def test_a_trainee_is_let_in_by_mail_and_sees_the_own_record(app, browser):
    person = add(email="layla@example.org")
    page = browser(make_acting()).post(f"/people/{person.id}/account")
    assert page.status_code == 303
    db.session.rollback()
    token = db.session.scalars(sa.select(Message.words)).one()["token"]

    anybody = browser()
    form = anybody.get(f"/passwords/{token}")
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form.text).group(1)
    typed = {"csrf_token": csrf, "password": PASSWORD}
    anybody.post(f"/passwords/{token}", data=typed)
    sign_in = anybody.get("/sign-in")
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', sign_in.text).group(1)
    who = {"csrf_token": csrf, "email": "layla@example.org", "password": PASSWORD}
    anybody.post("/sign-in", data=who)

    assert "Layla Haddad" in anybody.get(f"/people/{person.id}").text


def test_somebody_is_let_in_once_and_only_with_an_address(app, browser):
    office = browser(make_acting())
    without = add(name="Asha")
    assert office.post(f"/people/{without.id}/account").status_code == 422
    person = add(email="layla@example.org")
    office.post(f"/people/{person.id}/account")
    first = account_of(person)
    assert office.post(f"/people/{person.id}/account").status_code == 422
    assert (account_of(person), account_of(without)) == (first, None)


def test_an_address_that_opens_an_account_is_not_given_a_second_person(app, browser):
    office = browser(make_acting())
    office.post(f"/people/{add(email='layla@example.org').id}/account")
    other = add(name="Luz", email="layla@example.org")
    assert office.post(f"/people/{other.id}/account").status_code == 422
    assert account_of(other) is None


def test_an_office_does_not_let_people_in_it_asks_the_programme(app, browser):
    person = add(email="layla@example.org")
    focal_point = browser(make_focal_point(person.party))
    assert focal_point.post(f"/people/{person.id}/account").status_code == 403
    assert account_of(person) is None
