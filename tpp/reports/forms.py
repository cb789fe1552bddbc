"""What can be asked of the figures; it all stands in the address, so that a link says what was seen."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tpp.catalogue.rules import Pillar
from tpp.reports.rules import By
from tpp.web.forms import Form, options

PILLARS = [
    ("", _l("All pillars")),
    (Pillar.ENGINEERING, _l("Engineering")),
    (Pillar.MEDICAL, _l("Medical")),
    (Pillar.C4ISR, _l("C4ISR and camp-security technology")),
]
STEPS = [
    ("nominated", _l("were nominated")),
    ("selected", _l("were selected")),
    ("arrived", _l("arrived")),
    ("completed", _l("completed the course")),
    ("certified", _l("were certified")),
]
WAYS = [
    (By.COUNTRY, _l("Country")),
    (By.PILLAR, _l("Pillar")),
    (By.YEAR, _l("Year")),
]
SEXES = [
    ("", _l("Everybody")),
    ("woman", _l("Women")),
    ("man", _l("Men")),
    ("unknown", _l("Not known")),
]


class FiguresFilter(Form):
    """Whom and what a figure counts."""

    class Meta:
        csrf = False

    pillar = SelectField(_l("Pillar"), choices=options(PILLARS))
    course = SelectField(_l("Course"))
    group = SelectField(_l("Regional group"))
    country = SelectField(_l("Nationality"))
    since = SelectField(_l("Runs since"))
    until = SelectField(_l("Runs until"))
    step = SelectField(_l("People who"), choices=options(STEPS), default="arrived")
    by = SelectField(_l("Shown by"), choices=options(WAYS), default=By.COUNTRY)


class PeopleBehindFilter(FiguresFilter):
    """The same, and whether women, men or those of whom it is not known."""

    by = None
    sex = SelectField(_l("Women and men"), choices=options(SEXES))
