"""The shape of what is typed: what every form of the register shares."""

import pytest
from wtforms import StringField

from tpp.errors import Refused
from tpp.web.forms import Form, WholeNumber, WordField, trimmed


class Sheet(Form):
    class Meta:
        csrf = False

    name = WordField("Name")
    note = StringField("Note")
    seats = WholeNumber("Seats")


@pytest.fixture
def typed(app):
    """typed(**fields) is the form after sending."""

    def send(**fields):
        with app.test_request_context(method="POST", data={"seats": "1", **fields}):
            form = Sheet()
            form.is_right = form.validate_on_submit()
            return form

    return send


@pytest.mark.parametrize("name", ["Ásha", "李 明", "العربية", "O'Brien-Nuñez", "Нгозі", "𞤀𞤣𞤤𞤢𞤥"])
def test_names_in_any_script_pass_as_they_are(typed, name):
    form = typed(name=name)
    assert (form.is_right, form.name.data) == (True, name)


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\u202e", "\u2066", "\ue000"])
def test_what_cannot_be_shown_is_refused_by_its_number(typed, letter):
    form = typed(name=f"As{letter}ha")
    assert not form.is_right
    assert f"U+{ord(letter):04X}" in form.name.errors[0]


def test_a_nul_is_refused_in_every_field(typed):
    form = typed(note="a\x00b")
    assert "U+0000" in form.note.errors[0]


def test_blanks_at_the_ends_and_doubled_ones_are_not_kept(typed):
    assert typed(name="  Asha \t W. ").name.data == "Asha W."
    assert trimmed(None) is None


@pytest.mark.parametrize(
    "seats", ["", "x", "1.5", "9" * 30, "9" * 6000, "2147483648", "-2147483649", "NaN"]
)
def test_what_is_no_count_is_said_at_the_field(typed, seats):
    form = typed(seats=seats)
    assert form.seats.errors or seats == ""


@pytest.mark.parametrize(("seats", "count"), [("7", 7), (" 12 ", 12), ("٣", 3), ("0", 0)])
def test_counts_are_read_as_people_type_them(typed, seats, count):
    assert typed(seats=seats).seats.data == count


def test_a_refusal_stands_at_its_field_and_without_one_on_top(app, typed):
    form = typed()
    with app.test_request_context():
        form.refuse(Refused("Use at least %(least)s seats.", "seats", least=2))
        form.refuse(Refused("The run is full."))
    assert form.seats.errors == ["Use at least 2 seats."]
    assert form.form_errors == ["The run is full."]
