"""Seats are held for selected nominees, filled by confirmed places, free again, handed on.

Read past the scope: also a trainee who accepts, or a trainer who writes that somebody left, moves a
seat that neither of them may see. Nothing of it is handed back to them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from tpp.acting import Acting
from tpp.db import db
from tpp.scope import EVERYTHING, seeing
from tpp.seats import queries, rules
from tpp.seats.actions.entering import enter
from tpp.seats.models import SeatAllocation, SeatGroup
from tpp.seats.rules import NO_GROUPS, Claim, Deed, Groups, Limit

Held = tuple[dict[int, SeatAllocation], dict[int, SeatGroup]]


@contextmanager
def locked(allocation_ids: Iterable[int], groups: Iterable[Groups]) -> Iterator[Held]:
    """The seats of these countries and groups, nobody else's until the transaction ends.

    Read past the scope: also a trainee who accepts, or a trainer who writes that somebody left, moves
    a seat that neither of them may see. Nothing of it is handed back to them.
    """
    with seeing(EVERYTHING):
        offices = queries.locked_allocations(allocation_ids)
        yield offices, queries.groups_by_id((it for some in groups for it in some.ids), lock=True)
        db.session.flush()


def hold_all(claims: Iterable[Claim], *, by: Acting) -> None:
    """Keep seats for selected nominees until they answer: every claim, or none of them.

    All limits are asked together; Refused in the name of the first that does not hold.
    """
    seats: Counter[tuple[int, Groups]] = Counter()
    for claim in claims:
        seats[claim.allocation_id, claim.groups] += claim.seats
    joined = [Claim(*key, number) for key, number in seats.items()]
    with locked([it.allocation_id for it in joined], [it.groups for it in joined]) as (
        offices,
        groups,
    ):
        check(joined, offices, groups)
        for claim in joined:
            office = offices[claim.allocation_id]
            enter(office, Deed.HELD, by=by, held=claim.seats, groups=claim.groups)


def check(
    claims: list[Claim], offices: dict[int, SeatAllocation], groups: dict[int, SeatGroup]
) -> None:
    for allocation in offices.values():
        rules.check_not_declined(allocation.status)
    limits = {number: Limit(it.kind, it.name, it.picture) for number, it in groups.items()}
    rules.check_claims(claims, {number: it.picture for number, it in offices.items()}, limits)


def hold(allocation_id: int, *, by: Acting, seats: int = 1, groups: Groups = NO_GROUPS) -> None:
    """Keep seats of one country, in one group of each kind."""
    hold_all([Claim(allocation_id, groups, seats)], by=by)


def fill(allocation_id: int, *, by: Acting, seats: int = 1, groups: Groups = NO_GROUPS) -> None:
    """Held seats become confirmed places."""
    with locked([allocation_id], [groups]) as (offices, _):
        enter(offices[allocation_id], Deed.FILLED, by=by, held=-seats, filled=seats, groups=groups)


def free(
    allocation_id: int,
    *,
    by: Acting,
    held: int = 0,
    filled: int = 0,
    groups: Groups = NO_GROUPS,
    reason: str = "",
) -> None:
    """Held or filled seats are free again; they stay with the country until they are released."""
    with locked([allocation_id], [groups]) as (offices, _):
        enters = partial(enter, offices[allocation_id], Deed.FREED, by=by, reason=reason)
        enters(held=-held, filled=-filled, groups=groups)


def hand_on(
    allocation_id: int,
    *,
    by: Acting,
    before: Groups = NO_GROUPS,
    after: Groups = NO_GROUPS,
    reason: str = "",
) -> None:
    """A filled seat is held for somebody else of the same office, in that person's groups."""
    pass_on(allocation_id, before, after, by=by, filled=1, reason=reason)


def change_groups(
    allocation_id: int, *, by: Acting, before: Groups, after: Groups, reason: str = ""
) -> None:
    """A held seat stays held, in other groups; nothing is written where they are the same."""
    if before != after:
        pass_on(allocation_id, before, after, by=by, held=1, reason=reason)


def pass_on(
    allocation_id: int,
    before: Groups,
    after: Groups,
    *,
    by: Acting,
    held: int = 0,
    filled: int = 0,
    reason: str,
) -> None:
    """One line where the groups stay the same, else one for the groups left and one for those entered."""
    with locked([allocation_id], [before, after]) as (offices, groups):
        enters = partial(enter, offices[allocation_id], Deed.HANDED_ON, by=by, reason=reason)
        if before == after:
            enters(held=1 - held, filled=-filled, groups=after)
            return
        enters(held=-held, filled=-filled, groups=before)
        check([Claim(allocation_id, after)], offices, groups)
        enters(held=1, groups=after)
