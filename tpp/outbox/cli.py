"""Commands for the outbox."""

import click
from flask.cli import AppGroup

from tpp.db import db
from tpp.outbox import actions, queries

cli = AppGroup("outbox", help="Mail that leaves the register.")


@cli.command()
def send() -> None:
    """Send what is due now: flask outbox send"""
    click.echo(f"{actions.send_due()} sent, {queries.waiting()} waiting.")


@cli.command()
def waiting() -> None:
    """What has not left, with the reason; no addresses: flask outbox waiting"""
    for message in db.session.scalars(queries.undelivered()):
        when = (
            f"next try {message.next_try_at:%Y-%m-%d %H:%M} UTC"
            if message.next_try_at
            else "given up"
        )
        click.echo(
            f"{message.id}  {message.template}  tries {message.tries}  {when}  {message.problem}"
        )
