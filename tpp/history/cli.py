"""Proving the logbook."""

import sys

import click
from flask.cli import AppGroup

from tpp.history import queries

cli = AppGroup("history", help="Prove that the logbook is whole.")


@cli.command()
def verify() -> None:
    """Check every line and its place in the chain; names the first bad one and ends with 1."""
    fault = queries.first_fault()
    if fault:
        click.echo(f"The logbook is broken: {fault}.")
        sys.exit(1)
    number, last = queries.head()
    click.echo(f"The logbook is whole: {number} entries, the last one {last}.")
