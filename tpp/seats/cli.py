"""Commands for the operator: do the seats say what their ledger says?"""

import sys

import click
from flask.cli import AppGroup

from tpp.scope import EVERYTHING, seeing
from tpp.seats import queries
from tpp.seats.rules import Picture

cli = AppGroup("seats", help="Seats by country, and their ledger.")


@cli.command("check")
def check() -> None:
    """Compare every counter with the sum of its ledger; name the first difference."""
    with seeing(EVERYTHING):
        found = queries.first_difference()
    if found is None:
        click.echo("The seats of every run are what their ledger adds up to.")
        return
    counted, added_up = told(found.counted), told(found.added_up)
    words = f"{found.run}, {found.what}: counted {counted}; the ledger adds up to {added_up}."
    click.echo(words, err=True)
    sys.exit(1)


def told(picture: Picture) -> str:
    return (
        f"{picture.offered} offered, {picture.held} held, {picture.filled} filled,"
        f" {picture.released} released"
    )
