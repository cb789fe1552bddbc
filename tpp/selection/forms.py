"""What can be typed about a decision."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from tpp.nominations.forms import RunFilter
from tpp.offerings.forms import DayField, Typed
from tpp.web.forms import ButtonForm, clean


class DecisionForm(Typed, ButtonForm):
    offer_until = DayField(
        _l("To be answered by"),
        [Optional()],
        description=_l("Until the end of this day, in the run's zone."),
    )
    reason = TextAreaField(_l("Reason"), [Length(max=1000), clean])


class NomineeFilter(RunFilter):
    """Nominees of one run, as whoever decides looks for them."""

    fit = SelectField(_l("Eligibility"))
    q = StringField(_l("Name"))
