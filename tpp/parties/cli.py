"""Commands for the reference data."""

import click
from flask.cli import AppGroup

from tpp.parties import actions

cli = AppGroup("parties", help="Member States, missions and organisations.")


@cli.command()
def load() -> None:
    """Bring the Parties in line with the files of the data folder: flask parties load"""
    tally = actions.load_reference()
    counts = ", ".join(f"{tally[word]} {word}" for word in ("created", "updated", "unchanged"))
    click.echo(f"Parties: {counts}.")
