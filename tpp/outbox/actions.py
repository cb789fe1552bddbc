"""Writing mail in the business transaction, and sending it afterwards.

A mail is claimed for a while before it is sent and marked after the server took it. Killed in between,
it is sent again under the same Message-ID: the only case in which a receiver can see it twice.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
import structlog
from flask import current_app

from tpp import clock
from tpp.db import db, transaction
from tpp.outbox import queries
from tpp.outbox.mail import letter
from tpp.outbox.models import Message
from tpp.outbox.post import Post, Undelivered, post_for
from tpp.outbox.rules import LEASE, WITHDRAWN, Fate, next_try

log = structlog.get_logger()


@transaction()
def write(key: str, to: str, template: str, language: str, **words: Any) -> Message:
    """Put a mail into the outbox; a second one about the same thing (``key``) is not written."""
    written = db.session.scalar(sa.select(Message).where(Message.key == key))
    if written:
        return written
    now = clock.now()
    message = Message(
        key=key,
        to=to,
        template=template,
        language=language,
        words=words,
        written_at=now,
        next_try_at=now,
    )
    db.session.add(message)
    db.session.flush()
    return message


class Letter(NamedTuple):
    """A mail that is still to be written."""

    key: str
    to: str
    template: str
    language: str
    words: dict[str, Any]


@transaction()
def write_all(letters: Collection[Letter]) -> None:
    """Put many mails into the outbox at once; of those that are written already none is written again."""
    known, now = queries.about([it.key for it in letters]), clock.now()
    rows = [
        {**it._asdict(), "written_at": now, "next_try_at": now, "tries": 0, "problem": ""}
        for it in letters
        if it.key not in known
    ]
    if rows:
        db.session.execute(sa.insert(Message), rows)


@transaction()
def withdraw(key: str) -> None:
    """Do not send this mail any more, where it has not left yet."""
    db.session.execute(
        sa.update(Message)
        .where(Message.key == key, Message.next_try_at.is_not(None))
        .values(next_try_at=None, words={}, problem=WITHDRAWN)
    )


@transaction()
def write_again(key: str, to: str, language: str, **words: Any) -> bool:
    """Try a mail that was given up once more from the beginning; says whether it had been given up."""
    message = db.session.scalar(sa.select(Message).where(Message.key == key).with_for_update())
    if message is None or message.fate is not Fate.GIVEN_UP:
        return False
    message.to, message.language, message.words = to, language, words
    message.tries, message.problem, message.next_try_at = 0, "", clock.now()
    return True


def send_due(most: int = 50, post: Post | None = None) -> int:
    """Send what is due, at most so many; says how many left. May be run by several workers at once."""
    post = post or post_for(current_app.config["MAIL_URL"], Path(current_app.config["TPP_DATA"]))
    sent = 0
    for _ in range(most):
        message = claim()
        if message is None:
            break
        sent += try_to_send(message, post)
    return sent


@transaction()
def claim() -> Message | None:
    """Take the next due mail for a while, so that nobody else sends it meanwhile."""
    now = clock.now()
    message = db.session.scalar(queries.due(now))
    if message:
        message.tries += 1
        message.next_try_at = now + LEASE
    return message


def try_to_send(message: Message, post: Post) -> bool:
    number, tries = message.id, message.tries
    try:
        mail = letter(message)
        post.deliver(mail)
    except Undelivered as trouble:
        fail(number, tries, trouble.problem, is_final=trouble.is_final)
        return False
    except Exception as bug:  # a broken letter must not stop the others
        fail(number, tries, type(bug).__name__, is_final=False)
        return False
    settle(number, tries, sent_at=clock.now(), next_try_at=None, words={}, problem="")
    log.info("mail sent", message=number, template=message.template, mail_id=mail["Message-ID"])
    return True


def fail(number: int, tries: int, problem: str, *, is_final: bool) -> None:
    """Try again later, or give up; a mail given up keeps no words."""
    again = next_try(tries, clock.now(), is_final=is_final)
    settle(number, tries, next_try_at=again, problem=problem, **({} if again else {"words": {}}))
    log.warning(
        "mail not sent", message=number, tries=tries, problem=problem, gives_up=again is None
    )


@transaction()
def settle(number: int, tries: int, **outcome: Any) -> None:
    """Write down how a try ended, unless another worker has taken the mail up since."""
    db.session.execute(
        sa.update(Message)
        .where(Message.id == number, Message.tries == tries, Message.sent_at.is_(None))
        .values(**outcome)
    )
