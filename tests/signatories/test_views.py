"""The list of signatories, and who sees the picture of a signature."""

import io
from datetime import date

import pytest
from PIL import Image

from tests.browsing import post
from tests.factories import make_acting, make_party, make_signatory
from tpp.acting import Role
from tpp.db import db
from tpp.files.actions import store
from tpp.signatories.models import Signatory

TYPED = {"name_en": "Col. A. Mwangi", "title_en": "Course Leader", "from_on": "2026-01-01"}


def picture():
    out = io.BytesIO()
    Image.new("RGBA", (300, 90)).save(out, "PNG")
    return out.getvalue()


def entered():
    db.session.rollback()
    return db.session.query(Signatory).order_by(Signatory.id).all()


def test_a_coordinator_enters_a_signatory_with_the_signature_and_corrects_the_title(app, browser):
    office = browser(make_acting())
    sent = (io.BytesIO(picture()), "signature.png")
    assert post(office, "/signatories/new", **TYPED, picture=sent).status_code == 303
    [row] = entered()
    assert row.image.media_type == "image/png"
    page = f"/signatories/{row.id}/change"
    changed = TYPED | {"title_en": "Chief", "seen_version": str(row.version)}
    assert post(office, page, **changed).status_code == 303
    _, new = entered()
    assert (new.titles["en"], new.image_id) == ("Chief", row.image_id)
    assert "A newer entry replaces this one" in office.get(f"/signatories/{row.id}").text


def test_what_cannot_be_printed_stands_next_to_its_field_and_nothing_is_entered(app, browser):
    office = browser(make_acting())
    sent = (
        io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script/></svg>"),
        "s.svg",
    )
    answer = post(office, "/signatories/new", **TYPED, picture=sent)
    assert answer.status_code == 422
    assert "SVG picture holds" in answer.text
    assert post(office, "/signatories/new", **TYPED | {"title_en": ""}).status_code == 422
    assert entered() == []


def test_the_signature_leaves_as_a_download_that_nobody_keeps_and_is_written_down(app, browser):
    stored = store(picture(), "image/png")
    row = make_signatory(image_id=stored.id)
    office = browser(make_acting())
    answer = office.get(f"/signatories/{row.id}/signature")
    assert answer.data == picture()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Picture of the signature taken out" in office.get(f"/signatories/{row.id}").text


@pytest.mark.parametrize(
    ("role", "listed", "signature"),
    [
        (Role.COORDINATOR, 200, 200),
        (Role.AUDITOR, 200, 403),
        (Role.ADMINISTRATOR, 403, 403),
        (Role.TRAINER, 403, 403),
        (Role.FOCAL_POINT, 403, 403),
    ],
)
def test_who_sees_the_list_and_who_the_signature(app, browser, role, listed, signature):
    row = make_signatory(image_id=store(picture(), "image/png").id)
    someone = browser(make_acting(role, party=make_party()))
    assert someone.get("/signatories").status_code == listed
    assert someone.get(f"/signatories/{row.id}/signature").status_code in (signature, 404)


def test_a_last_day_is_written_down(app, browser):
    row = make_signatory()
    page = f"/signatories/{row.id}/end"
    sent = {"until_on": "2026-05-01", "reason": "Rotated", "seen_version": str(row.version)}
    assert post(browser(make_acting()), page, **sent).status_code == 303
    assert entered()[0].until_on == date(2026, 5, 1)
    assert post(browser(make_acting()), page, **sent).status_code == 409
