"""What can be typed about the trainers' pool."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Optional

from tpp.offerings.forms import CHOOSE, REQUIRED, Filters, Typed
from tpp.web.days import DayField
from tpp.web.forms import ButtonForm


class PoolFilter(Filters):
    q = StringField(_l("Name"))
    course = SelectField(_l("Course"))
    language = SelectField(_l("Language"))
    country = SelectField(_l("Nationality"))
    status = SelectField(_l("Step"))
    since = DayField(_l("Taught since"), [Optional()])


class InviteForm(Typed):
    run = SelectField(_l("Course run"), [CHOOSE], default="")
    role = SelectField(_l("As"), [CHOOSE], default="")
    until_on = DayField(_l("Answer until"), [REQUIRED], description=_l("The end of that day."))


class PoolStepForm(ButtonForm):
    step = HiddenField()


class AnswerForm(ButtonForm):
    answer = HiddenField()
    free_until = DayField(_l("Free until"), [Optional()])
