"""The shape of what is typed about people."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SearchField, SelectField
from wtforms.validators import Email, InputRequired, Length, Optional

from tpp.people.rules import Service, Sex
from tpp.web.days import DayField
from tpp.web.forms import VersionedForm, WordField, clean, options, trimmed

SEXES = [
    (Sex.WOMAN, _l("Yes")),
    (Sex.MAN, _l("No")),
    (Sex.UNKNOWN, _l("Not stated")),
]
SERVICES = [
    (Service.MILITARY, _l("Military")),
    (Service.POLICE, _l("Police")),
    (Service.CIVILIAN, _l("Civilian")),
    (Service.UNKNOWN, _l("Not stated")),
]
SCRIPTS = [
    ("", _l("No other script")),
    ("ar", "العربية"),
    ("am", "አማርኛ"),
    ("bn", "বাংলা"),
    ("el", "Ελληνικά"),
    ("he", "עברית"),
    ("hy", "Հայերեն"),
    ("ka", "ქართული"),
    ("km", "ខ្មែរ"),
    ("lo", "ລາວ"),
    ("my", "မြန်မာ"),
    ("ne", "नेपाली"),
    ("ru", "Русский"),
    ("si", "සිංහල"),
    ("th", "ไทย"),
    ("uk", "Українська"),
    ("zh", "中文"),
]
"""Languages in whose script a second name can be given; the typeface is chosen by it."""


class PersonFields:
    """What is asked of a person, on every form that asks it."""

    name = WordField(
        _l("Full name"),
        [InputRequired(_l("Enter the name, as in the passport."))],
        description=_l("As in the passport, in its own order. One name alone is fine."),
    )
    native_name = WordField(_l("Name in another script"), [Optional()])
    native_language = SelectField(
        _l("Language of that name"), choices=options(SCRIPTS), default="", validators=[Optional()]
    )
    sex = RadioField(
        _l("Is this person a woman?"),
        choices=options(SEXES),
        default=Sex.UNKNOWN,
        coerce=Sex,
        description=_l("Used for counting only. It decides no seat."),
    )
    born_on = DayField(_l("Date of birth"), [Optional()], description=_l("For instance 28 2 1998."))
    service = SelectField(
        _l("Service"), choices=options(SERVICES), default=Service.UNKNOWN, coerce=Service
    )
    rank = WordField(_l("Rank"), [Optional()], longest=60)
    unit = WordField(_l("Unit"), [Optional()])
    service_number = WordField(_l("Service number"), [Optional()], longest=60)
    email = EmailField(
        _l("E-mail of the person"),
        [
            Optional(),
            Length(max=200),
            clean,
            Email(_l("Enter an e-mail address with an ending, like name@example.org")),
        ],
        filters=[trimmed],
        description=_l("The offer and the joining instructions go there. A person may have none."),
    )


class PersonForm(PersonFields, VersionedForm):
    """Correcting a record."""

    nationality = SelectField(_l("Nationality"))
    reason = WordField(
        _l("Why is it corrected?"),
        [Optional()],
        description=_l("Kept in the history. Write no personal details here."),
    )


class PeopleFilter(FlaskForm):
    """Looking for people."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name"), [Length(max=200)])
    party = SelectField(_l("Country or organisation"), default="")
    sex = SelectField(
        _l("Women and men"),
        choices=options(
            [
                ("", _l("Everybody")),
                (Sex.WOMAN, _l("Women")),
                (Sex.MAN, _l("Men")),
                (Sex.UNKNOWN, _l("Not stated")),
            ]
        ),
        default="",
    )
