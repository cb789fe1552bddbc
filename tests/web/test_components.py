"""What a page is put together from: read as a screen reader and a strict browser read it."""

import re

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from tests.web.markup import HOSTILE, Markup, plain_app
from tpp import ROOT

COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
IMPORTS = "".join(f'{{% import "components/{file.name}" as {file.stem} %}}' for file in COMPONENTS)


@pytest.fixture(scope="module")
def drawn():
    """drawn(source, **values) renders macros on a page at /list?status=open&page=2."""
    app = plain_app()

    def draw(source: str, address: str = "/list?status=open&page=2", **values) -> Markup:
        with app.test_request_context(address):
            return Markup(render_template_string(IMPORTS + source, h=HOSTILE, **values))

    return draw


class Service(Form):
    unit = StringField("Unit", [InputRequired("Name the unit.")])


class Nominee(Form):
    name = StringField(
        "Full name", [InputRequired("Enter the name.")], description="As in the passport."
    )
    native = StringField("Name in another script")
    email = EmailField("E-mail")
    woman = RadioField("Woman?", [InputRequired("Choose one.")], choices={"y": "Yes", "n": "No"})
    licence = SelectField("Licence", choices={"": "Choose", "g": "G"})
    paper = FileField("Passport page")
    note = TextAreaField("Note")
    agrees = BooleanField("The person agrees", [InputRequired("Ask the person first.")])
    service = FormField(Service)
    missions = FieldList(
        StringField("Mission", [InputRequired("Name the mission.")]), min_entries=1
    )
    seen_version = HiddenField(default="7")


def wrong() -> Nominee:
    form = Nominee(MultiDict({"email": HOSTILE, "native": "حليمة", "missions-0": ""}))
    form.validate()
    form.form_errors.append("The call closed while you were typing.")
    return form


EVERYTHING = (
    (ROOT / "tests" / "web" / "every_macro.html").read_text(encoding="utf8").split("\n\n")[1:]
)


def name_of(case: str) -> str:
    return case.split("(")[0].strip("{% \n").removeprefix("call ")


every_macro = pytest.mark.parametrize("source", EVERYTHING, ids=name_of)


@every_macro
def test_a_strict_browser_finds_nothing_to_refuse_and_a_hostile_name_stays_a_name(drawn, source):
    page = drawn(source, wrong=wrong())

    assert "<script" not in page.text
    assert "49" not in page.text, "words from people are never read as a template"
    assert not [e for e in page.elements if "style" in e.attributes]
    assert not [name for e in page.elements for name in e.attributes if name.startswith("on")]


@every_macro
def test_everything_that_points_at_a_part_of_the_page_finds_it(drawn, source):
    page = drawn(source, wrong=wrong())

    assert len(page.ids) == len(set(page.ids))
    pointed = {"aria-labelledby", "aria-describedby", "for"}
    missing = {
        target
        for e in page.elements
        for name in pointed & e.attributes.keys()
        for target in e[name].split()
        if target not in page.ids
    }
    assert not missing


@every_macro
def test_every_control_and_every_picture_has_a_name(drawn, source):
    page = drawn(source, wrong=wrong())
    labelled = {label["for"] for label in page.all("label")}

    for e in page.elements:
        if e.tag in ("input", "select", "textarea") and e["type"] != "hidden":
            assert e["aria-label"] or e["id"] in labelled or "label" in e.inside, e.attributes
        if e.tag == "svg":
            assert e["aria-hidden"] == "true" or e["aria-label"], e.attributes
        if e.tag in ("button", "a"):
            assert e.text or e["aria-label"], e.attributes


def test_the_list_of_macros_names_each_of_them():
    told = (ROOT / "templates" / "components" / "README.md").read_text(encoding="utf8")
    macros = [
        (file.stem, name)
        for file in COMPONENTS
        for name in re.findall(r"{% macro ([a-z]\w*)\(", file.read_text(encoding="utf8"))
    ]

    assert len(macros) > 50
    silent = [
        f"{file}.{name}"
        for file, name in macros
        if not any(way in told for way in (f"{file}.{name}", f".{name}`", f"{file}.*"))
    ]
    assert silent == []


