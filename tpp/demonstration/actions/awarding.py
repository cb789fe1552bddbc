"""From outcomes to certificates: names confirmed, people recommended, and approved by somebody else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from tpp.certificates.actions import (
    approve,
    confirm_names,
    doubt_name,
    finish,
    recommend,
    register,
    send_back,
    withdraw,
)
from tpp.certificates.models import Award
from tpp.certificates.queries.awards import sheet_of
from tpp.certificates.queries.naming import names_in
from tpp.certificates.rules import Variant
from tpp.certificates.rules.awards import MOST_SIGNATURES
from tpp.certificates.rules.naming import seen
from tpp.db import transaction
from tpp.demonstration.actions.told import Told
from tpp.signatories.queries import signing_on

WRONG_DAY = "The ceremony is a day later. Please give that day, then I approve."
AWAY = "Two people cannot be reached; the names are those of their passports."
SPELT = "My family name is written with a capital in the middle."
LATE = 30
"""A run whose certificates come this many days after it still waits for them: not all is ready."""


def awarding(it: Told) -> Iterator[datetime]:
    """A few days after the last one the lead recommends; the coordinator approves, and all is issued."""
    plan = it.plan
    waits = plan.certified_after >= LATE
    yield plan.after(3, "15:00")
    confirm(it, all_but=3 if waits else 0)
    yield from changing_minds(it)
    yield plan.after(4, "16:30")
    award = recommended(it, 14 if waits else plan.certified_after)
    yield plan.after(plan.certified_after, "10:00")
    if award:
        issue(it, award)


def confirm(it: Told, *, all_but: int) -> None:
    """Each office confirms the names of its own people but whoever signs in as the trainee.

    Where some wait, one is said to be wrong.
    """
    offices = {who.party_id: who for who in it.cast.focal_points.values()}
    lines = [who for who in names_in(it.run) if who.person_id != it.cast.trainee_person]
    for line in lines[:1] if all_but else []:
        by = offices.get(line.person.party_id, it.coordinator)
        doubt_name(line, seen(line.names), note=SPELT, by=by)
    for party, some in groupby(lines[all_but:], attrgetter("person.party_id")):
        own = list(some)
        shown = {line.person.person_id: seen(line.names) for line in own}
        confirm_names(own, shown, by=offices.get(party, it.coordinator))


def changing_minds(it: Told) -> Iterator[datetime]:
    """In some runs the first list goes back, in some the lead takes it back."""
    if it.run.id % 5 not in (1, 2):
        return
    yield it.plan.after(3, "17:00")
    first = recommended(it, 2)
    yield it.plan.after(4, "09:00")
    if first and it.run.id % 5 == 1:
        send_back(first, WRONG_DAY, by=it.coordinator)
    elif first:
        withdraw(first, by=it.lead)


def recommended(it: Told, days: int) -> Award | None:
    """The list of everybody who earned a certificate; none where nobody did."""
    sheet = sheet_of(it.run)
    if not any(gift.is_usual for _, gift in sheet.free):
        return None
    ceremony = it.plan.ends_on + timedelta(days=days)
    signs = [who.id for who in signing_on(ceremony)][:MOST_SIGNATURES]
    team = [row for row in sheet.team if it.run.id % 3 == 0 or row.variant is Variant.LED]
    give = [gift.key for row, gift in sheet.free if gift.is_usual or row in team]
    return recommend(it.run, give, dated_on=ceremony, signatories=signs, by=it.lead)


@transaction()
def issue(it: Told, award: Award) -> None:
    approve(award, by=it.coordinator, reason=AWAY)
    register(it.run, by=it.coordinator, award=award)
    finish(award, by=it.coordinator)
