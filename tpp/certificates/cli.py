"""Commands for the register of certificates, and for the keys that sign them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from tpp import clock
from tpp.accounts.queries.offices import by_email, held_now
from tpp.acting import SYSTEM, Acting, Role
from tpp.certificates.actions import ask_to_issue, correcting, ending
from tpp.certificates.models import Certificate
from tpp.certificates.press import keys
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.queries import audit, of_file
from tpp.certificates.queries.auditing import fault_since, head
from tpp.certificates.queries.corrections import by_serial, open_request
from tpp.certificates.rules import State, state_of
from tpp.certificates.rules.auditing import read_head, said_of
from tpp.certificates.rules.corrections import Wish
from tpp.certificates.sealing import ORGANISATION, all_keys, key_folder, maker, prover
from tpp.db import db
from tpp.errors import Refused
from tpp.files.rules import fingerprint
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job
from tpp.jobs.rules import Status as JobStatus
from tpp.offerings.models import CourseOffering
from tpp.scope import EVERYTHING, seeing

cli = AppGroup("certificates", help="The register of certificates.")
signing = AppGroup("keys", help="The keys that sign certificates.")

LONGEST_HEAD = 10_000
"""Characters of a head's file at most."""

LONGEST_FILE = 4_000_000
"""Bytes of a certificate at most; one has about fifty thousand."""


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


# What happens to a certificate after its issue

NUMBER = click.argument("number")
REASON = click.option("--reason", default="", help="Why: kept in the history, never published.")
BY = click.option("--by", "email", required=True, help="Address of the coordinator who does it.")


@cli.command("suspend")
@NUMBER
@REASON
@BY
def suspend(number: str, reason: str, email: str) -> None:
    """Not in force until reinstated: flask certificates suspend NUMBER --reason WHY --by EMAIL"""
    with told(), seeing(EVERYTHING):  # as a coordinator, who sees every country
        it = ending.suspend(numbered(number), reason, by=coordinator(email))
        click.echo(f"{it.serial} is suspended.")


@cli.command("reinstate")
@NUMBER
@REASON
@BY
def reinstate(number: str, reason: str, email: str) -> None:
    """In force again: flask certificates reinstate NUMBER --reason WHY --by EMAIL"""
    with told(), seeing(EVERYTHING):  # as a coordinator, who sees every country
        it = ending.reinstate(numbered(number), reason, by=coordinator(email))
        click.echo(f"{it.serial} is in force.")


@cli.command("revoke")
@NUMBER
@REASON
@BY
def revoke(number: str, reason: str, email: str) -> None:
    """Asked by one coordinator, done by another: flask certificates revoke NUMBER --reason WHY --by EMAIL"""
    by_two(number, Wish.REVOCATION, reason, email)


@cli.command("reissue")
@NUMBER
@REASON
@BY
def reissue(number: str, reason: str, email: str) -> None:
    """In place of one revoked in error, by two: flask certificates reissue NUMBER --reason WHY --by EMAIL"""
    by_two(number, Wish.REISSUE, reason, email)


def by_two(number: str, wish: Wish, reason: str, email: str) -> None:
    """Whoever comes first asks, a second coordinator who does the same confirms."""
    with told(), seeing(EVERYTHING):  # as coordinators, who see every country
        certificate, by = numbered(number), coordinator(email)
        waiting = open_request(certificate, wish)
        if waiting is None or waiting.asked_by_id == by.account_id:
            correcting.ask(certificate, wish, reason, by=by)
            click.echo(
                f"Asked for {certificate.serial}. It is done when another coordinator does the same."
            )
            return
        done = correcting.grant(waiting, by=by)
        is_new = done.id != certificate.id
        click.echo(
            f"{done.serial} takes the place of {certificate.serial}, and is being printed."
            if is_new
            else f"{certificate.serial} is revoked."
        )


def numbered(number: str) -> Certificate:
    found = by_serial(number)
    if found is None:
        raise Refused(f"No certificate has the number {number}.")
    return found


def coordinator(email: str) -> Acting:
    """Who acts: somebody who holds a coordinator's office now."""
    account = by_email(email)
    offices = held_now(account) if account and account.is_active else []
    office = next((it for it in offices if it.role is Role.COORDINATOR), None)
    if account is None or office is None:
        raise Refused(f"No coordinator has the address {email}.")
    return Acting(account.id, account.name, office.id, office.name, office.role)


# The head of the register


@cli.command("head")
def make_head() -> None:
    """Where register and logbook end now, signed: flask certificates head > FILE, kept elsewhere"""
    with told(), seeing(EVERYTHING):  # the register is one, whoever's the certificates are
        click.echo(maker().issuer.token(said_of(head(), clock.now())))


@cli.command("check-head")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
def check_head(file: TextIO) -> None:
    """Does this register continue a head that was kept? flask certificates check-head FILE"""
    then = read_head(prover().claims(file.read(LONGEST_HEAD)))
    if then is None:
        raise click.ClickException("This is not a head signed with a key of this register.")
    with seeing(EVERYTHING):  # the register is one, whoever's the certificates are
        fault = fault_since(then) or audit().fault
        now = head()
    if fault:
        raise click.ClickException(fault)
    click.echo(
        f"The register continues the head: {then.number} certificates then, {now.number} now."
    )


# For a whole run, and for a file in hand


@cli.command("issue")
@click.argument("run")
def issue(run: str) -> None:
    """Issue what is approved of a run, now: flask certificates issue RUN"""
    with told(), seeing(EVERYTHING):  # what was approved is issued, whoever's it is
        found = db.session.scalar(sa.select(CourseOffering).where(CourseOffering.code == run))
        if found is None:
            raise Refused(f"No course run has the code {run}.")
        job = ask_to_issue(found, by=SYSTEM)
        carry_out(job.id)
        tell_of(job)


def tell_of(job: Job) -> None:
    """How work ended, with what could not be done; the exit code is 1 where it did not end well."""
    db.session.refresh(job)
    for problem in job.problems:
        click.echo(problem)
    if job.status is not JobStatus.DONE:
        words = f"Job {job.id} is {job.status}: {job.done} of {job.total}. {job.error}"
        raise click.ClickException(words.strip())
    click.echo(f"{job.result.get('issued', 0)} certificates are issued.")


@cli.command("verify")
@click.argument("file", type=click.File("rb"))
def verify(file: BinaryIO) -> None:
    """Is this file a certificate in force? Exit code 0 or 1: flask certificates verify FILE.pdf"""
    contents = file.read(LONGEST_FILE + 1)
    if len(contents) > LONGEST_FILE:
        raise click.ClickException("The file is too large to be a certificate.")
    with told(), seeing(EVERYTHING):  # one certificate, by the file that somebody has in hand
        certificate = of_file(fingerprint(contents))
        if certificate is None:
            raise click.ClickException(what_else(contents))
        today = clock.today(certificate.offering.timezone)
        state = state_of(certificate.status, certificate.expires_on, today)
        words = f"{certificate.serial} is {state}. The file is the one that was stored."
    if state is not State.VALID:
        raise click.ClickException(words)
    click.echo(words)


def what_else(contents: bytes) -> str:
    """What a file is that was never stored: changed, another register's, or no certificate at all."""
    token = attached_to(contents)
    claims = prover().claims(token.decode("ascii", "replace")) if token else None
    if claims is None:
        return "This is not a certificate of this register."
    return (
        f"The file was changed: it carries the credential of {claims.get('name')}, but other bytes."
    )
