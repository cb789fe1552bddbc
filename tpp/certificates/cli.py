"""Commands for the register of certificates, and for the keys that sign them."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import AppGroup

from tpp.certificates.press import keys
from tpp.certificates.queries import audit
from tpp.certificates.sealing import ORGANISATION, all_keys, key_folder
from tpp.errors import Refused
from tpp.scope import EVERYTHING, seeing

cli = AppGroup("certificates", help="The register of certificates.")
signing = AppGroup("keys", help="The keys that sign certificates.")


def init_app(app: Flask) -> None:
    app.cli.add_command(signing)


@cli.command("audit")
def audit_register() -> None:
    """Check every row, the chain, the names and the pages: flask certificates audit"""
    with seeing(EVERYTHING):  # the register is one, whoever's the certificates are
        found = audit()
    if found.fault:
        raise click.ClickException(found.fault)
    click.echo(f"Certificates: {found.rows}, numbered without a gap, the chain is whole.")
    click.echo(
        f"Pages: {found.pages} as they were stored, {found.rows - found.pages} to be printed."
    )
    click.echo(f"Last hash: {found.last_hash}")


@contextmanager
def told() -> Iterator[None]:
    """A refusal is a sentence on the terminal, not a traceback."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(refusal.message) from None


@signing.command("new")
def new_key() -> None:
    """Make a key, which signs from now on: flask keys new"""
    key = keys.make(key_folder(), ORGANISATION)
    click.echo(f"Certificates are signed with {key.id} from now on. Back up {key.folder} now.")


@signing.command("list")
def list_keys() -> None:
    """Every key, the newest first: flask keys list"""
    with told():
        states = iter(("signs",))
        for key in all_keys():
            state = "retired, verifies only" if key.is_retired else next(states, "stands by")
            kind = ", for development only" if key.is_development else ""
            click.echo(f"{key.id}  {key.made_at:%Y-%m-%d %H:%M} UTC  {state}{kind}")


@signing.command("retire")
@click.argument("key_id")
def retire_key(key_id: str) -> None:
    """Destroy the private part of a key; what it signed stays valid: flask keys retire ID"""
    with told():
        key = keys.retire(key_folder(), key_id)
    click.echo(f"{key.id} signs no more. What it signed can be verified as before.")
