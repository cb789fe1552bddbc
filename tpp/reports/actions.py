"""Keeping the standings: in the same transaction as what changes them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session

from tpp.assessments.models import Outcome
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.models import Certificate
from tpp.certificates.rules import Status as CertificateStatus
from tpp.certificates.rules import Variant
from tpp.db import db, transaction
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import CAME
from tpp.nominations.models import Nomination
from tpp.people.models import Person
from tpp.reports.models import Standing
from tpp.reports.rules import CHOSEN, Step
from tpp.scope import EVERYTHING, seeing

COUNTED = (Nomination, Enrolment, Outcome, Certificate)
WHOSE = {model.__tablename__: "person_id" for model in COUNTED} | {Person.__tablename__: "id"}
"""The tables that standings are derived from, and the column that says whose a row is."""

STANDINGS_LOCK = 7_305_013
"""Key of the PostgreSQL advisory lock that keeps changes of standings in one line."""

nomination, person = Nomination.__table__, Person.__table__
enrolment, outcome, certificate = Enrolment.__table__, Outcome.__table__, Certificate.__table__
standing = Standing.__table__
NAMES = (
    "nomination_id",
    "offering_id",
    "party_id",
    "person_id",
    "nationality_id",
    "sex",
    "reached",
)


def steps() -> sa.ColumnElement[int]:
    """The steps that a nomination reached, added up, from the records themselves."""
    is_certified = sa.exists().where(
        certificate.c.enrolment_id == enrolment.c.id,
        certificate.c.status == CertificateStatus.ISSUED,
        certificate.c.kind == Variant.COMPLETION,
    )
    reached = {
        Step.NOMINATED: nomination.c.submitted_at.is_not(None),
        Step.SELECTED: sa.or_(
            nomination.c.status.in_(CHOSEN),
            nomination.c.offer_until.is_not(None),
            enrolment.c.id.is_not(None),
        ),
        Step.ARRIVED: enrolment.c.status.in_(CAME),
        Step.COMPLETED: outcome.c.status == OutcomeStatus.COMPLETED,
        Step.CERTIFIED: is_certified,
    }
    total: Any = sa.literal(0)
    for step, holds in reached.items():
        total = total + sa.case((holds, int(step)), else_=0)
    return total


def derived() -> sa.Select[Any]:
    """A standing for each nomination, computed from the records of its own Party alone."""
    root = person.alias("root")
    is_own_root = (root.c.id == nomination.c.human_id) & (root.c.party_id == nomination.c.party_id)
    return (
        sa.select(
            nomination.c.id,
            nomination.c.offering_id,
            nomination.c.party_id,
            nomination.c.person_id,
            sa.case(
                (root.c.id.is_(None), person.c.nationality_id), else_=root.c.nationality_id
            ).label("nationality_id"),
            sa.case((root.c.id.is_(None), person.c.sex), else_=root.c.sex).label("sex"),
            steps().label("reached"),
        )
        .join(person, person.c.id == nomination.c.person_id)
        .outerjoin(root, is_own_root)
        .outerjoin(enrolment, enrolment.c.nomination_id == nomination.c.id)
        .outerjoin(outcome, outcome.c.enrolment_id == enrolment.c.id)
    )


@sa.event.listens_for(Session, "after_flush")
def notice(session: Session, _: Any) -> None:
    """Remember whose standing may have changed."""
    people = session.info.setdefault("changed", set())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, (*COUNTED, Person)) and row.person_id is not None:
            people.add(row.person_id)


@sa.event.listens_for(Session, "do_orm_execute")
def notice_bulk(state: ORMExecuteState) -> None:
    """Rows written many at a time never pass a flush: whose they are is asked before they change."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = state.statement.table  # type: ignore[attr-defined]
    if table.name not in WHOSE:
        return
    people = people_of(state, table)
    if people is None:
        state.session.info["recount"] = True
    else:
        state.session.info.setdefault("changed", set()).update(people)


def people_of(state: ORMExecuteState, table: Any) -> set[int] | None:
    """The people whose rows a bulk statement writes; None where only the whole register is sure."""
    whose = WHOSE[table.name]
    rows: Any = state.parameters
    if state.is_insert:
        rows = [rows] if isinstance(rows, dict) else rows or []
        is_told = bool(rows) and all(whose in row for row in rows)
        return {row[whose] for row in rows if row[whose] is not None} if is_told else None
    condition = state.statement.whereclause  # type: ignore[attr-defined]
    if condition is None or rows:
        return None
    state.session.flush()
    with seeing(EVERYTHING):  # whoever may write the rows may have them counted
        return set(state.session.scalars(sa.select(table.c[whose]).where(condition)))


@sa.event.listens_for(Session, "before_commit")
def keep(session: Session) -> None:
    """Bring the standings of all that this transaction changed up to date, before it commits."""
    if session.in_nested_transaction() or not session.info.get("open"):
        return
    session.flush()
    people, everybody = session.info.pop("changed", ()), session.info.pop("recount", False)
    if not people and not everybody:
        return
    with seeing(EVERYTHING):  # a trainer moves an outcome, but sees no nomination behind it
        hold(session)
        if everybody:
            renew(session)
        for some in batches(sorted(people)):
            renew(session, some)


def hold(session: Session) -> None:
    """One at a time to the end of the transaction, or two changes of one person would miss each other."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(STANDINGS_LOCK)))


def batches(ids: list[int], size: int = 500) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def renew(session: Session, people: list[int] | None = None) -> None:
    """Derive the standings of these people anew; without, of everybody."""
    for statement in renewing(of_all=people is None):
        session.connection().execute(statement, {} if people is None else {"people": people})


@cache
def renewing(*, of_all: bool) -> tuple[sa.Delete, sa.Insert]:
    """Made once: this is asked at nearly every commit."""
    people: sa.BindParameter[Any] = sa.bindparam("people", expanding=True)
    theirs = nomination.c.person_id.in_(people) | nomination.c.human_id.in_(people)
    which = sa.true() if of_all else theirs
    ids = sa.select(nomination.c.id).where(which)
    return (
        sa.delete(standing).where(standing.c.nomination_id.in_(ids)),
        sa.insert(standing).from_select(NAMES, derived().where(which)),
    )


@transaction()
def rebuild() -> int:
    """Derive every standing anew; how many."""
    session = db.session()
    with seeing(EVERYTHING):  # figures are derived for all countries at once
        hold(session)
        renew(session)
        return session.connection().scalar(sa.select(sa.func.count()).select_from(standing)) or 0


def differing() -> list[int]:
    """Nominations whose standing is not what the records say: always none."""
    with seeing(EVERYTHING):  # a check over the whole register
        connection = db.session().connection()
        told = {
            tuple(row)
            for row in connection.execute(sa.select(*(standing.c[name] for name in NAMES)))
        }
        true = {tuple(row) for row in connection.execute(derived())}
    return sorted({row[0] for row in told ^ true})
