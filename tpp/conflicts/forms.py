"""What can be typed about conflicts."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from tpp.web.forms import ButtonForm, Form, WordField


class KeyForm(ButtonForm):
    key = HiddenField(validators=[Length(max=64)])
    """Which of the conflicts of the run."""


class ReasonForm(KeyForm):
    reason = WordField(_l("Why it can stay so"), [InputRequired(_l("Fill this in."))], longest=500)


class VenueOfRunForm(Form):
    venue = SelectField(_l("Venue of the list"), default="")


class GroupForm(Form):
    name = WordField(_l("Name of the group"), [InputRequired(_l("Fill this in."))], longest=60)
