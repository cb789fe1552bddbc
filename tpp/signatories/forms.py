"""What is typed about signatories."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from tpp.signatories.rules import LANGUAGES, LONGEST_NAME, LONGEST_TITLE
from tpp.web.days import DayField
from tpp.web.forms import VersionedForm, WordField


class SignatoryForm(VersionedForm):
    """Name and title in each language, the signature, and the days."""

    NOT_VALUES = VersionedForm.NOT_VALUES | {"picture", "without_picture"}

    picture = FileField(
        _l("Signature"),
        [Optional()],
        description=_l(
            "PNG, JPEG or SVG, with a clear or white ground, about three times as wide as high. "
            "Without one, a rule is printed to sign on."
        ),
    )
    without_picture = BooleanField(_l("Print a rule to sign on instead of the signature kept here"))
    from_on = DayField(_l("Signs from"), [InputRequired(_l("Say from which day on."))])
    until_on = DayField(
        _l("Signs until"), [Optional()], description=_l("Leave it empty while no end is known.")
    )

    def spoken(self, what: str) -> dict[str, str]:
        """The names, or the titles, by language."""
        return {it: self[f"{what}_{it}"].data or "" for it in LANGUAGES}

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """For each language the two fields of it."""
        return [(it, self[f"name_{it}"], self[f"title_{it}"]) for it in LANGUAGES]


for language in LANGUAGES:
    name = WordField(_l("Name"), [Optional()], longest=LONGEST_NAME)
    title = WordField(_l("Title"), [Optional()], longest=LONGEST_TITLE)
    setattr(SignatoryForm, f"name_{language}", name)
    setattr(SignatoryForm, f"title_{language}", title)


class EndForm(VersionedForm):
    until_on = DayField(_l("Last day"), [InputRequired(_l("Say which day is the last one."))])
    reason = WordField(_l("Reason"), [Optional()], description=_l("Kept in the history."))
