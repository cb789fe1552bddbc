"""What the pages of nominations share."""

from datetime import date, timedelta

from flask import Blueprint
from flask_babel import gettext as _

from tpp import clock
from tpp.nominations.rules import OFFER_DAYS
from tpp.offerings.models import CourseOffering
from tpp.offerings.views.blueprint import choose, party_choices
from tpp.outbox.rules import is_written_to
from tpp.parties.rules import PartyKind

bp = Blueprint("nominations", __name__)
bp.add_app_template_global(is_written_to)


def usual_answer_day(run: CourseOffering) -> date:
    return clock.today(run.timezone) + timedelta(days=OFFER_DAYS)


def mission_choices() -> list[tuple[str, str]]:
    return [*choose(_("No, from home")), *party_choices(PartyKind.MISSION)]
