"""What can be typed about calls."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from tpp.offerings.forms import REQUIRED, DayField, Typed
from tpp.web.forms import VersionedForm, WordField, clean


class CallForm(Typed, VersionedForm):
    title = WordField(_l("Title"), [REQUIRED])
    opens_on = DayField(
        _l("Opens on"),
        [REQUIRED],
        description=_l("From the first minute of the day in the run's zone."),
    )
    closes_on = DayField(
        _l("Closes on"),
        [REQUIRED],
        description=_l("Until the last minute of the day in the run's zone."),
    )
    text = TextAreaField(
        _l("What offices should know"),
        [Length(max=5000), clean],
        description=_l("Whom you look for, which papers are needed, whom to ask."),
    )
