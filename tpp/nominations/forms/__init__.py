"""What can be typed about nominees."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tpp.offerings.forms import CHOOSE, Filters, Typed
from tpp.people.forms import PersonFields
from tpp.web.forms import VersionedForm, clean


class WhyThem:
    """What the office says of a nominee, known or new."""

    mission = SelectField(
        _l("Sent by a mission"),
        default="",
        description=_l("Where the nominee serves now, if sent from troops already deployed."),
    )
    note = TextAreaField(
        _l("Note for the programme office"),
        [Length(max=2000), clean],
        description=_l("Licences, languages, experience. No medical details, no vetting details."),
    )
    once = HiddenField(validators=[Length(max=60)])


class NewPersonForm(WhyThem, PersonFields, Typed):
    nationality = SelectField(_l("Nationality"), [CHOOSE], default="")

    PERSON = (
        *("name", "native_name", "native_language", "sex", "born_on", "service", "rank", "unit"),
        *("service_number", "email"),
    )


class KnownPersonForm(WhyThem, Typed):
    person = HiddenField()


class NominationForm(Typed, VersionedForm):
    """Changing what the office says, before it is sent."""

    mission = WhyThem.mission
    note = WhyThem.note


WHY = StringField(
    _l("Why is the seat handed on?"),
    [InputRequired(_l("Give a reason: it is kept in the history.")), Length(max=1000), clean],
    description=_l("Kept in the history. No medical details."),
)


class SubstituteForm(Typed):
    instead = RadioField(_l("Who goes instead"), [CHOOSE], default="")
    reason = WHY


class KnownSubstituteForm(KnownPersonForm):
    reason = WHY


class NewSubstituteForm(NewPersonForm):
    reason = WHY


class RunFilter(Filters):
    """Nominees of one run."""

    q = StringField(_l("Name"))
    sex = SelectField(_l("Women"))
    party = SelectField(_l("Country"))


class NominationFilter(RunFilter):
    """Nominees of all runs."""

    run = StringField(_l("Code of the run"))
