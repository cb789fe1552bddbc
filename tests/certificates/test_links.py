"""A link by mail opens one certificate without an account, for a while, and is told by nothing else."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.certificates.classes import graduate
from tests.factories import (
    make_acting,
    make_allocation,
    make_focal_point,
    make_party,
    make_person,
    make_run,
    make_version,
)
from tpp import clock
from tpp.acting import Role
from tpp.certificates import tasks
from tpp.certificates.actions import linking, register
from tpp.certificates.models import CertificateLink
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.rules.links import OPENS_FOR, word_hash
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.outbox.mail import written
from tpp.outbox.models import Message


@pytest.fixture
def place(app):
    allocation = make_allocation(make_run(make_version(validity_months=36)), make_party(), seats=3)
    return graduate(allocation, "Asha Wanjiru", "asha@example.org")


@pytest.fixture
def certificate(place):
    [certificate] = register(place.offering, by=make_acting()).certificates
    tasks.print_page(certificate)
    return certificate


def letters(template):
    db.session.rollback()
    found = sa.select(Message).where(Message.template == template).order_by(Message.id)
    return db.session.scalars(found).all()


def link_in(message):
    _, text, _ = written(message.template, message.language, message.words)
    return re.search(r"http://localhost(/links/\w+)", text)[1]


@pytest.mark.both
def test_the_mail_that_it_was_issued_opens_it_in_two_clicks_without_an_account(
    browser, certificate
):
    stranger = browser()
    address = link_in(letters("certificate-issued")[0])
    page = stranger.get(address)
    assert page.status_code == 200
    assert "Asha Wanjiru" in page.text
    assert certificate.serial in page.text
    file = re.search(r'href="(/links/\w+/file)"', page.text)[1]
    answer = stranger.get(file)
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    token = stranger.get(re.search(r'href="(/links/\w+/credential)"', page.text)[1])
    assert token.data == attached_to(answer.data)
    for it in (page, answer, token):
        assert it.headers["Cache-Control"] == "no-store"
        assert it.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in it.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in it.headers


def test_the_register_keeps_the_hash_alone_and_the_sent_mail_nothing(certificate):
    [message] = letters("certificate-issued")
    word = message.words["word"]
    [link] = db.session.scalars(sa.select(CertificateLink))
    assert link.word_hash == word_hash(word)
    assert len(word) == 26  # 128 bits
    columns = CertificateLink.__table__.c.keys()
    assert word not in str([getattr(link, name) for name in columns])


def test_a_guess_one_that_is_over_and_one_taken_back_are_answered_alike(browser, certificate, at):
    now, stranger = clock.now(), browser()
    address = link_in(letters("certificate-issued")[0])
    guess = stranger.get("/links/" + "0" * 26)
    assert guess.status_code == 404
    linking.send_link(certificate, by=make_acting())
    fresh = link_in(letters("certificate-link")[0])
    assert stranger.get(fresh).status_code == 200

    assert linking.revoke_links(certificate, by=make_acting()) == 2
    taken_back = stranger.get(fresh)
    with transaction():
        db.session.execute(sa.update(CertificateLink).values(revoked_at=None))
    at(now + OPENS_FOR + timedelta(minutes=1))
    over = stranger.get(address)
    for answer in (taken_back, over):
        assert (answer.status_code, plain(answer)) == (404, plain(guess))
        assert answer.headers["Referrer-Policy"] == guess.headers["Referrer-Policy"]
    for part in ("file", "credential"):
        assert plain(stranger.get(f"{address}/{part}")) == plain(guess)


def plain(answer):
    """The page but for its own address and what is drawn by chance."""
    return re.sub(r'(value|content|href)="[^"]*"|[0-9a-f]{12}', "", answer.text)


def test_guessing_is_slowed_down(browser, app):
    stranger = browser()
    answers = [stranger.get(f"/links/{number:026d}").status_code for number in range(40)]
    assert set(answers) == {404, 429}


@pytest.mark.both
def test_holder_office_and_coordinator_send_and_take_back_and_nobody_else(
    browser, certificate, place
):
    address = f"/certificates/{certificate.id}/links"
    holder = make_acting(Role.TRAINEE, person=place.person)
    for acting in (holder, make_focal_point(place.party), make_acting()):
        client = browser(acting)
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 303
        assert client.post(f"{address}/revocation").status_code == 303
    assert len(letters("certificate-link")) == 3
    stranger = make_acting(Role.TRAINEE, person=make_person())
    for acting in (stranger, make_focal_point(make_party())):
        client = browser(acting)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        assert client.post(f"{address}/revocation").status_code == 404
    for role in (Role.AUDITOR, Role.SUPPORTER, Role.ADMINISTRATOR):
        acting = make_acting(role, runs=[place.offering])
        assert browser(acting).post(address).status_code == 403
    trainer = browser(make_acting(Role.TRAINER, runs=[place.offering]))
    assert trainer.post(address).status_code == 404  # of their own alone


def test_a_link_is_for_whoever_has_an_address(app):
    allocation = make_allocation(make_run(), seats=1)
    place = graduate(allocation, "Otieno")
    [certificate] = register(place.offering, by=make_acting()).certificates
    with pytest.raises(Refused, match="no e-mail address"):
        linking.send_link(certificate, by=make_acting())


# The last day


def test_a_holder_is_told_of_the_last_day_once_and_as_early_as_is_set(certificate, at):
    last = certificate.expires_on
    at(clock.now().replace(year=last.year, month=last.month, day=last.day) - timedelta(days=91))
    assert linking.tell_of_last_days() == 0
    at(clock.now() + timedelta(days=1))
    assert linking.tell_of_last_days() == 1
    assert linking.tell_of_last_days() == 0
    [message] = letters("certificate-expires")
    assert message.to == "asha@example.org"
    assert certificate.serial in written(message.template, "en", message.words)[1]


def test_the_number_of_days_has_an_author_and_a_coordinator_sets_it(browser, certificate):
    client, address = browser(make_acting()), "/certificates/notice"
    assert "The default of this register" in client.get(address).text
    assert client.post(address, data={"days": "400"}).status_code == 422
    assert client.post(address, data={"days": "30", "reason": "Long courses."}).status_code == 303
    page = client.get(address).text
    assert "30 days before" in page
    assert "Set by" in page
    assert browser(make_acting(Role.AUDITOR)).get(address).status_code == 403


def test_the_holder_finds_the_address_to_share_and_the_links(browser, certificate, place):
    page = browser(make_acting(Role.TRAINEE, person=place.person)).get("/my/certificates").text
    assert f'value="http://localhost/verify/{certificate.code}"' in page
    assert f"/certificates/{certificate.id}/links" in page
    assert "90 days before" in page
