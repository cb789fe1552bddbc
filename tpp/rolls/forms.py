"""What can be sent about nominal rolls."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import Optional

from tpp.rolls.rules.days import Order
from tpp.web.forms import ButtonForm, Form, VersionedForm, options

ORDERS = [
    (Order.DAY_FIRST, _l("The day comes first: 03/07 is 3 July")),
    (Order.MONTH_FIRST, _l("The month comes first: 03/07 is 7 March")),
]


class UploadForm(Form):
    file = FileField(
        _l("The list of nominees"),
        [FileRequired(_l("Choose a file first."))],
        description=_l("An Excel workbook (.xlsx) or CSV, with one row for each person."),
    )


class RollForm(VersionedForm):
    """Corrections and decisions; the fields of single rows are read by number of the row."""

    day_order = RadioField(
        _l("Which comes first in the dates of this list?"),
        choices=options(ORDERS),
        validators=[Optional()],
        coerce=lambda value: Order(value) if value in set(Order) else None,
    )


TOPS = [
    ("headings", _l("Headings: it says what the columns hold")),
    ("person", _l("A person: the list has no headings")),
]


class ColumnsForm(ButtonForm):
    """What the columns hold is read by their place; see views.columns."""

    top = RadioField(
        _l("Is the first row headings or a person?"),
        choices=options(TOPS),
        validators=[Optional()],
        coerce=lambda value: value if value in dict(TOPS) else None,
    )


class DeedForm(ButtonForm):
    """Undo or give up."""
