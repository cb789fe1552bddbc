"""Those who work in a run: what their work is certified as, and how they are named."""

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa

from tpp import clock
from tpp.accounts.models import Account
from tpp.acting import Acting
from tpp.certificates.models import Award, AwardLine, Certificate, StaffName
from tpp.certificates.rules import Names, Variant, latin_tag, variant_of_work
from tpp.certificates.rules.awards import OPEN
from tpp.certificates.rules.naming import Checked, NameState, state_of_name
from tpp.db import db
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.queries import one_staffing, staff_of
from tpp.offerings.rules import StaffRole


class Colleague(NamedTuple):
    """Somebody who works in a run, with what would be printed of it; see ``of_run.Candidate``."""

    staffing_id: int
    account_id: int
    offering_id: int
    name: str
    language: str
    party: str
    role: StaffRole
    run: CourseOffering
    qualification: str | None = None

    @property
    def whose(self) -> str:
        return f"s{self.staffing_id}"

    @property
    def ties(self) -> dict[str, int]:
        return {
            "staffing_id": self.staffing_id,
            "account_id": self.account_id,
            "offering_id": self.offering_id,
        }

    @property
    def of_team(self) -> bool:
        return True

    def earned(self) -> Variant:
        """What the work is certified as; Refused where it is not, or not yet."""
        run, today = self.run, clock.today(self.run.timezone)
        return variant_of_work(self.role, run.status, run.starts_on, today)


def colleagues(run: CourseOffering, staff: Collection[int] | None = None) -> dict[int, Colleague]:
    """The team of the run by its staffings, leads first; of these staffings alone."""
    found = (it for it in staff_of(run) if staff is None or it.id in staff)
    return {it.id: colleague(it, run) for it in found}


def colleague(it: Staffing, run: CourseOffering) -> Colleague:
    party = it.party.name if it.party else ""
    account = it.account
    return Colleague(it.id, account.id, run.id, account.name, account.language, party, it.role, run)


# Names


class StaffLine(NamedTuple):
    """The name of somebody who teaches as it would be printed, and whether it was confirmed."""

    account_id: int
    name: str
    """As in the account."""
    names: Names
    state: NameState
    party: str
    row: StaffName | None


def names_of_accounts(accounts: Collection[int]) -> dict[int, StaffName]:
    found = db.session.scalars(sa.select(StaffName).where(StaffName.account_id.in_(accounts)))
    return {it.account_id: it for it in found}


def names_of_team(people: Collection[Colleague]) -> dict[int, Names]:
    """The names of each as a certificate prints them, by account."""
    rows = names_of_accounts([it.account_id for it in people])
    return {it.account_id: names_of(it.name, it.language, rows.get(it.account_id)) for it in people}


def names_of(name: str, language: str, row: StaffName | None) -> Names:
    latin = latin_tag(language)
    if row is None:
        return Names(name, latin)
    printed = row.name or name
    if not row.native or row.native == printed:
        return Names(printed, latin)
    return Names(printed, latin, row.native, row.native_language or language)


def state_of(row: StaffName | None, names: Names) -> NameState:
    checked = Checked(True, row.salt, row.names_hash) if row and row.names_hash else None
    return state_of_name(checked, names)


def team_lines(run: CourseOffering) -> list[StaffLine]:
    """The names of everybody in the team whose work can be certified."""
    people = list(colleagues(run).values())
    rows = names_of_accounts([it.account_id for it in people])
    working = (it for it in people if it.role is not StaffRole.OBSERVER)
    return [
        line_of(it.account_id, it.name, it.language, it.party, rows.get(it.account_id))
        for it in working
    ]


def line_of(
    account_id: int, name: str, language: str, party: str, row: StaffName | None
) -> StaffLine:
    names = names_of(name, language, row)
    return StaffLine(account_id, name, names, state_of(row, names), party, row)


def own_line(acting: Acting) -> StaffLine:
    """One's own name, as a certificate of a run that one teaches would print it."""
    account = db.session.get_one(Account, acting.account_id)
    row = names_of_accounts([account.id]).get(account.id)
    return line_of(account.id, account.name, account.language, "", row)


# Leaving the team


def certified(staffing: Staffing) -> int:
    """How many certificates say that this work was done, whatever became of them."""
    statement = sa.select(sa.func.count()).where(Certificate.staffing_id == staffing.id)
    return db.session.scalar(statement) or 0


def is_listed(staffing: Staffing) -> bool:
    """Whether this work is on a recommendation that is not closed."""
    found = sa.select(AwardLine.id).join(Award, Award.id == AwardLine.award_id)
    statement = found.where(AwardLine.staffing_id == staffing.id, Award.status.in_(OPEN))
    return db.session.scalar(statement.limit(1)) is not None


def one_of_team(acting: Acting, code: str, staffing_id: int) -> Staffing | None:
    """Somebody of the team of this very run, where the run may be seen."""
    found = one_staffing(acting, staffing_id)
    return found if found and found.offering.code == code else None
