"""flask prepare: what every start needs; flask demo: an invented register to look around in."""

from pathlib import Path
from time import monotonic

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from tpp.catalogue.actions import load_catalogue
from tpp.db import db
from tpp.demonstration.actions.keys import kept_password
from tpp.demonstration.actions.loading import PEOPLE, SEED, load
from tpp.demonstration.queries import counted, is_empty
from tpp.demonstration.tasks import print_first_pages
from tpp.errors import Refused
from tpp.historical.actions import load_record
from tpp.parties.actions import load_reference
from tpp.scope import EVERYTHING, seeing

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "alembic.ini"

cli = AppGroup("demo", help="Invented people and course runs, to look around in.")


def init_app(app: Flask) -> None:
    app.cli.add_command(prepare)


@click.command()
@with_appcontext
def prepare() -> None:
    """Bring database and reference data up to date; fill an empty register with the demonstration.

    Run at every start: what is there already stays as it is. TPP_DEMO=0 leaves the demonstration out.
    """
    migrate()
    parties, courses, record = load_reference(), load_catalogue(), load_record()
    told = [
        ("parties", parties["created"] + parties["updated"]),
        ("courses", courses["created"] + courses["updated"]),
        ("runs of the public record", len(record.created) + len(record.updated)),
    ]
    click.echo("Prepared: " + ", ".join(f"{number} {what}" for what, number in told) + " new.")
    if current_app.config["DEMO"] and is_empty():
        fill(PEOPLE, SEED)


def migrate() -> None:
    """Bring the database to the newest revision."""
    from alembic import command  # here, because 11 MB of it would lie idle in the web process
    from alembic.config import Config

    alembic = Config(str(MIGRATIONS))
    with db.engine.begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")


@cli.command("load")
@click.option("--people", default=PEOPLE, show_default=True, help="How many people to invent.")
@click.option("--seed", default=SEED, show_default=True, help="The same number, the same people.")
def load_demo(people: int, seed: int) -> None:
    """Fill an empty register with invented people, runs and certificates: flask demo load"""
    try:
        fill(people, seed)
    except Refused as refusal:
        raise click.ClickException(refusal.message) from None


def fill(people: int, seed: int) -> None:
    began, config = monotonic(), current_app.config

    def password() -> str:
        click.echo(f"Inventing {people} people and their course runs for the demonstration …")
        return kept_password(Path(config["TPP_DATA"]), config["DEMO_PASSWORD"])

    load(password, people, seed)
    print_first_pages()
    with seeing(EVERYTHING):  # how many there are, of all countries
        made, runs = counted()
    seconds = monotonic() - began
    click.echo(f"Demonstration: {made} invented people, {runs} course runs, in {seconds:.0f} s.")
