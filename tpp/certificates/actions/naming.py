"""Confirming names before they are printed, or saying that one is not right."""

import secrets
from collections.abc import Mapping, Sequence

from tpp import clock
from tpp.acting import Acting
from tpp.certificates.models import NameCheck, NameWish
from tpp.certificates.queries.naming import NameLine
from tpp.certificates.rules.naming import NameState, check_seen, check_wish, hash_of
from tpp.db import db, transaction
from tpp.history.models import record


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
