"""What can be typed about seats."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from tpp.errors import Conflict
from tpp.offerings.forms import CHOOSE, REQUIRED, Filters, Typed
from tpp.seats.rules import GroupKind
from tpp.web.forms import ButtonForm, WholeNumber, WordField, clean, is_number_seen

NUMBER = InputRequired(_l("Enter a whole number."))


class SeenForm(Typed):
    """A form over numbers that somebody else may change meanwhile."""

    NOT_VALUES = Typed.NOT_VALUES | {"seen"}
    seen = HiddenField()

    @property
    def was_seen(self) -> int:
        """What the page showed when it was opened; Conflict where the form does not say it."""
        if not is_number_seen(self.seen.data):
            raise Conflict({}, {})
        return int(self.seen.data or 0)


class OfferForm(SeenForm):
    party = SelectField(_l("Country or organisation"), [CHOOSE], default="")
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(0, 1000)])


class NumberForm(SeenForm):
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(0, 1000)])
    reason = TextAreaField(_l("Reason"), [Length(max=1000), clean])


class MoveForm(SeenForm):
    party = SelectField(_l("To which country or organisation"), [CHOOSE], default="")
    seats = WholeNumber(_l("How many"), [NUMBER, NumberRange(1, 1000)], id="move-seats")
    reason = TextAreaField(_l("Reason"), [REQUIRED, Length(max=1000), clean], id="move-reason")


class ReleaseForm(SeenForm, ButtonForm):
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(1, 1000)])


class ReasonForm(Typed, ButtonForm):
    pass


class ReleaseAllForm(Typed):
    reason = WordField(
        _l("Reason"), [InputRequired(_l("Give a reason: the offices read it."))], longest=1000
    )


class AcceptForm(SeenForm, ButtonForm):
    pass


class GroupForm(Typed):
    kind = SelectField(_l("What they share"), [CHOOSE], default=GroupKind.STATION.value)
    name = WordField(
        _l("Name"),
        [REQUIRED],
        longest=100,
        description=_l("As offices choose it: Excavator, French."),
    )
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(1, 1000)])


class GroupSeatsForm(SeenForm, ButtonForm):
    seats = WholeNumber(_l("Seats"), [NUMBER, NumberRange(1, 1000)])


class LedgerFilter(Filters):
    party = SelectField(_l("Country"), default="")
    deed = SelectField(_l("What"), default="")
    group = SelectField(_l("Station or language"), default="")


class OverviewFilter(Filters):
    party = HiddenField()
    show = SelectField(_l("Runs"), default="")
    region = SelectField(_l("Regional group"), default="")
