"""What can be typed about seats."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange

from tpp.offerings.forms import CHOOSE, Typed
from tpp.web.forms import ButtonForm, WholeNumber

NUMBER = InputRequired(_l("Enter a whole number."))


class OfferForm(Typed):
    party = SelectField(_l("Country or organisation"), [CHOOSE], default="")
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(0, 1000)])


class ReleaseForm(Typed, ButtonForm):
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(1, 1000)])


class ReasonForm(Typed, ButtonForm):
    pass
