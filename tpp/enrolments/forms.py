"""What can be asked of a list of participants."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from tpp.offerings.forms import Filters


class ParticipantFilter(Filters):
    q = StringField(_l("Name"))
    status = SelectField(_l("Status"))
    party = SelectField(_l("Country"))
    sex = SelectField(_l("Women"))
