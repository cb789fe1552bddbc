"""Commands for the catalogue."""

from pathlib import Path

import click
from flask.cli import AppGroup

from tpp.catalogue import actions
from tpp.errors import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

cli = AppGroup("courses", help="The courses that the programme gives.")


@cli.command()
@click.argument("file", type=FILE, required=False)
def load(file: Path | None) -> None:
    """Bring the courses in line with the catalogue file: flask courses load [FILE.toml]"""
    try:
        tally = actions.load_catalogue(file or actions.FILE)
    except Refused as refusal:
        raise click.ClickException(refusal.message) from None
    counts = ", ".join(f"{tally[word]} {word}" for word in ("created", "updated", "unchanged"))
    click.echo(f"Courses: {counts}.")
