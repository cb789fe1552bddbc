"""What can be asked of calendars."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tpp.offerings.forms import Filters


class YearFilter(Filters):
    year = SelectField(_l("Year"))
    pillar = SelectField(_l("Pillar"))
    host = SelectField(_l("Host"))
    status = SelectField(_l("Status"))
    by = SelectField(_l("In lanes"))
