"""Offices put people forward; the programme reviews, selects, keeps on reserve, or says no."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tpp.catalogue.rules.eligibility import ClearanceKind
from tpp.db import db, transaction
from tpp.demonstration.actions.planning import CLOSES, OPENS
from tpp.demonstration.actions.told import Nominee, Told, nominations_of
from tpp.demonstration.rules.answers import AUTHORITY, Answers, answer
from tpp.demonstration.rules.dealing import CAMEO
from tpp.demonstration.rules.fates import CHOSEN, WAITS, Fate
from tpp.demonstration.rules.people import invent
from tpp.demonstration.rules.places import nationalities
from tpp.demonstration.rules.plans import Sender
from tpp.nominations import actions as nominations
from tpp.nominations.models import Nomination
from tpp.nominations.queries import rules_of
from tpp.nominations.rules import Status, goes_below
from tpp.nominations.rules.eligibility import ClearanceOutcome, Expected
from tpp.parties.models import Party
from tpp.people import actions as people
from tpp.people.models import Person
from tpp.seats.queries import groups_of
from tpp.seats.rules import GroupKind
from tpp.selection import actions as selection
from tpp.selection.queries import sexes, with_seats

INCOMPLETE = "Please add the language certificate and the rank."
TOO_SHORT = "The rules of this run ask for two years of service."
NO_LONGER_FREE = "Posted to another unit in these weeks."
FEW_WOMEN = "No further woman was nominated; the offices were asked twice."
FIRST, LAST = -124, -81
IN_A_MISSION = 0.06
GUEST_MISSIONS = ("MONUSCO", "UNISFA", "UNIFIL")
NOTES = ("", "", "", "", "Speaks French and English.", "Has driven trucks for three years.")


def nominating(it: Told) -> Iterator[datetime]:
    """Offices record whom they may send, and put everybody forward, each on a day of its own."""
    it.nominees = sorted(put_forward(it), key=lambda nominee: nominee.at)
    yield it.plan.moment(OPENS, "11:00")
    for nominee in it.nominees:
        nominee.person_id = nominee.person_id or recorded(it, nominee).id
    for nominee in it.nominees:
        yield nominee.at
        nominate(it, nominee)
    yield it.plan.moment(CLOSES - 2, "16:40")
    for nominee in it.of(Fate.WITHDRAWN):
        office = it.office_of(nominee)
        [nomination] = nominations_of([nominee])
        nominations.withdraw(nomination, by=office, reason=NO_LONGER_FREE)


def put_forward(it: Told) -> Iterator[Nominee]:
    for sender in it.plan.senders:
        for fate in sender.fates:
            yield Nominee(fate, sender.party, moment_of(it))
        if it.plan.has_cameo and sender.party == CAMEO:
            yield the_cameo(it)
        if (
            not it.plan.taught.women_only
            and has_seat_left(it, sender)
            and (key := again(it, sender))
        ):
            yield Nominee(Fate.COMPLETES, sender.party, moment_of(it), key)


def has_seat_left(it: Told, sender: Sender) -> bool:
    return bool(sender.fates) and sender.spare > (it.plan.has_cameo and sender.party == CAMEO)


def moment_of(it: Told) -> datetime:
    day = it.chance.randint(FIRST, LAST)
    return it.plan.moment(day, f"{it.chance.randint(8, 17):02d}:{it.chance.randint(0, 59):02d}")


def the_cameo(it: Told) -> Nominee:
    """The trainee who signs in: certificates, a journey to prepare, and an offer that waits."""
    is_ahead = it.plan.starts_on > it.cast.today + timedelta(days=40)
    fate = Fate.LAPSES if is_ahead else Fate.COMPLETES
    return Nominee(fate, CAMEO, it.plan.moment(-110, "10:15"), it.cast.trainee_person)


def again(it: Told, sender: Sender) -> int:
    """Somebody of this office who completed a run long enough before; 0 where nobody did."""
    before = it.plan.starts_on - timedelta(days=200)
    known = it.cast.trained.get(sender.party, [])
    free = [key for day, key in known if day < before]
    return it.chance.choice(free) if free else 0


def nominate(it: Told, nominee: Nominee) -> None:
    run, office = it.run, it.office_of(nominee)
    person = db.session.get_one(Person, nominee.person_id)
    own_chance = Random(nominee.person_id)  # the answers change nothing of what was drawn before
    told = Answers()
    if it.plan.is_around_today:
        rules = rules_of([run.id])[run.id]
        told = answer(own_chance, answers_as(it, nominee), rules, run.ends_on)
    with transaction():
        nomination = nominations.nominate(
            run,
            person,
            by=office,
            mission=mission_of(it, nominee),
            note=it.chance.choice(NOTES),
            submit=nominee.fate is not Fate.DRAFT,
            stated=told.stated() if it.plan.is_around_today else None,
            expected=seated(it, nominee, told.expects()),
        )
        for kind, outcome in told.clearances.items():
            nominations.record_clearance(
                nomination, kind, outcome, by=office, **paper_of(kind, outcome, nominee)
            )
    nominee.nomination_id = nomination.id


def answers_as(it: Told, nominee: Nominee) -> Fate:
    """The first draft of a run is complete, the next ones are not."""
    drafts = [who for who in it.nominees if who.fate is Fate.DRAFT]
    return Fate.COMPLETES if drafts[:1] == [nominee] else nominee.fate


def seated(it: Told, nominee: Nominee, expected: Expected) -> Expected:
    """With a station and a language, one nominee after the other, where the run has such groups."""
    if not (it.plan.stations or it.plan.groups):
        return expected
    place, sits = it.nominees.index(nominee), dict[GroupKind, int]()
    for kind in GroupKind:
        if groups := [group.id for group in groups_of(it.run) if group.kind is kind]:
            sits[kind] = groups[place % len(groups)]
    station, language = sits.get(GroupKind.STATION), sits.get(GroupKind.LANGUAGE)
    return replace(expected, station_id=station, language_group_id=language)


def paper_of(kind: ClearanceKind, outcome: ClearanceOutcome, nominee: Nominee) -> dict[str, Any]:
    """Who decided, when, and the number of an invented paper."""
    if outcome is ClearanceOutcome.PENDING:
        return {}
    number = f"{nominee.party}/{kind[:3].upper()}/{nominee.person_id:05d}"
    day = nominee.at.date() - timedelta(days=9)
    return {"certifier": AUTHORITY[kind], "decided_on": day, "reference": number}


def recorded(it: Told, nominee: Nominee) -> Person:
    country = it.chance.choice(nationalities(nominee.party))
    facts = invent(
        it.chance,
        country,
        it.cast.pillars[it.plan.taught.course],
        it.plan.moment(OPENS).date(),
        next(it.cast.numbers),
        women_only=it.plan.taught.women_only,
    )
    return people.add(
        **asdict(facts),
        party=it.cast.parties[nominee.party],
        nationality=it.cast.parties[country],
        by=it.office_of(nominee),
        is_demonstration=True,
    )


def mission_of(it: Told, nominee: Nominee) -> Party | None:
    """Where the nominee serves: some are sent from troops already deployed."""
    if len(nominee.party) > 3:
        return it.cast.parties[nominee.party]
    if it.chance.random() < IN_A_MISSION:
        return it.cast.parties[it.chance.choice(GUEST_MISSIONS)]
    return None


def deciding(it: Told) -> Iterator[datetime]:
    """The programme reads everything after the call, and decides a week later."""
    plan, by = it.plan, it.coordinator
    yield plan.moment(-76, "09:30")
    selection.step(sent(it), "reviewed", by=by)
    yield plan.moment(-75, "14:00")
    say(it, "returned", INCOMPLETE, Fate.RETURNED, Fate.SENT_AGAIN)
    yield plan.moment(-73, "11:10")
    say(it, "found_ineligible", TOO_SHORT, Fate.INELIGIBLE)
    yield plan.moment(-72, "10:00")
    for nominee in it.of(Fate.SENT_AGAIN):
        [nomination] = nominations_of([nominee])
        nominations.submit(nomination, by=it.office_of(nominee))
    yield plan.moment(-70, "15:00")
    if chosen := it.of(*CHOSEN):
        offer(it, chosen, plan.moment(-56, "18:00"))
    if waiting := it.of(*WAITS):
        selection.reserve(nominations_of(waiting), by=by)
    say(it, "not_selected", "", Fate.NOT_SELECTED)


def sent(it: Told) -> list[Nomination]:
    return [row for row in nominations_of(it.nominees) if row.status is Status.SUBMITTED]


def say(it: Told, step: str, reason: str, *fates: Fate) -> None:
    if nominees := it.of(*fates):
        selection.step(nominations_of(nominees), step, by=it.coordinator, reason=reason)


def offer(it: Told, nominees: list[Nominee], until: datetime) -> None:
    """Seats for these people; below the women's floor the office says why."""
    chosen = nominations_of(nominees)
    run = it.run
    below = goes_below(run.women_floor_percent, with_seats(run), sexes(chosen))
    reason = FEW_WOMEN if below else ""
    selection.select(chosen, by=it.coordinator, offer_until=until, reason=reason)
