"""Long lists: checked and written by a worker, who sees no more than the office that asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tpp.db import db
from tpp.errors import Conflict, Refused
from tpp.jobs.actions import Work, task
from tpp.rolls import actions
from tpp.rolls.models import Roll
from tpp.scope import Scope, Sight, seeing


@contextmanager
def within_party(work: Work) -> Iterator[Roll]:
    """The roll of a job, seen as its own Party sees it: nobody else's people are ever matched."""
    with seeing(Scope(Sight.PARTY, (work.arguments["party"],))):
        db.session.expunge_all()
        yield db.session.get_one(Roll, work.arguments["roll"])


@task("rolls.check")
def check(work: Work) -> dict[str, Any]:
    with within_party(work) as roll:
        rows = roll.row_count
        actions.check(roll, by=work.by)
    work.report(rows, rows)
    return {}


@task("rolls.apply")
def apply(work: Work) -> dict[str, Any]:
    """All rows in one transaction; a rule that says no is told to the office, and nothing is made."""
    version, submit = work.arguments["version"], work.arguments["submit"]
    try:
        with within_party(work) as roll:
            made = actions.apply(roll, version, submit=submit, by=work.by)
    except Refused as refusal:
        return {"refused": refusal.sentence}
    except Conflict:
        return {"refused": "The list was changed meanwhile. Look at it again."}
    work.report(made, made)
    return {"made": made}
