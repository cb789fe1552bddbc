"""What the pages of nominations share."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint
from flask_babel import gettext as _

from tpp import clock
from tpp.errors import Refused
from tpp.nominations.rules import OFFER_DAYS
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import local_day
from tpp.offerings.rules import moment
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.parties.rules import PartyKind

bp = Blueprint("nominations", __name__)


def begin_of(day: date, run: CourseOffering) -> datetime:
    """The first minute of a day in the run's zone; where the clocks leave midnight out, the next hour."""
    return moment_or_later(day, run)


def end_of(day: date, run: CourseOffering) -> datetime:
    """The last second of a day, so that it is printed as 23:59 of that day and not as the next one."""
    return moment_or_later(day + timedelta(days=1), run) - timedelta(seconds=1)


def moment_or_later(day: date, run: CourseOffering) -> datetime:
    try:
        return moment(day, time(), run.timezone)
    except Refused:
        return moment(day, time(1), run.timezone)


def last_day(until: datetime, run: CourseOffering) -> date:
    """The last whole day before a moment: a call that ends at midnight closes on the day before."""
    return local_day(until - timedelta(seconds=1), run.timezone)


def usual_answer_day(run: CourseOffering) -> date:
    return clock.today(run.timezone) + timedelta(days=OFFER_DAYS)


def mission_choices() -> list[tuple[str, str]]:
    return [*choose(_("No, from home")), *party_choices(PartyKind.MISSION)]
