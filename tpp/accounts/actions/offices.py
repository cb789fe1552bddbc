"""Offices, who holds them, and who may sign in at all."""

from tpp import clock
from tpp.accounts.actions import passwords
from tpp.accounts.actions.signing_in import close_browsers
from tpp.accounts.models import Account, Invitation, Office, OfficeHolder
from tpp.accounts.queries import offices as queries
from tpp.accounts.rules.appointments import check_open, check_party
from tpp.accounts.rules.passwords import check_password
from tpp.acting import Acting, Role
from tpp.db import db, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.outbox import actions as outbox
from tpp.parties.models import Party

LAST_ADMINISTRATOR = (
    "Nobody would be left to administer the register. Appoint another administrator first."
)


@transaction()
def make_office(role: Role, name: str, party: Party | None = None, *, by: Acting) -> Office:
    check_party(role, party is not None)
    office = Office(role=role, name=name, party_id=party.id if party else None)
    db.session.add(office)
    db.session.flush()
    record(office, "made", by=by, after={"role": role})
    return office


@transaction()
def close_office(office: Office, *, by: Acting, reason: str = "") -> None:
    """Nobody acts for it any more; its work and its history stay."""
    check_open(office.closed_at)
    office.closed_at = clock.now()
    for holder in db.session.scalars(queries.holders_of(office)).all():
        if holder.until is None:
            end_holding(holder, by=by, reason=reason)
    for invitation in db.session.scalars(queries.invitations_to(office, clock.now())).all():
        withdraw_invitation(invitation, by=by)
    for appointment in db.session.scalars(queries.waiting_appointments()).all():
        if appointment.office_id == office.id:
            appointment.move("withdrawn", by=by, reason=reason)
    record(office, "closed", by=by, reason=reason)


@transaction()
def open_account(
    email: str,
    name: str,
    password: str,
    *,
    by: Acting,
    language: str = "en",
    timezone: str = "UTC",
    is_demonstration: bool = False,
) -> Account:
    """Somebody who can sign in once an office is given; without a password only after a link by mail."""
    email = email.strip().lower()
    if queries.by_email(email):
        raise Refused("There is an account with this address already.", "email")
    if password and not is_demonstration:
        check_password(password, has_second_factor=False, about=(name, email))
    account = Account(
        email=email,
        name=name,
        password_hash=passwords.hashed(password) if password else "",
        language=language,
        timezone=timezone,
        made_at=clock.now(),
        is_demonstration=is_demonstration,
    )
    db.session.add(account)
    db.session.flush()
    record(account, "opened", by=by)
    return account


@transaction()
def appoint(account: Account, office: Office, *, by: Acting, reason: str = "") -> OfficeHolder:
    """From now on this account may act for the office."""
    check_open(office.closed_at)
    if queries.holding(account, office):
        raise Refused("This account holds the office already.", "email")
    holder = OfficeHolder(account_id=account.id, office_id=office.id, since=clock.now())
    db.session.add(holder)
    db.session.flush()
    record(office, "appointed", by=by, reason=reason, after={"account_id": account.id})
    return holder


@transaction()
def end_holding(holder: OfficeHolder, *, by: Acting, reason: str = "") -> None:
    """This account no longer acts for the office: not from its next click on."""
    if holder.until is not None:
        raise Refused("This has ended already.")
    holder.until = clock.now()
    db.session.flush()
    check_administered()
    close_browsers(holder.account_id, office_id=holder.office_id)
    record(holder.office, "ended", by=by, reason=reason, before={"account_id": holder.account_id})


@transaction()
def disable(account: Account, *, by: Acting, reason: str = "") -> None:
    """This account signs in no more, and every browser of it is signed out."""
    if account.disabled_at is not None:
        raise Refused("This account is disabled already.")
    account.disabled_at = clock.now()
    db.session.flush()
    check_administered()
    close_browsers(account.id)
    record(account, "disabled", by=by, reason=reason)


@transaction()
def enable(account: Account, *, by: Acting, reason: str = "") -> None:
    if account.disabled_at is None:
        raise Refused("This account is not disabled.")
    account.disabled_at = None
    record(account, "enabled", by=by, reason=reason)


@transaction()
def withdraw_invitation(invitation: Invitation, *, by: Acting, reason: str = "") -> None:
    """The link in the mail works no more; a mail not yet sent is not sent."""
    if invitation.used_at is not None:
        raise Refused("This invitation was used or withdrawn already.")
    invitation.used_at = clock.now()
    outbox.withdraw(f"invitation-{invitation.id}")
    if invitation.office:
        record(invitation.office, "invitation_withdrawn", by=by, reason=reason)


def check_administered() -> None:
    if not queries.administrators():
        raise Refused(LAST_ADMINISTRATOR)
