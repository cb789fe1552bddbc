"""A register of a thousand rows, made in a moment, and the ways in which somebody could change one."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from tests.certificates.issuing import held_run
from tests.factories import make_acting, make_allocation
from tpp import clock
from tpp.assessments.models import Outcome
from tpp.assessments.rules import Status as Earned
from tpp.certificates.actions import register
from tpp.certificates.models import Certificate, CertificateFile, CertificateName
from tpp.certificates.queries.auditing import head, told_of_all
from tpp.certificates.rules.auditing import SoFar, Story, page_fault, row_fault
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as Place
from tpp.files.models import StoredFile
from tpp.history.models import Entry
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status as Nominated
from tpp.people.models import Person

NAMES = ("Asha Wanjiru", "Layla al-Husseini", "Trần Thị Hoa", "Odhiambo Otieno", "Luz Quispe")


def make_register(rows: int) -> list[Certificate]:
    """So many certificates of one run, entered as every certificate is."""
    run = held_run(is_demonstration=True, seats=rows)
    allocation, now = make_allocation(run, seats=rows), clock.now()
    whose = {"offering_id": run.id, "party_id": allocation.party_id}
    numbers = range(1, rows + 1)
    with transaction() as session:
        write(session, Person, [person(allocation.party_id, n, now) for n in numbers])
        nominated = {"status": Nominated.ACCEPTED, "made_at": now, "allocation_id": allocation.id}
        write(session, Nomination, [whose | nominated | {"id": n, "person_id": n} for n in numbers])
        placed = {"status": Place.FINISHED, "confirmed_at": now}
        ids = [{"id": n, "nomination_id": n, "person_id": n, "human_id": n} for n in numbers]
        write(session, Enrolment, [whose | placed | it | {"word": str(it["id"])} for it in ids])
        earned = {"status": Earned.COMPLETED, "qualification": "Operator"}
        write(
            session,
            Outcome,
            [whose | earned | {"enrolment_id": n, "person_id": n} for n in numbers],
        )
    return register(run, by=make_acting()).certificates


def person(party: int, number: int, now: datetime) -> dict[str, Any]:
    name = f"{NAMES[number % len(NAMES)]} {number}"
    ties = {"id": number, "party_id": party, "nationality_id": party, "root_id": None}
    return ties | {"name": name, "search_key": name.lower(), "made_at": now, "language": "en"}


def write(session: Any, model: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(sa.insert(model), rows)


# A copy of the register in memory, so that a change is tried in a moment


class Copy:
    """Rows as plain values, joined as the audit joins them; each change is made on a copy of a row."""

    def __init__(self) -> None:
        self.certificates = [plain(it) for it in every(Certificate, Certificate.number)]
        self.names = {it.certificate_id: plain(it) for it in every(CertificateName)}
        files = {it.id: plain(it) for it in every(StoredFile)}
        self.pages = {it.certificate_id: plain(it) for it in every(CertificateFile)}
        for page in self.pages.values():
            page.file = files.get(page.file_id)
        self.stories = told_of_all()
        self.before = list(self.states())
        self.head = head()
        self.lines = {it.id: it.hash for it in every(Entry)}

    def states(self) -> Iterator[SoFar]:
        """The register up to each row."""
        found = SoFar()
        for it in self.certificates:
            yield SoFar(found.rows, found.pages, found.last_hash, found.statuses)
            found.add(it, self.pages.get(it.id))

    def fault(self, rows: list[Any], so_far: SoFar, **others: Any) -> str:
        """What the audit says of these rows, one after the other; ``others`` are changed rows beside."""
        found = SoFar(so_far.rows, so_far.pages, so_far.last_hash, dict(so_far.statuses))
        for it in rows:
            names, page = others.get("names", self.names), others.get("pages", self.pages)
            story = self.stories.get(it.id)
            fault = row_fault(it, names.get(it.id), story, found)
            fault = fault or page_fault(it, page.get(it.id), story or Story(0))
            if fault:
                return fault
            found.add(it, page.get(it.id))
        return ""


def every(model: Any, *order: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).order_by(*(order or (model.id,)))))


def plain(row: Any) -> SimpleNamespace:
    return SimpleNamespace(**{it.name: getattr(row, it.name) for it in row.__table__.columns})


def changed(row: Any, column: str, value: Any) -> SimpleNamespace:
    copy = SimpleNamespace(**vars(row))
    setattr(copy, column, value)
    return copy


def others_than(value: Any, column: str) -> list[Any]:
    """Values that somebody could write in place of this one: the least that differs, and none at all."""
    match value:
        case bool():
            return [not value, None]
        case int():
            return [value + 1, value - 1, -value, None]
        case datetime():
            return [value + timedelta(microseconds=1), value - timedelta(days=1), None]
        case date():
            return [value + timedelta(days=1), date(2001, 1, 1), None]
        case {} if not value:
            return [{"more": 1}]
        case dict():
            more, less = value | {"more": 1}, dict(list(value.items())[:-1])
            first = next(iter(value))
            return [more, less, deepcopy(value) | {first: f"{value[first]} "}, {}, None]
        case str():
            flipped = chr(ord(value[0]) ^ 1) + value[1:] if value else "x"
            statuses = ["suspended", "revoked", "superseded"] if column == "status" else []
            return [value + " ", flipped, value[:-1] or "y", "", None, *statuses]
    return [1, "x", "2026-01-01"]
