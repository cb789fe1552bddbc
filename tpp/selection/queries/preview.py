"""What a decision would do, before it is taken."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tpp.errors import Refused
from tpp.nominations import queries as nominees
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Share, goes_below
from tpp.nominations.rules.eligibility import Check
from tpp.offerings.models import CourseOffering
from tpp.seats.models import SeatAllocation, SeatGroup
from tpp.seats.queries import allocations, groups_of
from tpp.seats.rules import Limit
from tpp.selection import rules
from tpp.selection.queries.again import put_forward_again
from tpp.selection.queries.earlier import Earlier, earlier_of, remarkable
from tpp.selection.queries.shares import sexes_of, shares_by_party, total
from tpp.selection.rules import Fit, Line, Room


@dataclass(frozen=True)
class Preview:
    """A step for some nominees: who takes it, who stays as they are and why, and the counts around it."""

    step: str
    able: list[Nomination]
    unable: list[tuple[Nomination, Refused]]
    lines: list[tuple[SeatAllocation, Line]]
    """The offices whose seats the step concerns, before and after."""
    before: Share
    after: Share
    groups: list[tuple[SeatGroup, int]]
    """Machine stations and language groups that the step concerns, with their seats in use after it."""
    seats: int
    """Offered in the whole run."""
    below_floor: bool
    not_known: list[Nomination] = field(default_factory=list)
    """Of those who take it: of whom a required rule is not known to be met."""
    remarks: list[tuple[Nomination, Earlier]] = field(default_factory=list)
    """Of those who take it: who did not arrive before, or took this course already."""

    @property
    def needs_reason(self) -> bool:
        return self.below_floor or self.step in rules.ASKS_WHY


def preview(run: CourseOffering, chosen: Sequence[Nomination], step: str) -> Preview:
    """Whom the step would take, in their offices' order, and what it would leave."""
    checks = nominees.checks_of(chosen) if step == "selected" else {}
    seats = {it.id: it for it in allocations(run)}
    groups = groups_of(run)
    able, unable = sorted_out(chosen, step, room(seats.values(), groups), checks)
    return counted(run, step, able, unable, seats, groups, checks)


Checks = Mapping[int, Sequence[Check]]


def sorted_out(
    chosen: Sequence[Nomination], step: str, left: Room, checks: Checks
) -> tuple[list[Nomination], list[tuple[Nomination, Refused]]]:
    again = put_forward_again(chosen)
    able: list[Nomination] = []
    unable: list[tuple[Nomination, Refused]] = []
    for nomination in chosen:
        try:
            rules.check_can(step, nomination.status)
            rules.check_not_again(step, is_again=nomination.id in again)
            if step == "selected":
                rules.check_not_barred(checks.get(nomination.id, ()))
                left.take(nomination.claim)
        except Refused as refusal:
            unable.append((nomination, refusal))
        else:
            able.append(nomination)
    return able, unable


def room_of(run: CourseOffering) -> Room:
    """What is left in a run, to be dealt out."""
    return room(allocations(run), groups_of(run))


def room(seats: Iterable[SeatAllocation], groups: Iterable[SeatGroup]) -> Room:
    return Room(
        {it.id: it.picture for it in seats},
        {it.id: Limit(it.kind, it.name, it.picture) for it in groups},
    )


def counted(
    run: CourseOffering,
    step: str,
    able: list[Nomination],
    unable: list[tuple[Nomination, Refused]],
    seats: Mapping[int, SeatAllocation],
    groups: Sequence[SeatGroup],
    checks: Checks,
) -> Preview:
    shares = shares_by_party(run)
    before, added = total(shares.values()), changed_by(step, able)
    return Preview(
        step=step,
        able=able,
        unable=unable,
        lines=lines_of(step, able, seats, shares),
        groups=groups_after(step, able, groups),
        before=before,
        after=before + added,
        seats=run.seats_offered,
        below_floor=step == "selected" and goes_below(run.women_floor_percent, before, added),
        not_known=[it for it in able if rules.fit_of(checks.get(it.id, ())) is Fit.UNKNOWN],
        remarks=remarks_on(run, able) if step == "selected" else [],
    )


def changed_by(step: str, nominations: Sequence[Nomination]) -> Share:
    """Who would sit in a seat, or would not any more."""
    share = sexes_of(nominations)
    if step == "lapsed":
        return Share(-share.women, -share.men, -share.unknown)
    return share if step == "selected" else Share()


def lines_of(
    step: str,
    able: Sequence[Nomination],
    seats: Mapping[int, SeatAllocation],
    shares: Mapping[int, Share],
) -> list[tuple[SeatAllocation, Line]]:
    if step not in ("selected", "lapsed"):
        return []
    by_allocation: dict[int, list[Nomination]] = {}
    for it in able:
        by_allocation.setdefault(it.allocation_id, []).append(it)
    lines = []
    for number, some in by_allocation.items():
        seat = seats[number]
        before, added = shares.get(seat.party_id, Share()), changed_by(step, some)
        lines.append((seat, Line(seat.picture.offered, seat.picture.free, before, added)))
    return lines


def groups_after(
    step: str, able: Sequence[Nomination], groups: Sequence[SeatGroup]
) -> list[tuple[SeatGroup, int]]:
    """The groups in which these would sit, or would not any more."""
    if step not in ("selected", "lapsed"):
        return []
    some = Counter(number for it in able for number in it.groups.ids)
    sign = -1 if step == "lapsed" else 1
    return [(it, it.picture.in_use + sign * some[it.id]) for it in groups if some[it.id]]


def remarks_on(run: CourseOffering, able: Sequence[Nomination]) -> list[tuple[Nomination, Earlier]]:
    earlier = earlier_of(run, [it.person_id for it in able])
    found = ((it, remarkable(run, earlier.get(it.person_id, ()))) for it in able)
    return [(it, line) for it, line in found if line]
