"""What can be typed about a decision."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from tpp.nominations.forms import RunFilter
from tpp.offerings.forms import REQUIRED, DayField, Typed
from tpp.selection.rules.reoffering import Criterion
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


class OrderForm(Typed):
    """Which rule is asked first when seats are re-offered, which next."""

    PLACES = ("first", "second", "third", "fourth")

    first = SelectField(_l("First"), default="")
    second = SelectField(_l("Then"), default="")
    third = SelectField(_l("After that"), default="")
    fourth = SelectField(_l("Last"), default="")
    reason = TextAreaField(_l("Reason"), [REQUIRED, Length(max=1000), clean])

    @property
    def criteria(self) -> list[Criterion]:
        """Those chosen, in their order; places left empty are passed over."""
        return [Criterion(self[place].data) for place in self.PLACES if self[place].data]
