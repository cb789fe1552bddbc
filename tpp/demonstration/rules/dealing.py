"""Sharing people out: so many for each run, by the countries that are asked."""

from collections.abc import Iterator
from random import Random

from tpp.demonstration.rules.fates import Fate, Hand, hands
from tpp.demonstration.rules.names import countries
from tpp.demonstration.rules.places import SECONDED_TO, SERVING_IN, draw_senders
from tpp.demonstration.rules.plans import Plan, Sender

CAMEO = "JOR"
"""The country of the trainee who signs in."""


def deal(every: list[Plan], wanted: dict[int, int], chance: Random) -> None:
    """Give every run its people, hand by hand, so that the numbers come out exactly."""
    deck, surplus = hands(chance), 0
    for place, plan in enumerate(every):
        number = max(0, wanted.get(id(plan), 0) - surplus)
        given = list(taken(deck, number, is_last=plan is last_with_people(every, wanted)))
        given[: len(plan.must)] = [(fate,) for fate in plan.must]
        surplus += sum(map(len, given)) - wanted.get(id(plan), 0)
        plan.senders = seated(plan, given, place, chance)


def last_with_people(every: list[Plan], wanted: dict[int, int]) -> Plan | None:
    return next((plan for plan in reversed(every) if wanted.get(id(plan))), None)


def taken(deck: Iterator[Hand], number: int, *, is_last: bool) -> Iterator[Hand]:
    """Hands until so many people are dealt; only the last run may not have one too many."""
    while number > 0:
        hand = next(deck)
        if is_last and len(hand) > number:
            hand = (Fate.COMPLETES,)
        number -= len(hand)
        yield hand


def seated(plan: Plan, given: list[Hand], place: int, chance: Random) -> list[Sender]:
    """The hands shared out among the countries of a run; some more are asked and send nobody."""
    most = len(countries())
    offices = max(2, min(most, len(given) // 5))
    drawn = draw_senders(chance, plan.venue, min(most, offices + 2))
    wanted = [*plan.asked, *([CAMEO] if plan.has_cameo else [])]
    codes = wanted + [code for code in drawn if code not in wanted]
    senders = [Sender(code) for code in codes[: max(offices, len(wanted))]]
    if place % 5 == 1:
        senders[-1] = Sender(chance.choice([*SERVING_IN, *SECONDED_TO]))
    for number, hand in enumerate(given):
        place_of_hand = 0 if number < len(plan.must) else number % len(senders)
        senders[place_of_hand].fates.extend(hand)
    for sender in senders:
        sender.spare = chance.choice((0, 0, 1)) + (sender.party == CAMEO)
    if not given:
        unanswered(senders)
    more = codes[len(senders) :]
    if plan.is_around_today and given:
        return (
            senders
            + [Sender(code, spare=2, names_nobody=True) for code in more[1:2]]
            + ([Sender(code, answer=None, spare=3) for code in more[:1]])
        )
    return senders + silent(more, place)


def unanswered(senders: list[Sender]) -> None:
    """Seats of a run that nobody is nominated for yet: the first country has still to answer."""
    for sender in senders:
        sender.spare = 4
    senders[0].answer = None


def silent(codes: list[str], place: int) -> list[Sender]:
    """A country that declines its seats, or says nothing, in two of three runs."""
    if place % 3 == 2:
        return []
    return [Sender(code, answer=None if place % 3 else False, spare=3) for code in codes[:1]]
