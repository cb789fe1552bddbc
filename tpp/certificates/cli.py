"""Commands for the register of certificates."""

import click
from flask.cli import AppGroup

from tpp.certificates.queries import audit
from tpp.scope import EVERYTHING, seeing

cli = AppGroup("certificates", help="The register of certificates.")


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
