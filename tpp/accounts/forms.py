"""The shape of what is typed to sign in, about one's account, and about offices."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError

from tpp.acting import Role
from tpp.web.forms import Form, WordField, clean, options, trimmed
from tpp.web.language import LANGUAGES

LONGEST_PASSWORD = 1000
"""Longer ones are not even compared; what is refused for a new password says rules.passwords."""

REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
LANGUAGE_NAMES = options(LANGUAGES.items())
ROLES = options(
    [
        (Role.FOCAL_POINT, _l("Focal point of a country or organisation")),
        (Role.SUPPORTER, _l("Supporting or host State")),
        (Role.TRAINER, _l("Trainers")),
        (Role.TRAINEE, _l("Trainees")),
        (Role.COORDINATOR, _l("Programme: coordinators")),
        (Role.AUDITOR, _l("Programme: oversight")),
        (Role.ADMINISTRATOR, _l("Programme: administration")),
    ]
)


@cache
def zones() -> list[str]:
    """IANA time zones by place, with UTC first."""
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.startswith(REGIONS))]


def a_zone(_form: Any, field: Any) -> None:
    if field.data != field.object_data and field.data not in zones():
        raise ValidationError(_l("Choose a time zone from the list."))


def password_field(label: str, autocomplete: str, description: str = "") -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(_l("Enter the password.")), Length(max=LONGEST_PASSWORD)],
        description=description,
        render_kw={"autocomplete": autocomplete},
    )


def email_field(label: str, description: str = "") -> EmailField:
    return EmailField(
        label,
        [
            InputRequired(_l("Enter the e-mail address.")),
            Length(max=200),
            clean,
            Email(_l("Enter an e-mail address with an ending, like name@example.org")),
        ],
        filters=[trimmed],
        description=description,
    )


def code_field() -> StringField:
    return StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code.")), Length(max=20)],
        description=_l("The six digits that your app shows now."),
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autocapitalize": "off",
        },
    )


NEW = _l("At least 15 characters, or 8 with a second factor. A few words are easy to remember.")


class SignInForm(Form):
    email = StringField(
        _l("E-mail"),
        [InputRequired(_l("Enter the e-mail address.")), Length(max=200)],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "off"},
    )
    password = password_field(_l("Password"), "current-password")


class CodeForm(Form):
    code = code_field()


class ForgottenForm(Form):
    email = email_field(_l("E-mail"))


class ChoosePasswordForm(Form):
    password = password_field(_l("New password"), "new-password", NEW)


class AcceptForm(ChoosePasswordForm):
    name = WordField(_l("Your name"), [InputRequired(_l("Enter your name."))])


class ProfileForm(Form):
    name = WordField(_l("Name"), [InputRequired(_l("Enter your name."))])
    language = SelectField(_l("Language"), [InputRequired()], choices=LANGUAGE_NAMES)
    timezone = StringField(
        _l("Time zone"),
        [InputRequired(), a_zone],
        description=_l(
            "Moments are shown in it; the times of a run are shown in the run's own zone."
        ),
    )


class PasswordForm(Form):
    present = password_field(_l("Present password"), "current-password")
    password = password_field(_l("New password"), "new-password", NEW)


class RemoveFactorForm(Form):
    present = password_field(_l("Password"), "current-password")
    code = code_field()


class OfficeForm(Form):
    name = WordField(
        _l("Name of the office"),
        [InputRequired(_l("Enter the name of the office."))],
        description=_l("As it stands at the top of its pages."),
    )
    role = SelectField(_l("What it does"), [InputRequired()], choices=ROLES, coerce=Role)
    party = SelectField(_l("Country or organisation"), validators=[Optional()])


class InviteForm(Form):
    email = email_field(_l("E-mail"), _l("The invitation goes there and can be used for 7 days."))
    name = WordField(_l("Name"), [InputRequired(_l("Enter the name."))])
    language = SelectField(
        _l("Language of the invitation"), [InputRequired()], choices=LANGUAGE_NAMES
    )
    reason = WordField(_l("Why?"), [Optional()], description=_l("Kept in the logbook."))


class ReasonForm(Form):
    reason = WordField(
        _l("Why?"),
        [InputRequired(_l("Say why: it stands in the logbook."))],
        description=_l("Kept in the logbook. Write no personal details here."),
    )


class Filter(FlaskForm):
    class Meta:
        csrf = False


def of_our_time(_form: Any, field: Any) -> None:
    if field.data and not 1990 <= field.data.year <= 2200:
        raise ValidationError(_l("Enter a date of our time."))


class LogbookFilter(Filter):
    thing = SelectField(_l("About"), default="")
    office = SelectField(_l("Office"), default="")
    since = DateField(_l("From"), [Optional(), of_our_time])
    until = DateField(_l("To"), [Optional(), of_our_time])


class OfficeFilter(Filter):
    q = StringField(_l("Office, country or organisation"), [Length(max=200)], filters=[trimmed])


class AccountFilter(Filter):
    q = StringField(_l("Name or e-mail"), [Length(max=200)], filters=[trimmed])
