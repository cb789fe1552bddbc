"""Who holds which office, who is invited, and who waits for a second administrator."""

from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from tpp.accounts.models import Account, Appointment, Invitation, Office, OfficeHolder
from tpp.accounts.rules.appointments import Status
from tpp.acting import Acting, Role
from tpp.db import db
from tpp.parties.models import Party

IN_OFFICE = (OfficeHolder.until.is_(None), Account.disabled_at.is_(None))


def by_email(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def one_account(_: Acting, account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def one_office(_: Acting, office_id: int) -> Office | None:
    return db.session.get(Office, office_id, options=[joinedload(Office.party)])


def one_holding(_: Acting, holder_id: int) -> OfficeHolder | None:
    return db.session.get(OfficeHolder, holder_id)


def one_appointment(_: Acting, appointment_id: int) -> Appointment | None:
    return db.session.get(Appointment, appointment_id)


def one_invitation(_: Acting, invitation_id: int) -> Invitation | None:
    """An invitation to an office; a link for a forgotten password is nobody else's concern."""
    found = db.session.get(Invitation, invitation_id)
    return found if found and found.office_id else None


def offices(wanted: str = "") -> Select[Office]:
    """Offices whose name, or whose Party's, has these letters: the programme's first, closed ones last."""
    statement = select(Office)
    if wanted:
        named = or_(
            Office.name.icontains(wanted, autoescape=True),
            Office.party.has(Party.name.icontains(wanted, autoescape=True)),
        )
        statement = statement.where(named)
    return statement.options(joinedload(Office.party)).order_by(
        Office.closed_at.is_not(None), Office.party_id.is_not(None), Office.name, Office.id
    )


def holders_counted(office_ids: list[int]) -> dict[int, int]:
    """How many hold each of these offices now."""
    statement = (
        select(OfficeHolder.office_id, func.count(OfficeHolder.id).label("holders"))
        .join(OfficeHolder.account)
        .where(OfficeHolder.office_id.in_(office_ids), *IN_OFFICE)
        .group_by(OfficeHolder.office_id)
    )
    return {row.office_id: row.holders for row in db.session.execute(statement)}


def office_of(role: Role, party_id: int | None) -> Office | None:
    """The first open office of this kind."""
    statement = select(Office).where(
        Office.role == role, Office.party_id == party_id, Office.closed_at.is_(None)
    )
    return db.session.scalar(statement.order_by(Office.id).limit(1))


def accounts(wanted: str = "") -> Select[Account]:
    """Accounts by name, those whose name or address has these letters."""
    statement = select(Account).order_by(Account.name, Account.id)
    if not wanted:
        return statement
    return statement.where(
        or_(
            Account.name.icontains(wanted, autoescape=True),
            Account.email.icontains(wanted, autoescape=True),
        )
    )


def holders_of(office: Office) -> Select[OfficeHolder]:
    """Those in office first, then those who were."""
    return (
        select(OfficeHolder)
        .options(joinedload(OfficeHolder.account))
        .where(OfficeHolder.office_id == office.id)
        .order_by(OfficeHolder.until.is_not(None), OfficeHolder.until.desc(), OfficeHolder.id)
    )


def holdings_of(account: Account) -> Select[OfficeHolder]:
    return (
        select(OfficeHolder)
        .options(joinedload(OfficeHolder.office))
        .where(OfficeHolder.account_id == account.id)
        .order_by(OfficeHolder.until.is_not(None), OfficeHolder.id)
    )


def held_now(account: Account) -> list[Office]:
    """The open offices that this account holds, the first appointment first."""
    statement = (
        select(Office)
        .join(OfficeHolder, OfficeHolder.office_id == Office.id)
        .where(
            OfficeHolder.account_id == account.id,
            OfficeHolder.until.is_(None),
            Office.closed_at.is_(None),
        )
        .order_by(OfficeHolder.id)
    )
    return list(db.session.scalars(statement))


def holding(account: Account, office: Office) -> OfficeHolder | None:
    return db.session.scalar(
        select(OfficeHolder).where(
            OfficeHolder.account_id == account.id,
            OfficeHolder.office_id == office.id,
            OfficeHolder.until.is_(None),
        )
    )


def invitations_to(office: Office, now: datetime) -> Select[Invitation]:
    """Invitations to this office that can still be accepted."""
    return (
        select(Invitation)
        .where(
            Invitation.office_id == office.id, Invitation.used_at.is_(None), Invitation.until > now
        )
        .order_by(Invitation.id.desc())
    )


def waiting_appointments() -> Select[Appointment]:
    """What waits for a second administrator, the longest waiting first."""
    return (
        select(Appointment)
        .options(joinedload(Appointment.office), joinedload(Appointment.asked_by))
        .where(Appointment.status == Status.WAITING)
        .order_by(Appointment.id)
    )


def administrators() -> set[int]:
    """The accounts that can act as administrator now."""
    statement = (
        select(OfficeHolder.account_id)
        .join(OfficeHolder.office)
        .join(OfficeHolder.account)
        .where(Office.role == Role.ADMINISTRATOR, Office.closed_at.is_(None), *IN_OFFICE)
    )
    return set(db.session.scalars(statement))
