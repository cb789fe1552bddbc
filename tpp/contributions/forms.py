"""What can be typed about Parties of a run and what they give."""

from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from tpp.contributions.rules import Kind, currencies
from tpp.offerings.forms import CHOOSE, Typed
from tpp.offerings.rules import PartyRole
from tpp.web.forms import ButtonForm, WholeNumber, WordField
from tpp.web.words import words


class AmountField(StringField):
    """An exact number as the reader writes it: 48,000.50 in English. Left empty: None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = "".join(valuelist[0].split()) if valuelist else ""
        self.data: Any = None
        if not typed:
            return
        try:
            self.data = parse_decimal(typed[:40], locale=get_locale(), strict=len(typed) < 41)
        except NumberFormatError:
            raise ValueError(_("Enter a number.")) from None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else ("" if self.data is None else str(self.data))


class PartyForm(Typed):
    party = SelectField(_l("Party"), [CHOOSE], default="")
    role = RadioField(_l("What it does"), [CHOOSE], default=PartyRole.SUPPORTER.value)


class Amounts(Typed):
    planned = AmountField(_l("Planned"))
    planned_women = WholeNumber(
        _l("Women among the trainers planned"),
        [Optional(), NumberRange(0, 1000)],
        description=_l("Left empty: not stated."),
    )
    actual = AmountField(
        _l("To date"),
        description=_l(
            "Left empty: not reported. Zero: nothing was given. Trainers and interpreters are counted "
            "from the team."
        ),
    )

    def values(self) -> dict[str, Any]:
        amounts = {name: self[name].data for name in ("planned", "actual")}
        assert all(it is None or isinstance(it, Decimal) for it in amounts.values())
        return super().values() | amounts


class ContributionForm(Amounts):
    participation = SelectField(_l("Who gives"), [CHOOSE], default="")
    kind = SelectField(_l("Kind"), default=Kind.OTHER.value)
    what = WordField(_l("What"), description=_l("Beds, dozers, travel of trainers."))
    unit = WordField(_l("Unit"), longest=60, description=_l("Where it is not a number of things."))
    currency = SelectField(_l("Currency"), default="", description=_l("Of money only."))

    def offer(self, givers: list[tuple[str, str]]) -> None:
        """Set what there is to choose from."""
        self.participation.choices = givers
        self.kind.choices = [(it.value, words(it).capitalize()) for it in Kind]
        self.currency.choices = [("", _("None")), *((it, it) for it in currencies())]


class AmountsForm(Amounts):
    pass


class StepForm(ButtonForm):
    step = StringField()
