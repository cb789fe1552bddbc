"""Confirming names before they are printed, or saying that one is not right."""

import secrets
from collections.abc import Mapping, Sequence

from tpp import clock
from tpp.accounts.models import Account
from tpp.acting import Acting
from tpp.certificates.models import NameCheck, NameWish, StaffName
from tpp.certificates.queries.naming import NameLine
from tpp.certificates.queries.team import StaffLine, names_of, names_of_accounts
from tpp.certificates.rules import Names
from tpp.certificates.rules.naming import NameState, check_seen, check_wish, hash_of
from tpp.db import db, transaction
from tpp.history.models import record
from tpp.letters import check_name


@transaction()
def confirm_names(lines: Sequence[NameLine], shown: Mapping[int, str], *, by: Acting) -> int:
    """Write down that these names are right as they would be printed; says how many that was news of.

    ``shown`` holds, by person, what the form said that it had shown; Conflict where a name changed
    meanwhile. Only a salted hash of the letters is kept.
    """
    for line in lines:
        check_seen(shown.get(line.person.person_id, ""), line.names)
    fresh = [it for it in lines if it.state is not NameState.CONFIRMED]
    for line in fresh:
        said(line, is_right=True, by=by)
    return len(fresh)


@transaction()
def doubt_name(
    line: NameLine, shown: str, *, name: str = "", native: str = "", note: str = "", by: Acting
) -> NameCheck:
    """Write down that a name is not right, and how it should be: the office corrects the record."""
    check_wish(name, native, note)
    check_seen(shown, line.names)
    check = said(line, is_right=False, by=by)
    wish = NameWish(name_check_id=check.id, **whose_name(line), name=name, native=native, note=note)
    db.session.add(wish)
    return check


def said(line: NameLine, *, is_right: bool, by: Acting) -> NameCheck:
    salt = secrets.token_hex(16)
    check = NameCheck(
        **whose_name(line),
        is_right=is_right,
        salt=salt,
        names_hash=hash_of(salt, line.names),
        account_id=by.account_id,
        role=by.role,
        at=clock.now(),
    )
    db.session.add(check)
    db.session.flush()
    record(check, "name_confirmed" if is_right else "name_doubted", by=by)
    return check


def whose_name(line: NameLine) -> dict[str, int]:
    return {"person_id": line.person.person_id, "party_id": line.person.party_id}


# Those who teach have an account and no record


@transaction()
def write_own_name(
    line: StaffLine, shown: str, *, name: str, native: str, native_language: str, by: Acting
) -> StaffName:
    """Say how one is to be named on certificates, which is right from then on; Refused where it cannot
    be printed, Conflict where the name was changed since it was shown."""
    check_seen(shown, line.names)
    check_name(name, "name")
    if native:
        check_name(native, "native")
    row = staff_name(line.account_id)
    row.name = "" if name == line.name else name
    row.native, row.native_language = native, native_language if native else ""
    account = db.session.get_one(Account, line.account_id)
    confirmed(row, names_of(account.name, account.language, row), by)
    return row


@transaction()
def confirm_staff_names(lines: Sequence[StaffLine], shown: Mapping[int, str], *, by: Acting) -> int:
    """Write down that these names, by account, are right as they were shown; see ``confirm_names``."""
    for line in lines:
        check_seen(shown.get(line.account_id, ""), line.names)
    fresh = [it for it in lines if it.state is not NameState.CONFIRMED]
    for line in fresh:
        confirmed(staff_name(line.account_id), line.names, by)
    return len(fresh)


def confirmed(row: StaffName, names: Names, by: Acting) -> None:
    row.salt = secrets.token_hex(16)
    row.names_hash = hash_of(row.salt, names)
    row.role, row.at, row.version = by.role, clock.now(), row.version + 1
    db.session.flush()
    record(row, "name_confirmed", by=by)


def staff_name(account_id: int) -> StaffName:
    """The row of this account; a new one where there is none."""
    row = names_of_accounts([account_id]).get(account_id)
    if row is None:
        row = StaffName(account_id=account_id, at=clock.now(), version=0)
        row.name = row.native = row.native_language = row.salt = row.names_hash = row.role = ""
        db.session.add(row)
    return row


def print_staff_as(account_id: int, names: Names, *, by: Acting) -> None:
    """What certificates of this account print from now on; that it is right is said anew."""
    row, account = staff_name(account_id), db.session.get_one(Account, account_id)
    row.name = "" if names.name == account.name else names.name
    row.native, row.native_language = names.native or "", names.native_language or ""
    row.version += 1
    db.session.flush()
    record(row, "corrected", by=by, after={"facts": ["printed_name"]})
