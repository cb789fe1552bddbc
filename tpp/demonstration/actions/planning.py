"""From the plan of a run to its call: team, partners, seats for countries, and their answers."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from tpp.accounts.models import Account
from tpp.calls import actions as calls
from tpp.calls.models import NominationCall
from tpp.calls.rules import Kind
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.rules import Delivery
from tpp.contributions.actions import add_contribution, move_contribution
from tpp.contributions.rules import Kind as Gift
from tpp.db import db
from tpp.demonstration.actions.told import Told
from tpp.demonstration.rules.courses import Rhythm, Shown, Turn
from tpp.demonstration.rules.plans import Plan, Sender
from tpp.demonstration.rules.texts import CALLS
from tpp.offerings import actions as runs
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import parties_of
from tpp.offerings.rules import PartyRole, StaffRole
from tpp.parties.models import Party
from tpp.seats import actions as seats
from tpp.seats.queries import allocation_of
from tpp.seats.rules import GroupKind

OPENS, CLOSES = -126, -77
NOT_THIS_TIME = "No suitable candidates are free in these weeks."
NOTE = "Demonstration: this run and everybody in it are invented."
MEANS: dict[str, dict[str, Any]] = {
    "JPN": {"kind": Gift.TRAINERS, "planned": 3, "planned_women": 1},
    "KOR": {"kind": Gift.TRAINERS, "planned": 2},
    "CHE": {"kind": Gift.MONEY, "what": "Travel of trainers", "currency": "CHF", "planned": 48_000},
    "BRA": {"kind": Gift.TRAINERS, "planned": 2},
    "CAN": {
        "kind": Gift.MONEY,
        "what": "Contribution to the trust fund",
        "currency": "USD",
        "planned": 60_000,
    },
    "ISR": {"kind": Gift.EQUIPMENT, "what": "Training manikins", "planned": 6},
}
"""What each supporter gives in the demonstration; invented, as are the amounts."""


def planning(it: Told) -> Iterator[datetime]:
    """The run is planned, its team named, and what partners mean to give is written down."""
    plan = it.plan
    yield plan.moment(-plan.made_before)
    it.planned = planned(it)
    if plan.turn is Turn.DRAFT:
        return
    yield plan.moment(1 - plan.made_before, "11:30")
    for trainer, role in team(plan):
        acting = it.cast.trainers[trainer]
        account = db.session.get_one(Account, acting.account_id)
        sent_by = sender_of(it, role)
        runs.assign(it.run, account, role=role, party=sent_by, by=it.coordinator)
    yield plan.moment(2 - plan.made_before, "15:00")
    for taking_part in parties_of(it.run):
        if taking_part.role is PartyRole.SUPPORTER and taking_part.party.code in MEANS:
            means = MEANS[taking_part.party.code]
            gift = add_contribution(taking_part, by=it.coordinator, **means)
            move_contribution(gift, "confirmed", by=it.coordinator)


def sender_of(it: Told, role: StaffRole) -> Party | None:
    """The supporter that sends somebody of the team; whoever assists is of the host country."""
    code = (
        it.plan.venue.country if role is StaffRole.ASSISTANT else next(iter(it.plan.supporters), "")
    )
    return db.session.get_one(Party, it.cast.parties[code].id) if code else None


def planned(it: Told) -> CourseOffering:
    plan, parties = it.plan, it.cast.parties
    hosts = [plan.venue.country] if plan.venue.country else []
    return runs.plan_run(
        db.session.get_one(CourseVersion, it.cast.versions[plan.taught.course]),
        by=it.coordinator,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        venue=plan.venue.name,
        place=plan.venue.place,
        timezone=plan.venue.timezone,
        seats=plan.seats,
        languages=plan.taught.languages,
        delivery=Delivery.IN_PERSON if hosts else Delivery.REMOTE,
        hosts=[parties[code] for code in hosts],
        supporters=[parties[code] for code in plan.supporters if code not in hosts],
        women_floor_percent=plan.floor,
        machines=plan.taught.machines,
        hours=hours(plan),
        note=NOTE,
        draft=plan.turn is Turn.DRAFT,
        is_demonstration=True,
    )


def hours(plan: Plan) -> int:
    weekdays = plan.taught.days * 5 // 7 + 1
    return weekdays * (5 if plan.taught.rhythm is Rhythm.TWICE_A_DAY else 6)


def team(plan: Plan) -> list[tuple[int, StaffRole]]:
    others = [number for number in range(1, 8) if number != plan.lead]
    first = others[plan.starts_on.toordinal() % len(others)]
    second = others[(plan.starts_on.toordinal() + 3) % len(others)]
    return [
        (plan.lead, StaffRole.LEAD),
        (first, StaffRole.TRAINER),
        (0 if Shown.DESK in plan.shows else second, StaffRole.ASSISTANT),
    ]


def calling(it: Told) -> Iterator[datetime]:
    """Seats are offered to countries, which answer one after the other; then the call opens."""
    plan = it.plan
    yield plan.moment(-140, "10:00")
    share_groups(it)
    for sender in plan.senders:
        party = db.session.get_one(Party, it.cast.parties[sender.party].id)
        seats.allocate(it.run, party, sender.seats, by=it.coordinator)
    for day, sender in enumerate(plan.senders):
        yield plan.moment(-138 + day % 10, f"{9 + day % 8:02d}:20")
        answer(it, sender)
    yield plan.moment(OPENS, "08:00")
    calls.send_letters(written_call(it), Kind.OPENING, by=it.coordinator)


def written_call(it: Told) -> NominationCall:
    """A call for the run, alone or with others, that asks every office with seats."""
    call = call_together(it) or opened(it)
    senders = [db.session.get_one(Party, it.cast.parties[one.party].id) for one in it.plan.senders]
    still = [party for party in senders if has_seats(it.run, party)]
    calls.ask(call, [calls.Wanted(party, asked=True) for party in still], by=it.coordinator)
    return call


def opened(it: Told) -> NominationCall:
    plan = it.plan
    call = calls.open_call(
        [it.run],
        by=it.coordinator,
        title=plan.call or it.run.course_version.course.title,
        opens_on=plan.moment(OPENS, "08:00").date(),
        closes_on=plan.moment(CLOSES, "18:00").date(),
        texts=CALLS if plan.is_around_today else {"en": CALLS["en"]},
    )
    if plan.call:
        it.cast.calls[plan.call] = call.id
    return call


def call_together(it: Told) -> NominationCall | None:
    """The call that was opened for another run, from now on for this one as well."""
    key = it.cast.calls.get(it.plan.call)
    if key is None:
        return None
    call = db.session.get_one(NominationCall, key)
    calls.change(
        call,
        [*(called.offering for called in call.runs), it.run],
        by=it.coordinator,
        title=call.title,
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        texts=call.texts,
        reminders=call.reminders,
    )
    db.session.refresh(call)
    return call


def share_groups(it: Told) -> None:
    """Stations and languages that have fewer seats than the run."""
    plan = it.plan
    kinds = ((GroupKind.STATION, plan.stations), (GroupKind.LANGUAGE, plan.groups))
    for kind, names in kinds:
        for name in names:
            number = min(plan.seats, plan.seats // len(names) + 3)
            seats.add_group(it.run, kind, name, number, by=it.coordinator)


def has_seats(run: CourseOffering, party: Party) -> bool:
    allocation = allocation_of(run, party.id)
    return allocation is not None and allocation.offered > 0


def answer(it: Told, sender: Sender) -> None:
    office = it.cast.focal_points[sender.party]
    allocation = allocation_of(it.run, office.party_id)
    if allocation is None or sender.answer is None:
        return
    if sender.answer:
        seats.accept(allocation, by=office)
    else:
        seats.decline(allocation, by=office, reason=NOT_THIS_TIME)


BLOCKS = {
    Rhythm.TWICE_A_DAY: [(time(9), time(12)), (time(13, 30), time(16))],
    Rhythm.DAY: [(time(9), time(15))],
}


def timetable(it: Told) -> None:
    """When the run meets: every weekday, or once a week in the long ones."""
    plan, run, by = it.plan, it.run, it.lead
    if plan.taught.rhythm is not Rhythm.WEEK:
        runs.fill_weekdays(
            run, by=by, title="Lesson and practice", blocks=BLOCKS[plan.taught.rhythm]
        )
        return
    for week in range((plan.taught.days + 6) // 7):
        day = plan.moment(7 * week).date()
        weekly = f"Week {week + 1}"
        runs.add_session(run, by=by, title=weekly, day=day, starts=time(9), ends=time(15))
