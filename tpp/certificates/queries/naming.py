"""What was said of names, as certificates would print them."""

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa

from tpp.acting import Acting
from tpp.certificates.models import Certificate, NameCheck, NameWish
from tpp.certificates.queries.of_run import names_to_print
from tpp.certificates.rules import Names
from tpp.certificates.rules.naming import Checked, NameState, state_of_name
from tpp.db import db
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import SEATED
from tpp.offerings.models import CourseOffering
from tpp.offerings.rules import Status as RunStatus
from tpp.parties.models import Party
from tpp.people.models import Person

OVER = (RunStatus.CLOSED, RunStatus.CANCELLED)


def last_checks(people: Collection[int]) -> dict[int, NameCheck]:
    """The last thing that was said of the name of each of these people."""
    newest = (
        sa.select(sa.func.max(NameCheck.id))
        .where(NameCheck.person_id.in_(people))
        .group_by(NameCheck.person_id)
    )
    found = db.session.scalars(sa.select(NameCheck).where(NameCheck.id.in_(newest)))
    return {it.person_id: it for it in found}


def checks_of(people: Collection[int]) -> dict[int, Checked]:
    """The same, as the rules read it."""
    return {who: as_read(it) for who, it in last_checks(people).items()}


def as_read(check: NameCheck) -> Checked:
    return Checked(check.is_right, check.salt, check.names_hash)


class Named(NamedTuple):
    """Somebody whose name a certificate may print."""

    person_id: int
    party_id: int
    name: str
    language: str
    party: str


class NameLine(NamedTuple):
    """One name as it would be printed, and what was said of it."""

    person: Named
    names: Names
    state: NameState
    check: NameCheck | None
    wish: NameWish | None

    @property
    def person_id(self) -> int:
        return self.person.person_id


def names_in(run: CourseOffering) -> list[NameLine]:
    """The names of everybody with a place in the run, in the order of countries and names."""
    return lines_of_names(Enrolment.offering_id == run.id)


def own_names(person_ids: Collection[int]) -> list[NameLine]:
    """The name on each of a trainee's records that has a place in a run."""
    return lines_of_names(Enrolment.person_id.in_(person_ids))


def names_asked(person_ids: Collection[int]) -> list[NameLine]:
    """The same, where a certificate may still come and nobody has said anything of the name."""
    has_one = sa.exists().where(Certificate.enrolment_id == Enrolment.id)
    is_open = sa.exists().where(
        CourseOffering.id == Enrolment.offering_id, CourseOffering.status.not_in(OVER)
    )
    found = lines_of_names(Enrolment.person_id.in_(person_ids), ~has_one, is_open)
    return [it for it in found if it.state in (NameState.UNCONFIRMED, NameState.CHANGED)]


def people_in_doubt() -> list[int]:
    """People whose name somebody said is wrong, and whose record still says the same."""
    later = sa.orm.aliased(NameCheck)
    is_last = ~sa.exists().where(later.person_id == NameCheck.person_id, later.id > NameCheck.id)
    wrong = sa.select(NameCheck.person_id).where(NameCheck.is_right.is_(False), is_last)
    found = lines_of_names(Enrolment.person_id.in_(wrong))
    return [it.person_id for it in found if it.state is NameState.NOT_RIGHT]


def lines_of_names(*which: sa.ColumnElement[bool]) -> list[NameLine]:
    people = people_with_places(*which)
    names, checks = names_to_print(people), last_checks([it.person_id for it in people])
    wishes = wishes_of([it.id for it in checks.values()])

    def line(it: Named) -> NameLine:
        who, check = names[it.person_id], checks.get(it.person_id)
        state = state_of_name(as_read(check) if check else None, who)
        return NameLine(it, who, state, check, wishes.get(check.id) if check else None)

    return [line(it) for it in people]


def people_with_places(*which: sa.ColumnElement[bool]) -> list[Named]:
    statement = (
        sa.select(Person.id, Person.party_id, Person.name, Person.language, Party.name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Party, Party.id == Person.party_id)
        .where(Enrolment.status.in_(SEATED), *which)
        .distinct()
        .order_by(Party.name, Person.name, Person.id)
    )
    return [Named(*row) for row in db.session.execute(statement)]


def wishes_of(checks: Collection[int]) -> dict[int, NameWish]:
    found = db.session.scalars(sa.select(NameWish).where(NameWish.name_check_id.in_(checks)))
    return {it.name_check_id: it for it in found}


def one_own_name(acting: Acting, person_id: int) -> NameLine | None:
    """The name on this record, where it is one's own and has a place."""
    found = own_names(acting.person_ids)
    return next((it for it in found if it.person.person_id == person_id), None)
