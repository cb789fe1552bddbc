"""Which runs the demonstration has: some arranged around today, the others over the years before."""

from datetime import date, timedelta
from random import Random

from tpp.demonstration.rules.courses import PAST, PRESENT, Arranged, Rhythm, Taught
from tpp.demonstration.rules.dealing import deal
from tpp.demonstration.rules.doubles import DOUBLES
from tpp.demonstration.rules.listed import LISTED
from tpp.demonstration.rules.places import venues
from tpp.demonstration.rules.plans import Plan

FIRST_DAY = date(2022, 3, 7)
"""When the first invented run begins."""
PEOPLE_A_RUN = 28
FEWEST_PEOPLE = 80
ELSEWHERE = LISTED + len(DOUBLES)
"""People whom no run is dealt: they come by a list, or are recorded a second time."""
LARGE = 5000
"""From so many people on, there are two large runs, held online."""
ONLINE = (1000, 240)


def plans(people: int, today: date, chance: Random) -> list[Plan]:
    """Every run of a demonstration with so many people, the earliest first."""
    arranged = [around_today(it, today, chance) for it in PRESENT]
    present = sum(it.turn.has_people for it in PRESENT)
    few = max(3, people // 27)
    size = min(PEOPLE_A_RUN, few)
    left = people - 1 - ELSEWHERE - size * present  # the trainee who signs in is one of them
    online = ONLINE if people >= LARGE else ()
    left -= sum(online)
    number = max(2, round(left / PEOPLE_A_RUN))
    sizes = [left // number + (place < left % number) for place in range(number)]
    deck = list(PAST)
    earlier = [before_today(place / number, today, deck, chance) for place in range(number)]
    for plan in (earlier[0], earlier[-1]):
        plan.has_cameo = True
    wanted = {id(plan): number for plan, number in zip(earlier, sizes, strict=True)}
    wanted |= {id(plan): size for plan in arranged if plan.turn.has_people}
    large = [held_online(today - timedelta(days=60 * place)) for place in range(len(online))]
    wanted |= {id(plan): number for plan, number in zip(large, online, strict=True)}
    every = sorted(earlier + arranged + large, key=lambda plan: plan.starts_on)
    deal(every, wanted, chance)
    return every


def around_today(it: Arranged, today: date, chance: Random) -> Plan:
    """A run that shows one moment of a training's life on the day the demonstration is made."""
    plan = Plan(it.taught, venues()[it.venue], today + timedelta(days=it.offset), [], it.turn)
    plan.lead, plan.has_cameo, plan.made_before = it.lead, it.has_cameo, it.made_before
    plan.certified_after, plan.asked, plan.must = it.certified_after, it.asked, it.must
    plan.is_around_today, plan.shows, plan.call = True, it.shows, it.call
    plan.stations, plan.groups = it.stations, it.groups
    plan = settled(plan, chance)
    plan.floor = it.floor or plan.floor
    return plan


def before_today(share: float, today: date, deck: list[Taught], chance: Random) -> Plan:
    """A run that is over, ``share`` of the way from the first day to today; it begins on a Monday."""
    last = today - timedelta(days=75)
    day = FIRST_DAY + (last - FIRST_DAY) * share + timedelta(days=chance.randint(0, 13))
    day -= timedelta(days=day.weekday())
    taught = next(it for it in deck if it.since <= day.year)
    deck.remove(taught)
    deck.append(taught)  # comes again when all others had their turn
    venue = venues()[chance.choice(taught.venues)]
    plan = Plan(taught, venue, day, [], lead=chance.randrange(8))
    plan.certified_after = chance.randint(4, 9)
    return settled(plan, chance)


def held_online(today: date) -> Plan:
    """A large one, whose people come from everywhere."""
    taught = Taught("CPM", 5, Rhythm.DAY, ("ONLINE",))
    day = today - timedelta(days=120 + today.weekday())
    return Plan(taught, venues()["ONLINE"], day, [], lead=1, supporters=("JPN",))


def settled(plan: Plan, chance: Random) -> Plan:
    plan.supporters = plan.taught.supporters or tuple(
        chance.sample(("JPN", "KOR", "CHE", "BRA"), 2)
    )
    if not plan.taught.women_only and chance.random() < 0.4:
        plan.floor = chance.choice((15, 20, 25))
    return plan
