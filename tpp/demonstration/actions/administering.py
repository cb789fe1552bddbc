"""What the administrators did: appointments to the programme, which one asks for and another decides."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tpp.accounts.actions import links
from tpp.accounts.actions.offices import withdraw_invitation
from tpp.accounts.models import Appointment, Invitation, Office
from tpp.acting import Role
from tpp.db import db
from tpp.demonstration.actions.cast import Cast
from tpp.demonstration.rules.addresses import address

ROTATES = "Follows a colleague who rotates at the end of the year."
ALREADY = "The office has enough people for this year."
MOVED = "Took another post before the letter came."


def administering(cast: Cast, now: datetime) -> Iterator[datetime]:
    """One appointment is confirmed, one refused, one withdrawn, and one waits."""
    first, second = cast.administrator, cast.second_administrator
    yield now - timedelta(days=400)
    key = asked(cast, Role.AUDITOR, "auditor2", "Auditor on rotation (demonstration)")
    yield now - timedelta(days=399)
    invitation = links.confirm(row(Appointment, key), by=second).id
    withdraw_invitation(row(Invitation, invitation), by=first, reason=MOVED)
    yield now - timedelta(days=200)
    key = asked(cast, Role.COORDINATOR, "coordinator3", "Third coordinator (demonstration)")
    yield now - timedelta(days=199)
    links.refuse(row(Appointment, key), by=second, reason=ALREADY)
    yield now - timedelta(days=90)
    key = asked(cast, Role.AUDITOR, "auditor3", "Another auditor (demonstration)")
    yield now - timedelta(days=88)
    links.refuse(row(Appointment, key), by=first, reason=MOVED)
    yield now - timedelta(days=2)
    asked(cast, Role.COORDINATOR, "coordinator4", "Coordinator on rotation (demonstration)")


def asked(cast: Cast, role: Role, name: str, title: str) -> int:
    office = row(Office, cast.programme[role])
    wanted = {"email": address(name), "name": title, "reason": ROTATES}
    return links.ask(office, by=cast.administrator, **wanted).id


def row(model: Any, key: int) -> Any:
    return db.session.get_one(model, key)
