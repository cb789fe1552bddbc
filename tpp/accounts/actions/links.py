"""Links by mail: an invitation to an office, and a forgotten password. Random, for a while, once."""

from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe

import sqlalchemy as sa

from tpp import clock
from tpp.accounts.actions import offices
from tpp.accounts.actions.own import forget_second_factor, set_password
from tpp.accounts.actions.signing_in import close_browsers, token_hash
from tpp.accounts.models import Account, Appointment, Invitation, Office
from tpp.accounts.queries import offices as queries
from tpp.accounts.rules.appointments import (
    INVITED_FOR,
    LINK_FOR,
    check_open,
    check_second_person,
    needs_second_person,
)
from tpp.acting import Acting, Role
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.outbox.actions import write

DEAD = "This link works no more. Ask for a new one."


@transaction()
def ask(
    office: Office, *, by: Acting, email: str, name: str, language: str = "en", reason: str = ""
) -> Invitation | Appointment:
    """Want somebody in an office: invited at once, or, in the programme, after a second administrator."""
    check_open(office.closed_at)
    account = queries.by_email(email)
    if account and queries.holding(account, office):
        raise Refused("This account holds the office already.", "email")
    if not needs_second_person(office.role):
        return invite(office, by=by, email=email, name=name, language=language, reason=reason)
    appointment = Appointment(
        office_id=office.id,
        email=email.strip().lower(),
        name=name,
        language=language,
        reason=reason,
        asked_by_id=by.account_id,
        asked_at=clock.now(),
    )
    db.session.add(appointment)
    db.session.flush()
    record(office, "appointment_asked", by=by, reason=reason)
    return appointment


@transaction()
def confirm(appointment: Appointment, *, by: Acting, reason: str = "") -> Invitation:
    """The second administrator agrees: the invitation leaves."""
    appointed = queries.by_email(appointment.email)
    check_second_person(
        by.account_id, asked_by=appointment.asked_by_id, appointed=appointed and appointed.id
    )
    lock(appointment)
    appointment.move("confirmed", by=by, reason=reason)
    wanted = {name: getattr(appointment, name) for name in ("email", "name", "language")}
    return invite(appointment.office, by=by, reason=reason, **wanted)


@transaction()
def refuse(appointment: Appointment, *, by: Acting, reason: str) -> None:
    """The second administrator does not agree; whoever asked may only withdraw."""
    lock(appointment)
    own = appointment.asked_by_id == by.account_id
    appointment.move("withdrawn" if own else "refused", by=by, reason=reason)


@transaction()
def invite(
    office: Office, *, by: Acting, email: str, name: str, language: str = "en", reason: str = ""
) -> Invitation:
    """Send the link that makes its reader a holder of the office; an older one works no more."""
    email = email.strip().lower()
    for older in db.session.scalars(queries.invitations_to(office, clock.now())).all():
        if older.email == email:
            offices.withdraw_invitation(older, by=by)
    link = Invitation(
        email=email, name=name, language=language, office_id=office.id, invited_by_id=by.account_id
    )
    token = sealed(link, clock.now() + INVITED_FOR)
    words = {"name": name, "office": office.name, "days": INVITED_FOR.days, "token": token}
    write(f"invitation-{link.id}", email, "invitation", language, **words)
    record(office, "invited", by=by, reason=reason)
    return link


def sealed(link: Invitation, until: datetime) -> str:
    """Give a link its random word, of which only the hash is kept."""
    token = token_urlsafe(24)
    link.token_hash, link.written_at, link.until = token_hash(token), clock.now(), until
    db.session.add(link)
    db.session.flush()
    return token


def live(token: str, *, is_invitation: bool) -> Invitation | None:
    """The link with this word, while it can be used."""
    link = db.session.scalar(
        sa.select(Invitation).where(Invitation.token_hash == token_hash(token))
    )
    if link is None or link.used_at is not None or link.until <= clock.now():
        return None
    return link if (link.office_id is not None) is is_invitation else None


