"""Who leads, teaches, assists, interprets or observes in a run."""

from flask import current_app

from tpp.accounts.models import Account
from tpp.acting import Acting
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings import queries, rules
from tpp.offerings.actions.details import leave_sessions
from tpp.offerings.models import CourseOffering, Staffing
from tpp.offerings.rules import StaffRole
from tpp.parties.models import Party

LEAVING = "offerings.leaving"
"""``app.extensions[LEAVING]``: each (staffing) -> None, Refused where somebody has to stay in a team.
Filled by packages to the right."""


@transaction()
def assign(
    run: CourseOffering,
    account: Account,
    *,
    role: StaffRole,
    by: Acting,
    party: Party | None = None,
) -> Staffing:
    """Let a holder of a trainer office see and teach this run."""
    rules.check_not_over(run.status)
    if not queries.is_trainer(account):
        raise Refused("This account holds no trainer office. Ask the administrator.", "account")
    if queries.staffing_of(run, account):
        raise Refused("This person already works in the run. Take them off first.", "account")
    staffing = Staffing(offering_id=run.id, account_id=account.id, role=role)
    staffing.party_id = party.id if party else None
    db.session.add(staffing)
    db.session.flush()
    record(staffing, "assigned", by=by, after={"account_id": account.id, "role": role})
    return staffing


@transaction()
def change_staffing(
    staffing: Staffing, *, role: StaffRole, by: Acting, party: Party | None = None
) -> None:
    """Somebody of the team does something else from now on, or another State sent them."""
    lock(staffing)
    rules.check_not_over(staffing.offering.status)
    party_id = party.id if party else None
    before = {"role": staffing.role, "party": staffing.party.code if staffing.party else None}
    if (staffing.role, staffing.party_id) == (role, party_id):
        return
    staffing.role, staffing.party_id = role, party_id
    after = {"role": role, "party": party.code if party else None}
    record(staffing, "role_changed", by=by, before=before, after=after)


@transaction()
def unassign(staffing: Staffing, *, by: Acting) -> None:
    """Take somebody off the run; from now on they do not see it. Refused where they are tied to it."""
    for check in current_app.extensions.get(LEAVING, ()):
        check(staffing)
    record(staffing, "taken_off", by=by, before={"account_id": staffing.account_id})
    leave_sessions(staffing)
    db.session.delete(staffing)
    db.session.flush()
