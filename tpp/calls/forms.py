"""What can be typed about calls."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from tpp.calls.rules import LANGUAGES, MOST_LETTERS
from tpp.offerings.forms import REQUIRED, DayField, TicksField, Typed
from tpp.web.forms import ButtonForm, VersionedForm, WordField, clean
from tpp.web.language import LANGUAGES as NAMES


class CallForm(Typed, VersionedForm):
    title = WordField(_l("Title"), [REQUIRED], longest=150)
    runs = TicksField(_l("Runs"))
    opens_on = DayField(
        _l("Opens on"),
        [REQUIRED],
        description=_l("From the first minute of the day in each run's zone."),
    )
    closes_on = DayField(
        _l("Closes on"),
        [REQUIRED],
        description=_l("Until the last minute of the day in each run's zone."),
    )
    reminders = StringField(
        _l("Reminders"),
        [Length(max=60), clean],
        description=_l(
            "Days before the closing on which offices that have not answered are reminded."
            " Empty for none."
        ),
    )

    def texts(self) -> dict[str, str]:
        typed = {code: (self[f"text_{code}"].data or "").strip() for code in LANGUAGES}
        return {code: text for code, text in typed.items() if text}

    def values(self) -> dict[str, Any]:
        """As the action takes it: the texts by language; the runs are read by the view."""
        typed = super().values()
        names = ("title", "opens_on", "closes_on", "reminders")
        return {name: typed[name] for name in names} | {"texts": self.texts()}


for code in LANGUAGES:
    setattr(
        CallForm,
        f"text_{code}",
        TextAreaField(NAMES[code], [Length(max=5000), clean], name=f"text_{code}"),
    )


class LetterForm(Typed, VersionedForm):
    subject = WordField(_l("Subject"), [REQUIRED])
    opening = TextAreaField(_l("First paragraph"), [REQUIRED, Length(max=MOST_LETTERS), clean])


class ReasonForm(Typed, ButtonForm):
    pass


class AskForm(Typed, VersionedForm):
    """The table of offices and seats, whose boxes have the names of Parties and runs."""
