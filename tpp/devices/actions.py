"""Doing what a device kept, once, however often it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.exc import IntegrityError

from tpp import clock
from tpp.acting import Acting
from tpp.db import db, transaction
from tpp.devices.models import Receipt
from tpp.devices.queries import receipt_of
from tpp.errors import Conflict, Refused

Deed = Callable[[], dict[str, Any] | None]


class Came(NamedTuple):
    """What came of a deed, now or when it was sent before."""

    answer: dict[str, Any]
    is_repeated: bool


def received(uuid: str, *, kind: str, made_at: datetime, by: Acting, deed: Deed) -> Came:
    """Run ``deed`` unless it was done before; the receipt is written in its transaction.

    What the deed refuses, or finds in conflict, leaves no receipt: it was not done. Sent again it is
    judged anew.
    """
    try:
        return done(uuid, kind, made_at, by, deed)
    except (IntegrityError, Refused, Conflict):
        earlier = receipt_of(uuid)  # the same deed was done meanwhile, in another request
        if earlier is None:
            raise
        return repeated(earlier, by)


@transaction()
def done(uuid: str, kind: str, made_at: datetime, by: Acting, deed: Deed) -> Came:
    earlier = receipt_of(uuid)
    if earlier:
        return repeated(earlier, by)
    came = deed() or {}
    who = {"account_id": by.account_id, "made_at": made_at, "at": clock.now()}
    db.session.add(Receipt(uuid=uuid, kind=kind, came=came, **who))
    return Came(came, is_repeated=False)


def repeated(earlier: Receipt, by: Acting) -> Came:
    if earlier.account_id != by.account_id:
        raise Refused("This was sent before from another account.")
    return Came(earlier.came, is_repeated=True)
