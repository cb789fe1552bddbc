"""Mail leaves once, whatever the server does and however often the sending is tried."""

import email
import re
import threading
from datetime import timedelta
from email.policy import default
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.outbox.conftest import (
    Accepting,
    HangingUp,
    RefusingMail,
    RefusingPeople,
    RudeGoodbye,
    Silent,
)
from tpp import clock
from tpp.db import db, transaction
from tpp.outbox import actions, queries
from tpp.outbox.models import Message
from tpp.outbox.post import Server, Undelivered
from tpp.outbox.rules import LEASE, WAITS

TOKEN = "a-random-word-for-the-link"


def write(key="invitation-1", to="asha@example.org", language="en", name="Asha"):
    words = {"name": name, "office": "Kenya", "days": 7, "token": TOKEN}
    return actions.write(key, to, "invitation", language, **words)


def stands(message):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Message, message.id)


def test_a_mail_leaves_once_as_text_and_html_with_its_link(app, mail_server):
    server = Accepting()
    way = mail_server(server)
    message = write()

    assert actions.send_due(post=way) == 1
    assert actions.send_due(post=way) == 0

    [envelope] = server.mails
    mail = email.message_from_bytes(envelope.content, policy=default)
    link = f"http://localhost/invitations/{TOKEN}"
    assert envelope.rcpt_tos == ["asha@example.org"]
    assert mail["Subject"] == "You are invited to the training register"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert all(link in part.get_content() for part in mail.iter_parts())
    assert mail["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", mail["Message-ID"])
    assert stands(message).sent_at is not None


def test_the_words_of_a_mail_are_gone_once_it_left(app, mail_server):
    message = write()
    actions.send_due(post=mail_server(Accepting()))
    assert stands(message).words == {}


def test_a_second_mail_about_the_same_thing_is_not_written(app):
    assert write() is write()
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 1


def test_a_mail_written_in_a_transaction_that_fails_never_was(app):
    with pytest.raises(ZeroDivisionError), transaction():
        write()
        raise ZeroDivisionError
    assert queries.waiting() == 0


def test_what_a_server_refuses_for_good_is_given_up_without_the_address_in_the_reason(
    app, mail_server
):
    message = write()
    for server in (RefusingPeople(550),):
        assert actions.send_due(post=mail_server(server)) == 0
    found = stands(message)
    assert (found.next_try_at, found.sent_at, found.words) == (None, None, {})
    assert "550" in found.problem
    assert "@" not in found.problem


@pytest.mark.parametrize(
    "server",
    [RefusingPeople(450), RefusingMail(451), Silent(), HangingUp()],
    ids=["greylisting", "busy", "silent", "hanging up"],
)
def test_what_may_work_later_is_tried_again_after_a_wait(app, mail_server, at, server):
    now = clock.now()
    at(now)
    message = write()
    assert actions.send_due(post=mail_server(server)) == 0
    found = stands(message)
    assert found.next_try_at == now + WAITS[0]
    assert found.words["token"] == TOKEN

    good = Accepting()
    way = mail_server(good)
    assert actions.send_due(post=way) == 0
    at(now + WAITS[0])
    assert actions.send_due(post=way) == 1
    assert len(good.mails) == 1


def test_no_server_at_all_is_a_wait_too(app):
    message = write()
    assert actions.send_due(post=Server("smtp://127.0.0.1:9", timeout=1)) == 0
    assert stands(message).next_try_at > clock.now()


def test_a_mail_is_given_up_in_the_end(app, at):
    message, now = write(), clock.now()
    nowhere = Server("smtp://127.0.0.1:9", timeout=1)
    for wait in (timedelta(), *WAITS):
        now += wait
        at(now)
        actions.send_due(post=nowhere)
    found = stands(message)
    assert (found.next_try_at, found.words) == (None, {})
    assert found.tries == len(WAITS) + 1


def test_a_rude_goodbye_does_not_send_the_mail_again(app, mail_server):
    server = RudeGoodbye()
    write()
    assert actions.send_due(post=mail_server(server)) == 1
    assert len(server.mails) == 1


class Killed(BaseException):
    """The worker's end, in the middle of sending."""


