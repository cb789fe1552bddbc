"""The blueprint, and what several of its pages need."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _

from tpp.errors import Refused
from tpp.offerings.models import CourseOffering
from tpp.parties.models import Party
from tpp.parties.queries import by_code
from tpp.seats.rules import GroupKind

bp = Blueprint("seats", __name__)


def party_named(code: str) -> Party:
    party = by_code(code)
    if party is None:
        raise Refused("Choose one.", "party")
    return party


def back_to(run: CourseOffering) -> Any:
    return redirect(url_for("seats.of_run", code=run.code), 303)


def group_words() -> list[tuple[str, str]]:
    """The kinds of group, to choose from."""
    return [
        (GroupKind.STATION.value, _("Machine station")),
        (GroupKind.LANGUAGE.value, _("Language group")),
    ]
