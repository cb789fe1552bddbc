"""Who signs certificates: three people, all invented."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tpp.demonstration.actions.cast import Cast
from tpp.signatories.actions import Facts, enter

CHIEF_NAMES = {
    "en": "Dr. Inés Valdivieso Quispe",
    "fr": "Dr Inés Valdivieso Quispe",
    "es": "Dra. Inés Valdivieso Quispe",
    "ar": "د. إينيس بالديبييسو كيسبي",
    "ru": "д-р Инес Вальдивьесо Киспе",
    "zh": "伊内斯·巴尔迪维索·基斯佩博士",
}
CHIEF_TITLES = {
    "en": "Chief, Training Programme",
    "fr": "Cheffe du programme de formation",
    "es": "Jefa del Programa de Capacitación",
    "ar": "رئيسة برنامج التدريب",
    "ru": "Начальник программы подготовки",
    "zh": "培训方案主任",
}
LEADERS = ("Col. Henrik Aaltonen-Mbeki", "Lt. Col. Wairimu Desrosiers")
LEADER = {"en": "Course Leader", "fr": "Responsable de la formation"}


def signing(cast: Cast, opening: datetime) -> Iterator[datetime]:
    """The chief and a course leader sign; another leader did so before there were runs here."""
    yield opening
    by, first = cast.coordinator, opening.date()
    before = first - timedelta(days=900), first - timedelta(days=1)
    enter(Facts(CHIEF_NAMES, CHIEF_TITLES, first), by=by)
    enter(Facts(dict.fromkeys(LEADER, LEADERS[0]), LEADER, first), by=by)
    enter(Facts(dict.fromkeys(LEADER, LEADERS[1]), LEADER, *before), by=by)
