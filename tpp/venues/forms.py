"""What can be typed about venues."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from tpp.venues.rules import MOST
from tpp.web.days import DayField
from tpp.web.forms import Form, VersionedForm, WholeNumber, WordField

REQUIRED = InputRequired(_l("Fill this in."))
CHOOSE = InputRequired(_l("Choose one."))


class VenueForm(VersionedForm):
    name = WordField(_l("Name"), [REQUIRED])
    place = WordField(_l("Town and country"))
    party = SelectField(_l("Whose ground it is"), default="")
    timezone = WordField(
        _l("Time zone"), [REQUIRED], longest=60, description=_l("Such as Africa/Nairobi.")
    )
    capacity = WholeNumber(
        _l("Trainees at once"),
        [Optional(), NumberRange(1, MOST)],
        description=_l("All runs together. Left empty: not known."),
    )


class RoomForm(Form):
    name = WordField(_l("Room or ground"), [REQUIRED])
    capacity = WholeNumber(_l("Places"), [Optional(), NumberRange(1, MOST)])


class EquipmentForm(Form):
    type = WordField(_l("Type of machine"), [REQUIRED])
    number = WholeNumber(_l("How many"), [REQUIRED, NumberRange(1, MOST)])


class OutageForm(Form):
    equipment = SelectField(_l("Type of machine"), [CHOOSE], default="")
    number = WholeNumber(_l("How many"), [REQUIRED, NumberRange(1, MOST)])
    starts_on = DayField(_l("First day"), [REQUIRED])
    ends_on = DayField(_l("Last day"), [REQUIRED])
    reason = WordField(_l("Reason"))
