"""The offices of a journey, opened by the register's own actions, with an account for each."""

import sqlalchemy as sa

from tests.browser.running import PASSWORD, Register
from tpp.accounts.actions import offices
from tpp.accounts.models import Account
from tpp.accounts.queries.offices import by_email, held_now, holding, office_of
from tpp.acting import SYSTEM, Acting, Role
from tpp.db import db, transaction
from tpp.parties.queries import by_code
from tpp.web.identity import person_of, runs_of


def address(name: str) -> str:
    return f"{name}@journey.example"


def open_account(register: Register, name: str, role: Role, party: str = "") -> str:
    """The e-mail address of an account that acts for an office of this kind, made where it is missing."""
    with register.records():
        appointed(name, role, party)
    return address(name)


@transaction()
def appointed(name: str, role: Role, party: str = "") -> Acting:
    """An account with an office; both are made where they are missing."""
    state = by_code(party) if party else None
    office = office_of(role, state.id if state else None)
    office = office or offices.make_office(role, office_name(role, party), state, by=SYSTEM)
    account = by_email(address(name)) or newcomer(name)
    if not holding(account, office):
        offices.appoint(account, office, by=SYSTEM)
    return Acting(account.id, account.name, office.id, office.name, role, office.party_id)


def office_name(role: Role, party: str) -> str:
    return f"{role.replace('_', ' ').capitalize()} {party}".strip()


def newcomer(name: str) -> Account:
    title = name.replace(".", " ").capitalize()
    return offices.open_account(address(name), title, PASSWORD, by=SYSTEM, is_demonstration=True)


def standing_of(email: str) -> Acting:
    """As whom this account acts once it has signed in."""
    account = db.session.scalars(sa.select(Account).filter_by(email=email)).one()
    office = held_now(account)[0]
    return Acting(
        account_id=account.id,
        account_name=account.name,
        office_id=office.id,
        office_name=office.name,
        role=office.role,
        party_id=office.party_id,
        person_id=person_of(account.id) if office.role is Role.TRAINEE else None,
        offering_ids=runs_of(account.id) if office.role is Role.TRAINER else frozenset(),
    )
