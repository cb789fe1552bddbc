"""Every planted conflict is found, none is invented: against asking every pair and every moment."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tpp.conflicts.rules import Block, Kind, Plan, Post, RunPlan, find

DAY = datetime(2027, 3, 1, tzinfo=UTC)


def hour(number):
    return DAY + timedelta(hours=number)


posts = st.builds(
    Post,
    st.integers(1, 3),
    st.sampled_from([None, 1]),
    st.booleans(),
    st.booleans(),
)


@st.composite
def blocks(draw):
    number = draw(st.integers(0, 9))
    return tuple(draw(block(key)) for key in range(1, number + 1))


@st.composite
def block(draw, key):
    starts, lasts = draw(st.integers(0, 40)), draw(st.integers(1, 9))
    staff = draw(st.lists(posts, max_size=2, unique_by=lambda it: it.account))
    stations = draw(st.lists(st.tuples(st.integers(1, 2), st.integers(1, 3)), max_size=2))
    return Block(
        id=key,
        run=draw(st.integers(1, 3)),
        starts=hour(starts),
        ends=hour(starts + lasts),
        first_day=hour(starts).date(),
        last_day=hour(starts + lasts - 1).date(),
        room=draw(st.sampled_from([None, 1, 2])),
        group=draw(st.sampled_from([None, 1, 2])),
        heads=draw(st.integers(0, 12)),
        staff=tuple(staff),
        stations=tuple({machine: (machine, count) for machine, count in stations}.values()),
    )


@st.composite
def plans(draw):
    runs = {
        key: RunPlan(
            key,
            DAY.date() + timedelta(days=draw(st.integers(0, 3))),
            DAY.date() + timedelta(days=draw(st.integers(3, 6))),
            draw(st.integers(1, 9)),
            draw(st.sampled_from([None, 1])),
            draw(st.sampled_from([(), ("teacher",)])),
        )
        for key in (1, 2, 3)
    }
    out = st.tuples(st.integers(1, 2), st.integers(0, 20), st.integers(1, 9), st.integers(1, 2))
    groups = st.frozensets(st.integers(1, 2), max_size=2)
    places = st.dictionaries(st.integers(1, 3), groups, min_size=2, max_size=3)
    away = st.tuples(st.sampled_from([(1, None), (2, None), (None, 1)]), st.integers(0, 2))
    return Plan(
        blocks=draw(blocks()),
        runs=runs,
        rooms={1: draw(st.integers(1, 12))},
        venues={1: draw(st.integers(3, 20))},
        equipment={1: draw(st.integers(1, 4)), 2: draw(st.integers(1, 4))},
        outages=tuple(
            (machine, hour(since), hour(since + lasts), number)
            for machine, since, lasts, number in draw(st.lists(out, max_size=2))
        ),
        sharing=draw(st.sampled_from([frozenset(), frozenset({(1, 2)})])),
        trainees=draw(st.dictionaries(st.integers(1, 2), places, max_size=2)),
        absences=tuple(
            (*whose, DAY.date() + timedelta(days=day), DAY.date() + timedelta(days=day))
            for whose, day in draw(st.lists(away, max_size=2))
        ),
        qualifications=draw(
            st.dictionaries(st.just((1, "teacher")), st.sampled_from([date.max, DAY.date()]))
        ),
    )


def brute(plan):
    """Every conflict, by asking every pair of sessions, and every hour."""
    found = set()
    for one, two in combinations(plan.blocks, 2):
        if one.starts < two.ends and two.starts < one.ends:
            found |= set(between(plan, one, two))
    for it in plan.blocks:
        found |= set(alone(plan, it))
    return found | too_many_machines(plan) | too_many_seats(plan)


def between(plan, one, two):
    for here, there in product(one.staff, two.staff):
        if here.account == there.account:
            speaks = here.interprets or there.interprets
            kind = Kind.INTERPRETER if speaks else Kind.TRAINER
            yield kind, here.account, (one.id, two.id), ()
    if one.room and one.room == two.room:
        yield Kind.ROOM, one.room, (one.id, two.id), ()
    if one.run == two.run:
        either = one.group is None or two.group is None or one.group == two.group
        if either or plan.sharing:
            yield Kind.GROUP, None, (one.id, two.id), ()
        return
    humans = tuple(
        human
        for human, places in sorted(plan.trainees.items())
        if all(
            it.run in places and (not it.group or it.group in places[it.run]) for it in (one, two)
        )
    )
    if humans:
        yield Kind.TRAINEE, 0, (one.id, two.id), humans


def alone(plan, it):
    if it.room in plan.rooms and it.heads > plan.rooms[it.room]:
        yield Kind.ROOM_CAPACITY, it.room, (it.id,), ()
    for post in it.staff:
        for account, party, first, last in plan.absences:
            hours = [
                it.starts + timedelta(hours=n) for n in range((it.ends - it.starts).seconds // 3600)
            ]
            mine = post.account == account or (party and post.party == party)
            if mine and any(first <= moment.date() <= last for moment in hours):
                yield Kind.ABSENCE, post.account, (it.id,), ()
        until = plan.qualifications.get((post.account, "teacher"), date.min)
        if post.teaches and plan.runs[it.run].demands and until < it.last_day:
            yield Kind.QUALIFICATION, (post.account, it.run), (it.id,), ()


def too_many_machines(plan):
    found = set()
    for machine, held in plan.equipment.items():
        for now in map(hour, range(60)):
            there = [
                it
                for it in plan.blocks
                if it.starts <= now < it.ends and dict(it.stations).get(machine)
            ]
            out = sum(
                n for m, since, until, n in plan.outages if m == machine and since <= now < until
            )
            if there and sum(dict(it.stations)[machine] for it in there) > max(held - out, 0):
                found.add((Kind.EQUIPMENT, machine, tuple(it.id for it in there), ()))
    return found


def too_many_seats(plan):
    found = set()
    for day in (DAY.date() + timedelta(days=n) for n in range(9)):
        there = [it for it in plan.runs.values() if it.venue and it.starts_on <= day <= it.ends_on]
        if sum(it.seats for it in there) > plan.venues[1]:
            found.add((Kind.VENUE_CAPACITY, 1, tuple(it.id for it in there), ()))
    return found


def told(conflict):
    sides = conflict.sessions or conflict.runs
    if conflict.kind is Kind.GROUP:
        return [(conflict.kind, None, sides, ())]
    if conflict.kind is Kind.QUALIFICATION:
        whose = (conflict.thing, conflict.runs[0])
        return [(conflict.kind, whose, (session,), ()) for session in sides]
    return [(conflict.kind, conflict.thing, sides, conflict.people)]


@given(plans())
@settings(max_examples=400, deadline=None)
def test_every_conflict_is_found_and_none_is_invented(plan):
    found = [line for conflict in find(plan) for line in told(conflict)]
    assert len(found) == len(set(found))
    assert set(found) == brute(plan)