class Killing:
    def deliver(self, mail):
        raise Killed


def test_a_killed_workers_mail_is_taken_up_after_its_lease_under_the_same_number(
    app, mail_server, at
):
    now = clock.now()
    at(now)
    write()
    with pytest.raises(Killed):
        actions.send_due(post=Killing())
    server = Accepting()
    way = mail_server(server)
    at(now + LEASE - timedelta(seconds=1))
    assert actions.send_due(post=way) == 0
    at(now + LEASE)
    assert actions.send_due(post=way) == 1
    assert len(server.mails) == 1


def test_a_worker_that_comes_back_late_does_not_undo_what_another_did(app, at):
    """The first try hangs beyond its lease; a second one sends; then the first one fails."""
    now = clock.now()
    at(now)
    message = write()
    first = actions.claim()
    late = (first.id, first.tries)
    at(now + LEASE)
    second = actions.claim()
    actions.settle(second.id, second.tries, sent_at=clock.now(), next_try_at=None, words={})
    actions.fail(*late, "too late", is_final=False)
    found = stands(message)
    assert found.sent_at is not None
    assert found.next_try_at is None


def test_a_broken_letter_does_not_stop_the_others(app, mail_server):
    broken = actions.write("broken", "asha@example.org", "no_such_template", "en")
    write()
    server = Accepting()
    assert actions.send_due(post=mail_server(server)) == 1
    assert stands(broken).problem == "TemplateNotFound"


@pytest.mark.both
def test_many_workers_send_every_mail_once(app, mail_server):
    for n in range(20):
        write(key=f"invitation-{n}")
    server = Accepting()
    way = mail_server(server)

    def work():
        with app.app_context():
            while actions.send_due(most=3, post=way):
                pass

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    numbers = [
        email.message_from_bytes(envelope.content)["Message-ID"] for envelope in server.mails
    ]
    assert len(numbers) == len(set(numbers)) == 20
    assert queries.waiting() == 0


def test_on_one_machine_mail_is_a_file_that_only_the_owner_reads(app):
    write(name="Ásha العربية 中文")
    assert actions.send_due() == 1
    [path] = (Path(app.config["TPP_DATA"]) / "outbox").glob("*.eml")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    assert mail["To"] == "asha@example.org"
    assert "Ásha العربية 中文" in mail.get_body(("plain",)).get_content()
    path.unlink()


def test_what_the_log_says_of_mail_names_nobody(app, mail_server, capsys):
    write(to="canary@example.org", name="Canary")
    write(key="second", to="canary@example.org", name="Canary")
    actions.send_due(most=1, post=mail_server(Accepting()))
    actions.send_due(post=mail_server(RefusingPeople(550)))
    said = "".join(capsys.readouterr()).lower()
    assert "mail sent" in said
    assert "mail not sent" in said
    assert "canary" not in said
    assert TOKEN not in said


def test_a_name_cannot_forge_a_header(app, mail_server):
    server = Accepting()
    write(name="Asha\r\nBcc: everybody@example.org")
    actions.send_due(post=mail_server(server))
    mail = email.message_from_bytes(server.mails[0].content, policy=default)
    assert mail["Bcc"] is None
    assert server.mails[0].rcpt_tos == ["asha@example.org"]


def test_html_in_a_name_is_text(app, mail_server):
    server = Accepting()
    write(name="<script>alert(1)</script>")
    actions.send_due(post=mail_server(server))
    mail = email.message_from_bytes(server.mails[0].content, policy=default)
    assert "<script>" not in mail.get_body(("html",)).get_content()


def test_a_password_does_not_travel_unencrypted(app, mail_server):
    way = mail_server(Accepting())
    way = Server(f"smtp://user:secret@127.0.0.1:{way.url.port}", timeout=1)
    with pytest.raises(Undelivered, match="no encryption"):
        way.connected()


def test_mail_is_written_in_the_language_of_whom_it_is_for(app, mail_server):
    server = Accepting()
    write(language="ar")
    actions.send_due(post=mail_server(server))
    mail = email.message_from_bytes(server.mails[0].content, policy=default)
    assert mail["Content-Language"] == "ar"
    assert 'dir="rtl"' in mail.get_body(("html",)).get_content()
