"""Writing down what Parties mean to give to a run, and gave."""

from decimal import Decimal

from tpp.acting import Acting
from tpp.contributions import queries, rules
from tpp.contributions.models import Contribution
from tpp.contributions.rules import Kind
from tpp.db import db, lock, transaction
from tpp.errors import Refused
from tpp.history.models import record
from tpp.offerings.models import Participation


@transaction()
def add_contribution(
    taking_part: Participation,
    *,
    by: Acting,
    kind: Kind = Kind.OTHER,
    what: str = "",
    unit: str = "",
    currency: str = "",
    planned: Decimal | int | None = None,
    planned_women: int | None = None,
    actual: Decimal | int | None = None,
) -> Contribution:
    """A Party pledges something to a run; an empty number means not reported."""
    rules.check_kind(kind, what, currency)
    contribution = Contribution(kind=kind, what=what, unit=unit, currency=currency)
    contribution.participation_id = taking_part.id
    check(contribution, planned, actual, planned_women)
    lock(taking_part)
    if any(same(it, contribution) for it in queries.contributions_of(taking_part)):
        raise Refused("This is recorded already: correct the numbers in its line.", "what")
    contribution.planned, contribution.actual = exact(planned), exact(actual)
    contribution.planned_women = planned_women
    db.session.add(contribution)
    db.session.flush()
    after = {"kind": kind, "what": what} | told(contribution)
    record(contribution, "contribution_recorded", by=by, after=after)
    return contribution


def same(one: Contribution, other: Contribution) -> bool:
    """Is it the same thing, said twice?"""
    return all(
        getattr(one, name) == getattr(other, name) for name in ("kind", "what", "unit", "currency")
    )


def exact(amount: Decimal | int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def check(
    it: Contribution, planned: Decimal | int | None, actual: Decimal | int | None, women: int | None
) -> None:
    rules.check_amounts(it.kind, it.currency, exact(planned), exact(actual))
    rules.check_women(it.kind, exact(planned), women)


def told(it: Contribution) -> dict[str, str | int | None]:
    """Amounts for the logbook; as text, for money is no floating number."""
    amounts = {"planned": it.planned, "actual": it.actual}
    written = {name: None if it is None else str(it) for name, it in amounts.items()}
    return {**written, "planned_women": it.planned_women}


@transaction()
def change_contribution(
    contribution: Contribution,
    *,
    by: Acting,
    planned: Decimal | int | None,
    actual: Decimal | int | None = None,
    planned_women: int | None = None,
) -> None:
    """Write down what was given, or correct the plan; both are kept in the history."""
    check(contribution, planned, actual, planned_women)
    lock(contribution)
    before = told(contribution)
    contribution.planned, contribution.actual = exact(planned), exact(actual)
    contribution.planned_women = planned_women
    if told(contribution) == before:
        return
    contribution.version += 1
    after = {"kind": contribution.kind, "what": contribution.what} | told(contribution)
    record(contribution, "contribution_changed", by=by, before=before, after=after)


@transaction()
def move_contribution(
    contribution: Contribution, step: str, *, by: Acting, reason: str = ""
) -> None:
    """A pledge is confirmed, delivered or withdrawn."""
    lock(contribution)
    rules.check_step(step, contribution.kind, contribution.actual, reason)
    contribution.move(step, by=by, reason=reason)
