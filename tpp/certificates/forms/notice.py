"""How early holders are told of the last day of a certificate."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from tpp.certificates.rules.links import LEAST_DAYS, MOST_DAYS
from tpp.web.forms import Form, clean


class NoticeForm(Form):
    days = IntegerField(
        _l("Days before the last day"),
        [InputRequired(), NumberRange(min=LEAST_DAYS, max=MOST_DAYS)],
    )
    reason = TextAreaField(_l("Reason"), [Length(max=1000), clean])
