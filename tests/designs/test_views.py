"""Designs on screen: written, refused next to the field, tried, put to use."""

import io

import pytest
from PIL import Image

from tests.browsing import post
from tests.factories import make_acting, make_design, make_party
from tpp.acting import Role
from tpp.db import db
from tpp.designs import actions, queries
from tpp.designs.actions import Printed
from tpp.designs.models import CertificateDesign
from tpp.designs.rules import LAYOUT
from tpp.designs.rules.texts import FIELDS, LANGUAGES, usual
from tpp.history.queries import story_of

TYPED = {
    f"{language}-{field}": usual()[language][field] for language in LANGUAGES for field in FIELDS
} | {"name": "Our design", "second": "fr", "ink": "#0b3d2a", "accent": "#7a1f1f"}


@pytest.fixture
def office(app, browser, monkeypatch):
    monkeypatch.setitem(app.extensions, "designs.try", lambda *_: Printed(b"%PDF", b"picture"))
    return browser(make_acting())


def logo():
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), "navy").save(out, "PNG")
    return io.BytesIO(out.getvalue()), "logo.png"


def drafted():
    db.session.rollback()
    return db.session.query(CertificateDesign).filter_by(number=1, status="draft").all()


def test_a_design_is_written_tried_looked_at_put_to_use_and_chosen(app, office):
    assert post(office, "/designs/new", **TYPED, logo=logo()).status_code == 303
    [design] = drafted()
    assert design.logo.media_type == "image/png"
    page = f"/designs/{design.id}"
    answer = post(office, f"{page}/use", page=page)
    assert "Try this version first" in office.get(answer.location or page).text + answer.text
    assert post(office, f"{page}/trial", page=page).location.startswith("/jobs/")
    actions.try_out(design)
    assert office.get(f"{page}/pages").data == b"%PDF"
    assert office.get(f"{page}/picture").mimetype == "image/jpeg"
    assert post(office, f"{page}/use", page=page).status_code == 303
    assert post(office, f"{page}/choice", page=page, course="").status_code == 303
    db.session.rollback()
    assert queries.is_for_others(queries.by_key(design.key))
    changed = post(office, f"{page}/version", page=page)
    assert office.get(changed.location).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ru-programme": "Программа " * 12}, "of the room there is"),
        ({"ar-office": ""}, "every language is printed"),
        ({"zh-certifies": "가"}, "typefaces"),
        ({"ink": "#ccddee"}, "too pale"),
        ({"ink": "javascript:x"}, "needs another look"),
        ({"second": "ar"}, "Choose one of the answers"),
        ({"name": ""}, "Give the design a name"),
    ],
    ids=range(7),
)
def test_what_cannot_be_printed_is_said_at_its_field_and_nothing_typed_is_lost(
    office, changed, said
):
    answer = post(office, "/designs/new", **TYPED | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Our design" in answer.text or changed == {"name": ""}
    assert drafted() == []


def test_an_upload_that_is_no_harmless_picture_is_refused(office):
    bad = (
        io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script/></svg>"),
        "logo.svg",
    )
    answer = post(office, "/designs/new", **TYPED, logo=bad)
    assert answer.status_code == 422
    assert "SVG picture holds" in answer.text


def test_a_draft_that_somebody_changed_meanwhile_is_not_overwritten(office):
    design = make_design()
    page = f"/designs/{design.id}/change"
    sent = TYPED | {"seen_version": str(design.version)}
    assert post(office, page, **sent).status_code == 303
    assert post(office, page, **sent | {"ink": "#000000"}).status_code == 409


def used(office):
    """A design that was tried and put to use, and the address of its page."""
    design = make_design()
    actions.try_out(design)
    page = f"/designs/{design.id}"
    assert post(office, f"{page}/use", page=page).status_code == 303
    return design, page


def test_the_form_of_a_version_that_cannot_be_changed_is_not_shown_and_why_is_said(office):
    _, page = used(office)
    answer = office.get(f"{page}/change")
    assert answer.location == page
    assert "not a draft any more" in office.get(page).text


def test_a_button_pressed_twice_does_it_once(office):
    design, page = used(office)
    for deed in ("use", "use", "retirement", "retirement"):
        assert post(office, f"{page}/{deed}", page=page).location == page
    db.session.rollback()
    deeds = [it.deed for it in db.session.scalars(story_of(design))]
    assert (deeds.count("put_to_use"), deeds.count("retired")) == (1, 1)


@pytest.mark.parametrize("typed", [{}, {"course": "999999"}, {"course": "x\0"}], ids=range(3))
def test_a_choice_that_names_no_course_is_refused_on_the_page_and_chooses_nothing(office, typed):
    _, page = used(office)
    for address in (f"{page}/choice", f"{page}/choice/end"):
        answer = post(office, address, page=page, **typed)
        assert answer.status_code == 422
        assert "needs another look" in answer.text
        assert 'id="versions"' in answer.text  # it is the design's own page
    db.session.rollback()
    assert queries.is_for_others(queries.by_key(LAYOUT))


@pytest.mark.parametrize("role", Role)
def test_who_reads_designs_and_who_writes_them(app, browser, role):
    design, someone = make_design(), browser(make_acting(role, party=make_party()))
    reads = role in (Role.COORDINATOR, Role.AUDITOR)
    assert (someone.get("/designs").status_code == 200) is reads
    assert (someone.get(f"/designs/{design.id}").status_code == 200) is reads
    assert (someone.get("/designs/new").status_code == 200) is (role is Role.COORDINATOR)
