"""Which browsers are signed in, as whom, and for which offices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from tpp.accounts.models import Account, Office, OfficeHolder, SignedIn
from tpp.accounts.rules.signing_in import IDLE, is_over
from tpp.acting import Role
from tpp.db import db
from tpp.scope import EVERYTHING, seeing


@dataclass(frozen=True)
class Held:
    """An office that somebody may act for."""

    id: int
    name: str
    role: Role
    party_id: int | None


@dataclass(frozen=True)
class Open:
    """A signed-in browser, its account, and every office that the account holds now.

    What pages show of it stands here in plain words, so that showing it asks the database nothing.
    """

    id: int
    seen_at: datetime
    contents: dict[str, Any]
    office_id: int | None
    account: Account
    account_id: int
    account_name: str
    language: str
    timezone: str
    offices: tuple[Held, ...]

    @property
    def acts_for(self) -> Held | None:
        """The office chosen; none once that office is held no more."""
        return next((held for held in self.offices if held.id == self.office_id), None)

    @property
    def others(self) -> list[Held]:
        return [held for held in self.offices if held.id != self.office_id]


OPEN = (
    select(
        SignedIn.id,
        SignedIn.seen_at,
        SignedIn.until,
        SignedIn.contents,
        SignedIn.office_id,
        Account,
        Office.id,
        Office.name,
        Office.role,
        Office.party_id,
    )
    .join(Account, Account.id == SignedIn.account_id)
    .join(OfficeHolder, OfficeHolder.account_id == Account.id)
    .join(Office, Office.id == OfficeHolder.office_id)
    .where(SignedIn.token_hash == bindparam("token_hash"), Account.disabled_at.is_(None))
    .where(OfficeHolder.until.is_(None), Office.closed_at.is_(None))
    .order_by(OfficeHolder.id)
)
"""Put together once: every request asks it."""


def open_session(token_hash: str, now: datetime) -> Open | None:
    """The browser with this cookie, its account and offices, in one query.

    None once it has ended, and for somebody who holds no office any more.
    """
    with seeing(EVERYTHING):  # who asks, and so the scope, is only known afterwards
        rows = db.session.execute(OPEN, {"token_hash": token_hash}).all()
    if not rows:
        return None
    number, seen_at, until, contents, office_id, account, *_ = rows[0]
    if is_over(seen_at, until, now):
        return None
    who = (account, account.id, account.name, account.language, account.timezone)
    return Open(number, seen_at, contents, office_id, *who, tuple(Held(*row[6:]) for row in rows))


def sessions_of(account_id: int, now: datetime) -> Select[SignedIn]:
    """The browsers signed in to this account now, the latest used first."""
    return (
        select(SignedIn)
        .where(
            SignedIn.account_id == account_id,
            SignedIn.until > now,
            SignedIn.seen_at > now - IDLE,
        )
        .order_by(SignedIn.seen_at.desc(), SignedIn.id.desc())
    )
