"""Every conflict of a plan."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from tpp.conflicts.rules.plans import Block, Conflict, Kind, Plan, Post, digest
from tpp.conflicts.rules.sweeping import Overload, Use, meeting, overloads


def find(plan: Plan) -> list[Conflict]:
    """All conflicts, each once. What only touches does not meet: 10:00 ends before 10:00 begins."""
    found: list[Conflict] = []
    for look in (
        *(staff, rooms, equipment, groups, trainees),
        *(room_capacity, venue_capacity, qualifications, absences),
    ):
        found.extend(look(plan))
    return found


def both(kind: Kind, thing: int, one: Block, other: Block, people: Iterable[int] = ()) -> Conflict:
    first, second = sorted((one, other), key=lambda it: it.id)
    known = tuple(sorted(people))
    return Conflict(
        kind,
        thing,
        (first.id, second.id),
        tuple(sorted({first.run, second.run})),
        people=known,
        state=digest(f"{first.span} {second.span} {known}"),
    )


def one(kind: Kind, thing: int, block: Block, needed: int = 0, there: int = 0) -> Conflict:
    state = digest(f"{block.span} {needed} {there}")
    return Conflict(kind, thing, (block.id,), (block.run,), needed=needed, there=there, state=state)


class Posted:
    """A session and one of those who work in it."""

    def __init__(self, block: Block, post: Post):
        self.block, self.post = block, post
        self.starts, self.ends = block.starts, block.ends


def staff(plan: Plan) -> Iterator[Conflict]:
    """Somebody is wanted in two sessions at once."""
    work: dict[int, list[Posted]] = defaultdict(list)
    for block in plan.blocks:
        for post in block.staff:
            work[post.account].append(Posted(block, post))
    for account, posted in work.items():
        for here, there in meeting(posted):
            interprets = here.post.interprets or there.post.interprets
            kind = Kind.INTERPRETER if interprets else Kind.TRAINER
            yield both(kind, account, here.block, there.block)


def rooms(plan: Plan) -> Iterator[Conflict]:
    held: dict[int, list[Block]] = defaultdict(list)
    for block in plan.blocks:
        if block.room:
            held[block.room].append(block)
    for room, blocks in held.items():
        for here, there in meeting(blocks):
            yield both(Kind.ROOM, room, here, there)


def equipment(plan: Plan) -> Iterator[Conflict]:
    """At one moment more machines are wanted than stand there and work."""
    wanted: dict[int, list[Use]] = defaultdict(list)
    for block in plan.blocks:
        for machine, number in block.stations:
            wanted[machine].append(Use(block.starts, block.ends, number, block))
    out: dict[int, list[Use]] = defaultdict(list)
    for machine, since, until, number in plan.outages:
        out[machine].append(Use(since, until, number, None))
    for machine, uses in wanted.items():
        held = plan.equipment.get(machine, 0)
        for over in overloads(uses, held, out[machine], order=lambda use: use.what.id):
            yield of_machines(machine, over)


def of_machines(machine: int, over: Overload) -> Conflict:
    blocks = [use.what for use in over.uses]
    spans = " ".join(f"{use.what.span}x{use.number}" for use in over.uses)
    return Conflict(
        Kind.EQUIPMENT,
        machine,
        tuple(block.id for block in blocks),
        tuple(sorted({block.run for block in blocks})),
        needed=over.needed,
        there=over.there,
        state=digest(f"{spans} {over.there}"),
    )


def groups(plan: Plan) -> Iterator[Conflict]:
    """A group, or everybody in a run, is to be in two places."""
    met: dict[int, list[Block]] = defaultdict(list)
    for block in plan.blocks:
        met[block.run].append(block)
    for blocks in met.values():
        for here, there in meeting(blocks):
            if share_members(plan, here.group, there.group):
                yield both(Kind.GROUP, here.group or there.group or 0, here, there)


def share_members(plan: Plan, one_group: int | None, other: int | None) -> bool:
    if one_group is None or other is None or one_group == other:
        return True
    return (min(one_group, other), max(one_group, other)) in plan.sharing


def trainees(plan: Plan) -> Iterator[Conflict]:
    """Somebody is in two runs, and both want them at once."""
    by_run: dict[int, list[Block]] = defaultdict(list)
    for block in plan.blocks:
        by_run[block.run].append(block)
    doubled: dict[tuple[int, int], list[int]] = defaultdict(list)
    for human, places in plan.trainees.items():
        for first in places:
            for second in places:
                if first < second:
                    doubled[first, second].append(human)
    for (first, second), humans in doubled.items():
        for here, there in meeting([*by_run[first], *by_run[second]]):
            if here.run == there.run:
                continue
            in_both = [it for it in humans if comes(plan, it, here) and comes(plan, it, there)]
            if in_both:
                yield both(Kind.TRAINEE, 0, here, there, in_both)


def comes(plan: Plan, human: int, block: Block) -> bool:
    return block.group is None or block.group in plan.trainees[human][block.run]


def room_capacity(plan: Plan) -> Iterator[Conflict]:
    for block in plan.blocks:
        takes = plan.rooms.get(block.room) if block.room else None
        if takes is not None and block.heads > takes:
            yield one(Kind.ROOM_CAPACITY, block.room or 0, block, block.heads, takes)


def venue_capacity(plan: Plan) -> Iterator[Conflict]:
    """On one day the runs at a venue have more seats than it takes."""
    held: dict[int, list[Use]] = defaultdict(list)
    for run in plan.runs.values():
        if run.venue in plan.venues:
            after = run.ends_on + timedelta(days=1)
            held[run.venue or 0].append(Use(run.starts_on, after, run.seats, run))
    for venue, uses in held.items():
        for over in overloads(uses, plan.venues[venue], order=lambda use: use.what.id):
            runs_ = [use.what for use in over.uses]
            yield Conflict(
                Kind.VENUE_CAPACITY,
                venue,
                (),
                tuple(run.id for run in runs_),
                needed=over.needed,
                there=over.there,
                state=digest(" ".join(run.span for run in runs_) + f" {over.there}"),
            )


def qualifications(plan: Plan) -> Iterator[Conflict]:
    """Whoever teaches lacks what the course version demands; once a run, person and demand."""
    lacking: dict[tuple[int, int, str], list[Block]] = defaultdict(list)
    for block in plan.blocks:
        run = plan.runs.get(block.run)
        for demand in run.demands if run else ():
            for post in block.staff:
                until = plan.qualifications.get((post.account, demand))
                if post.teaches and (until is None or until < block.last_day):
                    lacking[block.run, post.account, demand].append(block)
    for (run_id, account, demand), blocks in lacking.items():
        ids = tuple(sorted(block.id for block in blocks))
        yield Conflict(
            Kind.QUALIFICATION, account, ids, (run_id,), lacks=demand, state=digest(demand)
        )


def absences(plan: Plan) -> Iterator[Conflict]:
    """Somebody is wanted on a day on which they, or all of their State, are away."""
    away: dict[tuple[str, int], list[tuple[date, date]]] = defaultdict(list)
    for account, party, first, last in plan.absences:
        whose = ("account", account) if account else ("party", party or 0)
        away[whose].append((first, last))
    for block in plan.blocks:
        for post in block.staff:
            days = [*away.get(("account", post.account), ())]
            days += away.get(("party", post.party or 0), ())
            if any(first <= block.last_day and last >= block.first_day for first, last in days):
                yield one(Kind.ABSENCE, post.account, block)


def days_of(starts: datetime, ends: datetime) -> tuple[date, date]:
    """First and last day of a block whose moments stand in the zone of its run."""
    return starts.date(), (ends - timedelta(microseconds=1)).date()
