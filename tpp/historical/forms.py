"""What can be asked of the historical record."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tpp.web.forms import Form


class RecordFilter(Form):
    """Read from the address, so that a link says what was seen."""

    class Meta:
        csrf = False

    pillar = SelectField(_l("Pillar"))
    year = SelectField(_l("Year"))
    host = SelectField(_l("Host country"))
