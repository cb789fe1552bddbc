"""Signing in and out: which browsers are open to an account."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import sqlalchemy as sa

from tpp import clock
from tpp.accounts.actions import passwords
from tpp.accounts.models import Account, SignedIn
from tpp.accounts.queries.offices import by_email
from tpp.accounts.rules.browsers import in_few_words
from tpp.accounts.rules.signing_in import IDLE, LONGEST, step_of
from tpp.db import db, lock, transaction


def token_hash(token: str) -> str:
    """What is kept of a random word: enough to know it again, not enough to use it."""
    return sha256(token.encode()).hexdigest()


def known(email: str, password: str) -> Account | None:
    """The account that this address and password open; None for every kind of failure."""
    account = by_email(email)
    is_right = passwords.is_right(account, password)
    if account is None or not is_right:
        return None
    if passwords.is_outdated(account):
        hash_anew(account, password)
    return account


@transaction()
def hash_anew(account: Account, password: str) -> None:
    account.password_hash = passwords.hashed(password)


@transaction()
def use_code(account: Account, code: str) -> bool:
    """Is this a code of the second factor, now, for the first time? It works once."""
    lock(account)
    step = step_of(account.totp_secret, code, clock.now(), account.totp_last_step)
    if step is None:
        return False
    account.totp_last_step = step
    return True


@transaction()
def open_browser(
    account: Account, office_id: int, browser: str, **contents: Any
) -> tuple[SignedIn, str]:
    """Let a browser in; gives the random word for its cookie. Those that have ended are swept away."""
    now, token = clock.now(), token_urlsafe(32)
    ended = sa.or_(SignedIn.until <= now, SignedIn.seen_at <= now - IDLE)
    db.session.execute(sa.delete(SignedIn).where(ended))
    signed_in = SignedIn(
        token_hash=token_hash(token),
        account_id=account.id,
        office_id=office_id,
        since=now,
        seen_at=now,
        until=now + LONGEST,
        contents=contents,
        browser=in_few_words(browser),
    )
    db.session.add(signed_in)
    db.session.flush()
    return signed_in, token


@transaction()
def keep(token: str, contents: dict[str, Any]) -> None:
    """Remember what the web keeps for this browser, and that it is in use."""
    db.session.execute(
        sa.update(SignedIn)
        .where(SignedIn.token_hash == token_hash(token))
        .values(contents=contents, seen_at=clock.now())
    )


@transaction()
def act_for(signed_in_id: int, office_id: int) -> None:
    """From here on this browser acts for another office of its account."""
    db.session.execute(
        sa.update(SignedIn).where(SignedIn.id == signed_in_id).values(office_id=office_id)
    )


@transaction()
def close_browser(signed_in_id: int, account_id: int) -> None:
    """Sign one browser of this account out."""
    db.session.execute(
        sa.delete(SignedIn).where(SignedIn.id == signed_in_id, SignedIn.account_id == account_id)
    )


@transaction()
def close_browsers(
    account_id: int, *, but: int | None = None, office_id: int | None = None
) -> None:
    """Sign every browser of this account out: but one, or only those acting for one office."""
    these = [SignedIn.account_id == account_id]
    if but is not None:
        these.append(SignedIn.id != but)
    if office_id is not None:
        these.append(SignedIn.office_id == office_id)
    db.session.execute(sa.delete(SignedIn).where(*these))
