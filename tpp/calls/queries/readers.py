"""Who gets the letters of a call, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tpp.accounts.models import Account, Office, OfficeHolder
from tpp.acting import Acting, Role
from tpp.calls.models import AskedParty, CallAddressee, CalledRun, CallLetter, NominationCall
from tpp.calls.rules import Kind
from tpp.db import db
from tpp.outbox.models import Message
from tpp.outbox.queries import about
from tpp.parties.models import Party


@dataclass(frozen=True)
class Reader:
    """Somebody who signs in for offices that a call asks."""

    account: Account
    parties: tuple[Party, ...]


def readers(call: NominationCall, party_ids: Iterable[int] | None = None) -> list[Reader]:
    """Everybody who signs in for an office that the call asks, once each, by number."""
    found = (
        select(Account, Party)
        .join(OfficeHolder, OfficeHolder.account_id == Account.id)
        .join(Office, Office.id == OfficeHolder.office_id)
        .join(Party, Party.id == Office.party_id)
        .join(AskedParty, AskedParty.party_id == Party.id)
        .where(AskedParty.call_id == call.id, Office.role == Role.FOCAL_POINT)
        .where(OfficeHolder.until.is_(None), Office.closed_at.is_(None))
        .where(Account.disabled_at.is_(None))
        .order_by(Account.id, Party.name)
    )
    if party_ids is not None:
        found = found.where(Party.id.in_(list(party_ids)))
    by_account: dict[Account, dict[int, Party]] = {}
    for account, party in db.session.execute(found):
        by_account.setdefault(account, {})[party.id] = party  # two offices of one Party count once
    return [Reader(account, tuple(parties.values())) for account, parties in by_account.items()]


def nobody_to_write_to(call: NominationCall) -> list[Party]:
    """Parties that are asked and for which nobody signs in."""
    reached = {party.id for reader in readers(call) for party in reader.parties}
    found = (
        select(Party)
        .join(AskedParty, AskedParty.party_id == Party.id)
        .where(AskedParty.call_id == call.id, Party.id.not_in(reached))
        .order_by(Party.name)
    )
    return list(db.session.scalars(found))


def written_for(call: NominationCall, kind: Kind) -> dict[str, CallLetter]:
    """What the programme changed in a letter, by language."""
    found = select(CallLetter).where(CallLetter.call_id == call.id, CallLetter.kind == kind)
    return {it.language: it for it in db.session.scalars(found)}


def written_keys(call: NominationCall) -> dict[str, set[int]]:
    """The letters of a call that are in the outbox by their keys, with the Parties that they serve."""
    found = select(CallAddressee.key, CallAddressee.party_id)
    keys: dict[str, set[int]] = {}
    for key, party_id in db.session.execute(found.where(CallAddressee.call_id == call.id)):
        keys.setdefault(key, set()).add(party_id)
    return keys


def letters(call: NominationCall) -> list[tuple[CallAddressee, Message | None]]:
    """Every letter of a call with its mail, in the order in which they were written."""
    found = select(CallAddressee).where(CallAddressee.call_id == call.id)
    rows = list(db.session.scalars(found.order_by(CallAddressee.id)))
    mails = about([row.key for row in rows])
    return [(row, mails.get(row.key)) for row in rows]


@dataclass(frozen=True)
class Addressee:
    """A letter, to whom it went, and its mail."""

    row: CallAddressee
    account: Account
    party: Party
    mail: Message | None


def addressees(call: NominationCall) -> list[Addressee]:
    """Every letter of a call, the newest first, with the account and the Party."""
    found = (
        select(CallAddressee, Account, Party)
        .join(Account, Account.id == CallAddressee.account_id)
        .join(Party, Party.id == CallAddressee.party_id)
        .where(CallAddressee.call_id == call.id)
        .order_by(CallAddressee.id.desc())
    )
    rows = db.session.execute(found).all()
    mails = about([row[0].key for row in rows])
    return [Addressee(row, account, party, mails.get(row.key)) for row, account, party in rows]


def one_addressee(_: Acting, addressee_id: int) -> CallAddressee | None:
    return db.session.scalar(select(CallAddressee).where(CallAddressee.id == addressee_id))


def may_be_reminded(today: date) -> list[NominationCall]:
    """Calls whose letters went out and which have not closed anywhere on earth."""
    found = (
        select(NominationCall)
        .options(joinedload(NominationCall.runs).joinedload(CalledRun.offering))
        .where(NominationCall.letters_sent_at.is_not(None), NominationCall.reminders != "")
        .where(NominationCall.closes_on >= today - timedelta(days=1))
        .order_by(NominationCall.id)
    )
    return list(db.session.scalars(found).unique())
