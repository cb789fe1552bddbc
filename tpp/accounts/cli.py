"""Commands for the operator of the machine: the first administrator, and whoever is locked out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from flask.cli import AppGroup

from tpp.accounts.actions import links
from tpp.accounts.actions import offices as actions
from tpp.accounts.models import Office
from tpp.accounts.queries import offices as queries
from tpp.accounts.rules.appointments import check_party
from tpp.acting import SYSTEM, Role
from tpp.errors import Refused
from tpp.parties.models import Party
from tpp.parties.queries import by_code

OPERATOR = replace(SYSTEM, account_name="The operator")

cli = AppGroup("accounts", help="Who signs in, and for which office.")

name_option = click.option("--name", required=True, help="The person's name.")
role_option = click.option(
    "--office",
    "role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What the office does.",
)
party_option = click.option(
    "--party", help="Code of the country or organisation whose office it is."
)


@contextmanager
def in_words() -> Iterator[None]:
    """A rule's no, as one line on the terminal."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(refusal.message) from None


@cli.command()
@click.argument("email")
@name_option
@role_option
@party_option
def add(email: str, name: str, role: str, party: str | None) -> None:
    """Open an account and give it an office: flask accounts add EMAIL --name NAME --office ROLE

    Asks for the password, which never stands on the command line.
    """
    with in_words():
        office = office_for(Role(role), party)
        account = queries.by_email(email)
        if account is None:
            password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
            account = actions.open_account(email, name, password, by=OPERATOR)
        actions.appoint(account, office, by=OPERATOR)
    click.echo(f"{account.email} acts for {office.name}.")


@cli.command()
@click.argument("email")
@name_option
@role_option
@party_option
@click.option("--language", default="en", help="Language of the mail.")
def invite(email: str, name: str, role: str, party: str | None, language: str) -> None:
    """Invite somebody to an office by mail: flask accounts invite EMAIL --name NAME --office ROLE"""
    with in_words():
        office = office_for(Role(role), party)
        links.invite(office, by=OPERATOR, email=email, name=name, language=language)
    click.echo(f"An invitation to {office.name} is in the outbox.")


def office_for(role: Role, code: str | None) -> Office:
    """The open office of this kind, made where there is none."""
    party = party_of(code)
    check_party(role, party is not None)
    found = queries.office_of(role, party.id if party else None)
    return found or actions.make_office(role, name_for(role, party), party, by=OPERATOR)


def party_of(code: str | None) -> Party | None:
    party = by_code(code.upper()) if code else None
    if code and party is None:
        raise Refused(f"No country or organisation has the code {code}.")
    return party


def name_for(role: Role, party: Party | None) -> str:
    words = role.replace("_", " ").capitalize()
    return f"{words}, {party.name}" if party else words
