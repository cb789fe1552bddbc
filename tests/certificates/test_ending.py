"""Out of force and back again, and names taken away: one row, its mail, and the list of what stands."""

import pytest
import sqlalchemy as sa

from tests.certificates.issuing import again, graduate, held_run, issue, reached_at
from tests.factories import make_acting, make_focal_point
from tpp.certificates.actions.correcting import ask
from tpp.certificates.actions.ending import erase_names, reinstate, suspend
from tpp.certificates.models import CertificateRequest
from tpp.certificates.queries import audit, names_on, numbers_not_in_force
from tpp.certificates.rules import Names, Status
from tpp.certificates.rules.corrections import Wish
from tpp.db import db
from tpp.errors import Refused
from tpp.outbox.models import Message


@pytest.fixture
def place(app):
    return graduate(held_run())


@pytest.fixture
def certificate(place):
    return issue(place)


@pytest.mark.both
def test_the_list_of_what_stands_follows_each_step(certificate):
    by = make_acting()
    suspend(certificate, "Asked about", by=by)
    assert (again(certificate).status, numbers_not_in_force(0, 9)) == (Status.SUSPENDED, [1])
    reinstate(certificate, "Answered", by=by)
    assert (again(certificate).status, numbers_not_in_force(0, 9)) == (Status.ISSUED, [])
    assert audit().fault == ""


def test_every_step_is_told_once_to_the_holder_and_the_office_in_their_languages(
    certificate, place
):
    reached_at(place.person, "asha@example.org")
    office, by = make_focal_point(place.party), make_acting()
    for _ in range(2):
        suspend(certificate, "A secret reason", by=by)
    reinstate(certificate, "Another secret", by=by)
    found = db.session.scalars(sa.select(Message).order_by(Message.id)).all()
    assert [(it.words["what"], it.words["for_office"]) for it in found] == [
        ("suspended", False),
        ("suspended", True),
        ("reinstated", False),
        ("reinstated", True),
    ]
    assert "secret" not in str([it.words for it in found])
    assert office.account_id


def test_nobody_is_written_to_about_invented_people(app):
    place = graduate(held_run(is_demonstration=True))
    reached_at(place.person, "asha@example.org")
    suspend(issue(place), "Asked about", by=make_acting())
    assert db.session.scalars(sa.select(Message)).all() == []


def test_a_reason_is_asked_for_and_nothing_happens_without(certificate):
    with pytest.raises(Refused) as refusal:
        suspend(certificate, " ", by=make_acting())
    assert refusal.value.field == "reason"
    assert again(certificate).status is Status.ISSUED


def test_what_is_in_force_is_not_reinstated(certificate):
    with pytest.raises(Refused, match="cannot be reinstated"):
        reinstate(certificate, "x", by=make_acting())


@pytest.mark.both
def test_erasing_takes_names_out_of_the_register_and_out_of_what_was_asked(certificate):
    ask(certificate, Wish.CORRECTION, "x", by=make_acting(), names=Names("Somebody", "en"))
    erase_names(certificate, by=make_acting())
    erase_names(certificate, by=make_acting())
    assert names_on(again(certificate)).names == {}
    assert db.session.scalars(sa.select(CertificateRequest)).one().names == {}
    assert audit().fault == ""
