"""The pages of timetables, and words that they share."""

from babel import Locale
from babel.dates import get_day_names
from flask import Blueprint
from flask_babel import get_locale
from flask_babel import gettext as _

from tpp.offerings.forms import LANGUAGES
from tpp.offerings.views.blueprint import begun

bp = Blueprint("timetables", __name__)


def weekdays() -> list[tuple[str, str]]:
    """Monday is 0."""
    names = get_day_names(locale=get_locale() or "en")
    return [(str(number), begun(names[number])) for number in range(7)]


def tongues() -> list[tuple[str, str]]:
    locale = get_locale() or Locale("en")
    spoken = [(it, begun(Locale(it).get_display_name(locale) or it)) for it in LANGUAGES]
    return [("", _("Those of the run")), *spoken]
