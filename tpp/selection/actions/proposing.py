"""A seat came free: the programme office is told that somebody waits for it. Nobody moves up by itself."""

from datetime import datetime

from tpp import clock
from tpp.db import db, transaction
from tpp.outbox.actions import write
from tpp.parties.models import Party
from tpp.scope import EVERYTHING, seeing
from tpp.selection import queries
from tpp.selection.queries.reserve import Untold


def propose_due(now: datetime | None = None) -> int:
    """Write to the programme office about each seat that came free; part of the worker's rounds."""
    with seeing(EVERYTHING):  # the register's own calendar looks at every run
        waiting = queries.untold(now or clock.now())
        if waiting:
            tell(waiting)
    return len(waiting)


@transaction()
def tell(waiting: list[Untold]) -> None:
    """No name of a nominee leaves the register: the mail says where to look."""
    for it in waiting:
        write(
            f"seat-free-{it.entry_id}-{it.account_id}",
            it.email,
            "seat_free",
            it.language,
            name=it.name,
            code=it.code,
            party=db.session.get_one(Party, it.party).name_in(it.language),
        )
