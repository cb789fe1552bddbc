"""The page of one certificate: who reads it, what it says, and the deeds that are open to the reader."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.certificates.issuing import again, certificates, graduate, held_run, issue
from tests.factories import make_acting, make_focal_point, make_party, make_person
from tpp import clock
from tpp.acting import Role
from tpp.certificates.actions.correcting import ask, grant
from tpp.certificates.actions.ending import suspend
from tpp.certificates.models import CertificateRequest
from tpp.certificates.rules import Names, Status
from tpp.certificates.rules.corrections import Answer, Wish
from tpp.db import db

RIGHT = {"name": "Asha Wanjirũ Kamau", "native": "", "native_language": "", "reason": "Misspelt"}


@pytest.fixture
def place(app):
    return graduate(held_run(), native="عائشة")


@pytest.fixture
def certificate(place):
    return issue(place)


def path(certificate, *more):
    return "/".join([f"/certificates/{certificate.id}", *more])


def asked():
    db.session.rollback()
    return db.session.scalars(sa.select(CertificateRequest)).one_or_none()


@pytest.mark.both
def test_the_holder_the_office_and_oversight_read_it_and_nobody_else(browser, certificate, place):
    readers = [
        make_acting(Role.TRAINEE, person=place.person),
        make_focal_point(place.party),
        make_acting(),
        make_acting(Role.AUDITOR),
    ]
    for reader in readers:
        answer = browser(reader).get(path(certificate))
        assert len(answer.data) < 60_000
        page = answer.text
        for words in ("Asha Wanjiru", "عائشة", certificate.serial, "Valid", "to be printed"):
            assert words in page
    strangers = [
        make_acting(Role.TRAINEE, person=make_person()),
        make_focal_point(make_party()),
        make_acting(Role.TRAINER, runs=[place.offering]),
        make_acting(Role.ADMINISTRATOR),
    ]
    for stranger in strangers:
        assert browser(stranger).get(path(certificate)).status_code in (403, 404)


def test_the_holder_asks_for_a_corrected_name_and_takes_it_back(browser, certificate, place):
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    form = client.get(path(certificate, "correction")).text
    assert 'value="Asha Wanjiru"' in form
    answer = client.post(path(certificate, "correction"), data=RIGHT)
    assert (answer.status_code, answer.location) == (303, path(certificate))
    page = client.get(path(certificate)).text
    assert RIGHT["name"] in page
    assert "Take it back" in page
    assert "Issue the corrected certificate" not in page
    client.post(f"/certificate-requests/{asked().id}/withdrawal")
    assert asked().status is Answer.WITHDRAWN


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "ᠪᠠᠲᠤ"}, "MONGOLIAN"),
        ({"native": "a\u202eb"}, "U+202E"),
        ({"reason": " "}, "Say why"),
        ({"name": "Asha Wanjiru", "native": "عائشة"}, "printed already"),
        ({"native_language": "xx"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field_and_nothing_typed_is_lost(
    browser, certificate, place, typed, says
):
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    answer = client.post(path(certificate, "correction"), data=RIGHT | typed)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert asked() is None
    if "reason" not in typed:
        assert "Misspelt" in answer.text


def test_a_reason_for_refusing_that_is_too_long_comes_back(browser, certificate, place):
    browser(make_focal_point(place.party)).post(path(certificate, "correction"), data=RIGHT)
    sent = {"reason": "As in the passport " * 60, "back": path(certificate)}
    button = f"/certificate-requests/{asked().id}/refusal"
    answer = browser(make_acting()).post(button, data=sent)
    assert answer.status_code == 422
    assert answer.text.count('id="returned"') == 1
    assert f">{sent['reason'].strip()}" in answer.text


def test_a_second_coordinator_issues_the_corrected_certificate_by_one_button(
    browser, certificate, place
):
    office = browser(make_focal_point(place.party))
    office.post(path(certificate, "correction"), data=RIGHT)
    second = browser(make_acting())
    waiting = second.get("/certificate-requests").text
    assert path(certificate) in waiting
    assert "Misspelt" in waiting
    assert "Issue the corrected certificate" in second.get(path(certificate)).text
    button = f"/certificate-requests/{asked().id}/grant"
    first, again_pressed = second.post(button), second.post(button)
    old, new = certificates()
    assert first.location == again_pressed.location == path(new)
    assert "It replaces:" in second.get(path(new)).text
    assert "It was replaced by:</a>" not in second.get(path(old)).text
    assert new.serial in second.get(path(old)).text
    assert new.serial in browser().get(f"/verify/{old.code}").text
    late = browser(make_acting()).post(button, data={"back": path(old)})
    assert late.status_code == 303
    assert len(certificates()) == 2


def test_whoever_asked_is_told_that_another_coordinator_decides(browser, certificate):
    client = browser(make_acting())
    client.post(path(certificate, "revocation"), data={"reason": "The wrong person"})
    page = client.get(path(certificate)).text
    assert "A coordinator who did not ask for it decides." in page
    assert "Revoke the certificate" not in page
    answer = client.post(f"/certificate-requests/{asked().id}/grant")
    assert answer.status_code == 422
    assert again(certificate).status is Status.ISSUED


def test_a_certificate_is_suspended_and_reinstated_with_a_reason(browser, certificate, place):
    client = browser(make_acting())
    refused = client.post(path(certificate, "suspension"), data={"reason": ""})
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    for deed, status in (("suspension", Status.SUSPENDED), ("reinstatement", Status.ISSUED)):
        for _ in range(2):
            assert client.post(path(certificate, deed), data={"reason": deed}).status_code == 303
        assert again(certificate).status is status
    assert again(certificate).version == 3
    holder = browser(make_acting(Role.TRAINEE, person=place.person)).get(path(certificate)).text
    assert "suspension" in holder
    assert "suspension" not in browser().get(f"/verify/{certificate.code}").text


def test_another_coordinator_who_suspends_it_too_is_told_that_it_is(browser, certificate):
    suspend(certificate, "Asked about", by=make_acting())
    answer = browser(make_acting()).post(path(certificate, "suspension"), data={"reason": "Me too"})
    assert (answer.status_code, "is suspended" in answer.text) == (422, True)
    assert "Me too" in answer.text


def test_what_was_revoked_in_error_is_issued_again_by_two(browser, certificate):
    first, second = browser(make_acting()), browser(make_acting())
    for deed in ("revocation", "reissue"):
        first.post(path(certificate, deed), data={"reason": deed})
        db.session.rollback()
        found = sa.select(sa.func.max(CertificateRequest.id))
        second.post(f"/certificate-requests/{db.session.scalar(found)}/grant")
    old, new = certificates()
    assert (old.status, new.status) == (Status.REVOKED, Status.ISSUED)
    page = browser().get(f"/verify/{old.code}").text
    assert "This certificate was revoked" in page
    assert f"/verify/{new.code}" in page


@pytest.mark.parametrize("deed", ["suspension", "reinstatement", "revocation", "reissue"])
def test_only_coordinators_take_a_certificate_out_of_force(browser, certificate, place, deed):
    for other in (make_acting(Role.TRAINEE, person=place.person), make_focal_point(place.party)):
        answer = browser(other).post(path(certificate, deed), data={"reason": "x"})
        assert answer.status_code == 403
    assert again(certificate).version == 1


@pytest.mark.both
def test_the_request_of_another_country_is_not_there(browser, certificate, place):
    mine = ask(certificate, Wish.CORRECTION, "x", by=make_acting(), names=Names("Other", "en"))
    for deed in ("withdrawal", "grant", "refusal"):
        answer = browser(make_focal_point(make_party())).post(
            f"/certificate-requests/{mine.id}/{deed}", data={"reason": "x"}
        )
        assert answer.status_code in (403, 404)
    answer = browser(make_focal_point(make_party())).post(
        path(certificate, "correction"), data=RIGHT
    )
    assert answer.status_code == 404
    assert asked().status is Answer.ASKED


def test_erased_names_are_said_to_be_erased_and_cannot_be_corrected(browser, certificate):
    from tpp.certificates.actions.ending import erase_names

    erase_names(certificate, by=make_acting())
    client = browser(make_acting())
    page = client.get(path(certificate)).text
    assert "removed from the register" in page
    assert "Ask for a corrected name" not in page
    for answer in (
        client.get(path(certificate, "correction")),
        client.post(path(certificate, "correction"), data=RIGHT | {"back": path(certificate)}),
    ):
        assert answer.status_code == 303


# Expiry and renewal


def test_a_later_certificate_for_the_same_course_renews_the_earlier_one(browser, place, at):
    old = issue(place)
    run = place.offering
    later = held_run()
    other_course = issue(graduate(later, party=place.party, person=place.person))
    from tests.factories import make_run

    new = issue(graduate(make_run(run.course_version), party=place.party, person=place.person))
    holder = browser(make_acting(Role.TRAINEE, person=place.person))
    assert "It was renewed by:" in holder.get(path(old)).text
    assert new.serial in holder.get(path(old)).text
    assert "It renews:" in holder.get(path(new)).text
    assert "renew" not in holder.get(path(other_course)).text
    at(clock.now() + timedelta(days=365 * 4))
    page = browser().get(f"/verify/{old.code}").text
    assert "This certificate has expired" in page
    assert f"It was renewed by number {new.serial}." in page
    assert f"It renews number {old.serial}." in browser().get(f"/verify/{new.code}").text


def test_the_same_course_of_somebody_else_or_a_revoked_one_renews_nothing(browser, place):
    from tests.factories import make_run

    old = issue(place)
    issue(graduate(make_run(place.offering.course_version), "Somebody Else"))
    revoked = issue(
        graduate(make_run(place.offering.course_version), party=place.party, person=place.person)
    )
    grant(ask(revoked, Wish.REVOCATION, "x", by=make_acting()), by=make_acting())
    assert "It was renewed" not in browser().get(f"/verify/{old.code}").text
