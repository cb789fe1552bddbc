"""What a human says of a pair, short of merging it."""

from tpp.acting import Acting
from tpp.db import lock, transaction
from tpp.duplicates.models import PersonPair


@transaction()
def tell_apart(pair: PersonPair, *, by: Acting, reason: str = "") -> None:
    """These are different people: remembered, and not asked again."""
    lock(pair)
    pair.move("told_apart", by=by, reason=reason)


@transaction()
def put_off(pair: PersonPair, *, by: Acting) -> None:
    """Decide later; the pair stays in a list of its own."""
    lock(pair)
    pair.move("put_off", by=by)


@transaction()
def reopen(pair: PersonPair, *, by: Acting, reason: str = "") -> None:
    """They may be one after all."""
    lock(pair)
    pair.move("reopened", by=by, reason=reason)