@transaction()
def accept(token: str, *, name: str = "", password: str = "") -> Account:
    """Take the office of an invitation, with the account one has or a new one."""
    link = used(token, is_invitation=True)
    office = db.session.get_one(Office, link.office_id)
    account = queries.by_email(link.email)
    myself = Acting(None, name or link.name, office.id, office.name, office.role, office.party_id)
    if account is None:
        account = offices.open_account(
            link.email, name or link.name, password, by=myself, language=link.language
        )
    elif not account.is_active:
        raise Refused("This account is disabled. Ask whoever invited you.")
    offices.appoint(account, office, by=replace(myself, account_id=account.id))
    return account


@transaction()
def forget_password(email: str) -> None:
    """Send a link for a new password, where there is such an account; nobody is told whether there is."""
    now = clock.now()
    is_spent = sa.and_(Invitation.office_id.is_(None), Invitation.until <= now)
    db.session.execute(sa.delete(Invitation).where(is_spent))
    account = queries.by_email(email)
    if account is None or not account.is_active or not queries.held_now(account):
        # As much work as for an account, so that the time tells nothing either.
        sealed(Invitation(email="", name="", used_at=now), now)
        return
    send_password_link(account)


@transaction()
def send_password_link(account: Account) -> None:
    link = Invitation(email=account.email, name=account.name, account_id=account.id)
    token = sealed(link, clock.now() + LINK_FOR)
    words = {"name": account.name, "token": token}
    write(f"password-{link.id}", account.email, "new_password", account.language, **words)


@transaction()
def reset_second_factor(account: Account, *, by: Acting, reason: str = "") -> None:
    """For somebody who lost the telephone: the password goes too, a new one comes by mail."""
    if account.id == by.account_id:
        raise Refused("Another administrator does this for you.")
    if not account.has_second_factor:
        raise Refused("This account has no second factor.")
    forget_second_factor(account)
    account.password_hash = ""
    close_browsers(account.id)
    send_password_link(account)
    record(account, "second_factor_removed", by=by, reason=reason)


@transaction()
def choose_password(token: str, password: str) -> Account:
    """Set a new password by the link; every browser is signed out, and other links work no more."""
    link = used(token, is_invitation=False)
    account = db.session.get_one(Account, link.account_id)
    held = queries.held_now(account)
    if not held or not account.is_active:
        raise Refused(DEAD)
    office = held[0]
    myself = Acting(account.id, account.name, office.id, office.name, office.role, office.party_id)
    set_password(account, password, by=myself)
    others = sa.update(Invitation).where(
        Invitation.account_id == account.id, Invitation.used_at.is_(None)
    )
    db.session.execute(others.values(used_at=clock.now()))
    return account


def used(token: str, *, is_invitation: bool) -> Invitation:
    """Use a link up; of two at once only one gets it."""
    link = live(token, is_invitation=is_invitation)
    if link is None:
        raise Refused(DEAD)
    lock(link)
    if link.used_at is not None:
        raise Refused(DEAD)
    link.used_at = clock.now()
    return link


@transaction()
def let_in_trainee(email: str, name: str, *, by: Acting, language: str = "en") -> Account:
    """Open an account for a trainee, in the trainees' office, and mail the link for its first password.

    Refused where the address has an account already: two people must not share one.
    """
    office = queries.office_of(Role.TRAINEE, None) or offices.make_office(
        Role.TRAINEE, "Trainees", by=by
    )
    account = offices.open_account(email, name, "", by=by, language=language)
    offices.appoint(account, office, by=by)
    link = Invitation(email=account.email, name=name, account_id=account.id)
    token = sealed(link, clock.now() + INVITED_FOR)
    words = {"name": name, "days": INVITED_FOR.days, "token": token}
    write(f"welcome-{link.id}", account.email, "welcome", language, **words)
    return account
