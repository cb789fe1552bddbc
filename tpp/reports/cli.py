"""Commands about figures."""

import click
from flask.cli import AppGroup

from tpp.reports import actions

cli = AppGroup("figures", help="The standings that figures are counted from.")

NAMED = 10


@cli.command()
def check() -> None:
    """Compare every standing with the records behind it: flask figures check"""
    wrong = actions.differing()
    if wrong:
        first = ", ".join(str(number) for number in wrong[:NAMED])
        raise click.ClickException(
            f"{len(wrong)} standings are not what the records say (nominations {first}). "
            "Run flask figures rebuild, and report how it came about."
        )
    click.echo("Every standing is what the records say.")


@cli.command()
def rebuild() -> None:
    """Derive every standing anew from the records: flask figures rebuild"""
    click.echo(f"{actions.rebuild()} standings derived from the records.")