def test_a_wrong_answer_is_told_at_the_top_and_at_the_field(drawn):
    page = drawn("{{ form.form(wrong, 'Submit', kept='A draft is kept.') }}", wrong=wrong())

    assert page.one("div", role="alert")["tabindex"] == "-1"
    assert "7 answers need another look" in page.text
    assert page.one("a", href="#name").text == "Enter the name."
    name = page.one("input", id="name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "name-hint name-error"
    assert page.one("p", id="name-error").text == "Enter the name."


def test_errors_inside_a_form_in_a_form_and_in_a_list_lead_to_their_own_field(drawn):
    fields = "{{ form.errors(f) }}{{ form.field(f.service) }}{{ form.field(f.missions) }}"
    page = drawn(fields, f=wrong())

    for target in ("service-unit", "missions-0"):
        assert page.one("a", href=f"#{target}")
        assert page.one("input", id=target)["aria-invalid"] == "true"


def test_a_set_of_radios_is_a_named_group_and_its_error_leads_into_it(drawn):
    page = drawn("{{ form.errors(wrong) }}{{ form.field(wrong.woman) }}", wrong=wrong())

    assert page.one("legend").text == "Woman?"
    assert page.one("fieldset")["aria-describedby"] == "woman-error"
    assert page.one("a", href="#woman-0")
    assert len(page.all("input", type="radio", name="woman")) == 2


def test_what_was_typed_is_there_again(drawn):
    page = drawn("{{ form.form(wrong, 'Submit') }}", wrong=wrong())

    assert page.one("input", id="email")["value"] == HOSTILE
    assert page.one("input", id="native")["value"] == "حليمة"


def test_only_what_may_stay_empty_is_called_optional(drawn):
    page = drawn("{{ form.field(f.name) }}{{ form.field(f.native) }}", f=Nominee())

    assert [label.text for label in page.all("label")] == [
        "Full name",
        "Name in another script (optional)",
    ]


def test_a_form_carries_the_token_once_its_hidden_fields_and_files(drawn):
    page = drawn("{{ form.form(f, 'Submit') }}", f=Nominee())

    assert page.one("input", name="csrf_token")["value"] == "token-of-the-page"
    assert page.one("input", name="seen_version")["value"] == "7"
    assert page.one("form")["enctype"] == "multipart/form-data"
    assert "novalidate" in page.one("form").attributes


def test_attributes_reach_the_control_without_losing_its_own(drawn):
    page = drawn("{{ form.field(f.note, rows=3, **{'class': 'mono'}) }}", f=Nominee())

    note = page.one("textarea")
    assert (note["rows"], note["class"]) == ("3", "form-control mono")


def test_a_button_is_a_deed_with_the_token_and_the_way_back(drawn):
    page = drawn("{{ form.button('Select', '/go', fields={'seat': 4}, about='Faith Rono') }}")

    assert page.one("form")["method"] == "post"
    assert page.one("input", name="csrf_token")
    assert page.one("input", name="seat")["value"] == "4"
    assert page.one("input", name="back")["value"] == "/list?status=open&page=2"
    assert page.one("button").text == "Select Faith Rono"


def test_nothing_is_zero_when_it_is_not_known(drawn):
    unknown = drawn(
        "{{ figure.number(none) }}{{ figure.share(0, 0) }}{{ facts.list([('Venue', none)]) }}"
    )
    none_at_all = drawn("{{ figure.number(0) }}")

    assert unknown.text.count("not known") == 3
    assert none_at_all.one("span").text == "0"


def test_a_number_is_a_link_to_what_it_counts(drawn):
    page = drawn("{{ work.line(9, '/nominations?status=open', 'Nominations to decide') }}")

    assert page.one("a", href="/nominations?status=open")["aria-label"] == "9 Nominations to decide"


def test_each_cell_of_a_card_repeats_its_head(drawn):
    page = drawn("<table><tr>{{ table.num(3, 'Runs') }}{{ table.cell('x', 'Unit') }}</tr></table>")

    assert [cell["data-l"] for cell in page.all("td")] == ["Runs", "Unit"]


def test_a_list_keeps_its_filters_when_it_turns_the_page_or_its_order(drawn):
    page = drawn(
        """<a href="{{ list.here(page=3) }}"></a><a href="{{ list.sort_url('name') }}"></a>
        <a href="{{ list.here(status=none) }}"></a>""",
        address="/list?status=open&status=held&page=2",
    )

    assert [a["href"] for a in page.all("a")] == [
        "?status=open&status=held&page=3",
        "?status=open&status=held&sort=name",
        "?page=2",
    ]


def test_the_order_of_a_table_is_said_and_turns_round(drawn):
    page = drawn(
        "{% call table.table([{'label': 'Name', 'sort': 'name'}], 'People') %}{% endcall %}",
        address="/people?sort=name",
    )

    assert page.one("th")["aria-sort"] == "ascending"
    assert page.one("a")["href"] == "?sort=-name"


def test_an_exception_on_the_sheet_is_tinted_and_no_mark_is_no_exception(drawn):
    choices = "[('present', 'P', 'Present'), ('absent', 'A', 'Absent')]"
    row = "{{ sheet.row('%s', 'Name', '%s', " + choices + ", %s, 'present') }}"
    page = drawn(
        row % ("a", "a", "'present'") + row % ("b", "b", "'absent'") + row % ("c", "c", "none")
    )

    assert [li["class"] for li in page.all("li")] == [None, "exception", None]
    assert len([i for i in page.all("input") if "checked" in i.attributes]) == 2


def test_a_bar_says_its_numbers_and_hatches_the_unknown(drawn):
    page = drawn("{{ chart.share('Kenya', people=96, women=21, not_known=4) }}")

    assert page.one("svg")["aria-label"] == "Kenya: women 21, not women 71, not known 4"
    assert [r["class"] or r["fill"] for r in page.all("rect")] == ["f-w", "f-m", "url(#hatch)"]


def test_the_map_keeps_its_side_and_every_country_is_a_link_with_its_numbers(drawn):
    points = [
        {"iso3": "KEN", "name": "Kenya", "people": 9, "women": 2, "url": "/kenya"},
        {"iso3": "XXX", "name": "Nowhere", "people": 1},
    ]
    page = drawn("{{ chart.map(points, 'By country') }}", points=points)

    assert page.one("svg")["direction"] == "ltr"
    assert page.one("a", href="/kenya").text == "Kenya: people 9, women 2"
    assert "1 more is in the table." in page.text


def test_only_an_answer_about_a_valid_certificate_is_drawn_as_valid(drawn):
    classes = [
        drawn("{{ certificate.verdict(k, 'Words') }}", k=kind).one("section")["class"]
        for kind in ("valid", "revoked", "superseded", "unknown")
    ]

    assert classes == ["verdict ok", "verdict no", "verdict", "verdict"]
