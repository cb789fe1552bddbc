"""Joining instructions: written in several languages, sent once a version, one letter a person."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_nomination,
    make_person,
    make_run,
)
from tpp import clock
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.enrolments import actions
from tpp.enrolments.models import JoiningInstructions, JoiningLetter
from tpp.enrolments.pdf import render
from tpp.enrolments.queries.joining import letter_of, sent
from tpp.enrolments.rules import Status
from tpp.enrolments.rules.joining import (
    Letter,
    blocks,
    check_ready,
    check_text,
    language_for,
    languages_of,
)
from tpp.errors import Conflict, Refused
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.scope import EVERYTHING, see
from tpp.selection import actions as selection

EN = {"where_and_when": "Come to the **main gate**.\n\n- This letter", "contacts": "Duty officer"}
FR = {"where_and_when": "Présentez-vous à l’entrée.", "contacts": "Officier de permanence"}


def reports(run):
    return datetime(run.starts_on.year, run.starts_on.month, run.starts_on.day, 5, tzinfo=UTC)


def written(run, by=None, **texts):
    by = by or make_acting()
    return actions.write(run, texts or {"en": EN}, by=by, reports_at=reports(run))


def work():
    """Everything that was asked for is done."""
    db.session.rollback()
    see(EVERYTHING)
    for job_id in db.session.scalars(sa.select(Job.id).order_by(Job.id)).all():
        carry_out(job_id)


def place_with_address(allocation, address="asha@example.org", **given):
    person = make_person(allocation.party, **given)
    contact = {"kind": ContactKind.EMAIL, "value": address, "person_id": person.id}
    make(ContactPoint, contact | {"party_id": person.party_id}, {})
    return make_enrolment(allocation, person)


def mails():
    return db.session.scalars(sa.select(Message).order_by(Message.id)).all()


# Rules


def test_plain_text_has_paragraphs_lists_and_strong_words_and_nothing_else():
    first, points, last = blocks(
        "Come to the **gate**,\nplease.\n\n- Letter\n- <b>Passport</b>\nBye"
    )
    assert [[span.text for span in line] for line in first.lines] == [
        ["Come to the ", "gate", ","],
        ["please."],
    ]
    assert [span.strong for span in first.lines[0]] == [False, True, False]
    assert points.is_list
    assert points.lines[1][0].text == "<b>Passport</b>"
    assert not last.is_list


def test_a_person_is_written_to_in_the_own_language_else_in_the_runs_else_in_what_there_is():
    both = {"fr": FR, "en": EN}
    assert language_for("fr", both, ["en"]) == "fr"
    assert language_for("ar", both, ["en"]) == "en"
    assert language_for("ar", {"fr": FR}, ["en"]) == "fr"
    assert languages_of(["pt", "fr"], {"ar": {}}) == ["fr", "ar"]


def test_what_cannot_be_printed_is_refused_at_its_field_and_chinese_punctuation_is_not():
    with pytest.raises(Refused, match="Our typefaces have no") as refusal:
        check_text("Welcome 🛬", "en-travel")
    assert refusal.value.field == "en-travel"
    check_text("值班军官：（电话）", "zh-contacts")
    with pytest.raises(Refused, match="longer than 4000"):
        check_text("x" * 4001, "en-travel")


def test_nothing_goes_out_before_every_language_of_the_run_says_where_and_whom():
    at = datetime(2026, 11, 2, tzinfo=UTC)
    check_ready({"en": EN}, ["en"], at)
    with pytest.raises(Refused, match="is still empty"):
        check_ready({"en": EN}, ["en", "fr"], at)
    with pytest.raises(Refused, match="when people report"):
        check_ready({"en": EN}, ["en"], None)


# Versions


@pytest.mark.both
def test_a_change_after_sending_makes_the_next_version_and_leaves_the_one_that_went_out(app):
    run, by = make_run(), make_acting()
    first = written(run, by)
    assert written(run, by) is first
    actions.send(first, by=by)
    assert written(run, by) is first
    second = written(run, by, en=EN | {"travel": "By bus"})
    assert (first.number, second.number, first.texts) == (1, 2, {"en": EN})
    assert sent(run.id) is first
    with pytest.raises(Refused, match="went out already"):
        actions.send(first, by=by)


def test_who_saves_over_what_somebody_else_wrote_is_told(app):
    run, by = make_run(), make_acting()
    row = written(run, by)
    seen = (row.number, row.version)
    written(run, by, en=EN | {"travel": "By bus"})
    with pytest.raises(Conflict):
        actions.write(run, {"en": EN}, by=by, reports_at=reports(run), seen=seen)


def test_people_report_around_the_first_day(app):
    run = make_run()
    with pytest.raises(Refused, match="people report in the two weeks before") as refusal:
        actions.write(run, {"en": EN}, by=make_acting(), reports_at=reports(run) - timedelta(20))
    assert refusal.value.field == "reports_on"


# Letters


@pytest.mark.both
def test_everybody_with_a_place_gets_one_letter_and_one_mail_a_version_however_often_it_runs(app):
    allocation, by = make_allocation(), make_acting()
    run = allocation.offering
    place = place_with_address(allocation, name="Asha Njeri")
    gone = make_enrolment(allocation, status=Status.WITHDRAWN)
    row = written(run, by)
    job = actions.send(row, by=by)
    work()
    with transaction():
        job.status = "queued"
    work()
    letter = letter_of(place)
    assert (letter.instructions_id, letter.language, letter_of(gone)) == (row.id, "en", None)
    [mail] = mails()
    assert (mail.to, mail.template, mail.words["is_new"]) == ("asha@example.org", "joining", False)

    second = written(run, by, en=EN | {"travel": "By bus"})
    actions.send(second, by=by)
    work()
    assert letter_of(place).instructions_id == second.id
    assert [it.words.get("is_new") for it in mails()] == [False, True]


def test_nobody_is_written_to_about_somebody_invented(app):
    allocation, by = make_allocation(), make_acting()
    make_focal_point(allocation.party)
    place = place_with_address(allocation, name="Asha Njeri", is_demonstration=True)
    actions.send(written(place.offering, by), by=by)
    work()
    assert letter_of(place) is not None
    assert mails() == []


def test_the_office_is_written_to_where_the_person_has_no_address(app):
    allocation, by = make_allocation(), make_acting()
    office = make_focal_point(allocation.party)
    make_focal_point(make_allocation().party)
    place = make_enrolment(allocation, make_person(allocation.party, name="Brian Otieno"))
    actions.send(written(place.offering, by), by=by)
    work()
    [mail] = mails()
    assert mail.words["for_office"]
    assert mail.words["name"] == "Brian Otieno"
    assert mail.key.endswith(f":{office.account_id}")


def test_whoever_is_confirmed_afterwards_gets_the_letter_too(app):
    allocation, by = make_allocation(), make_acting()
    actions.send(written(allocation.offering, by), by=by)
    nomination = make_nomination(allocation)
    selection.select([nomination], by=by, offer_until=clock.now() + timedelta(days=7))
    office = make_focal_point(allocation.party)
    see(scope_of(office))
    place = actions.confirm(nomination, by=office)
    see(EVERYTHING)
    work()
    assert letter_of(place).language == "en"


@pytest.mark.both
def test_a_letter_is_never_changed_and_trainers_see_none(app):
    allocation, by = make_allocation(), make_acting()
    place = make_enrolment(allocation)
    actions.send(written(place.offering, by), by=by)
    work()
    with pytest.raises(sa.exc.DBAPIError), transaction() as opened:
        opened.execute(sa.update(JoiningLetter).values(language="fr"))
    see(scope_of(make_acting(Role.TRAINER, runs=[place.offering])))
    assert db.session.scalars(sa.select(JoiningLetter)).all() == []


# The page


def letter(**given):
    facts = {
        "language": "en",
        "name": "Captain Asha Njeri",
        "native": "",
        "native_language": "",
        "party": "Kenya",
        "course": "Heavy engineering",
        "code": "ENG-HEE-2026-01",
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2026, 12, 11),
        "venue": "Peace Support School",
        "place": "Nairobi, Kenya",
        "timezone": "Africa/Nairobi",
        "reports_at": datetime(2026, 11, 1, 11, tzinfo=UTC),
        "number": 1,
        "texts": EN,
        "url": "http://localhost/arrivals/word-seal",
    }
    return Letter(**facts | given)


def test_a_letter_is_a_tagged_pdf_that_says_who_where_and_when_in_the_zone_of_the_run(app):
    pdf = pypdf.PdfReader(io.BytesIO(render(letter())))
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    for said in (
        "Captain Asha Njeri",
        "Peace Support School",
        "14:00 (Africa/Nairobi)",
        "main gate",
    ):
        assert said in text
    assert "**" not in text
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    fonts = {font for page in pdf.pages for font in names_of_fonts(page)}
    assert all("Noto" in font for font in fonts)


def names_of_fonts(page):
    return [str(it.get_object()["/BaseFont"]) for it in page["/Resources"]["/Font"].values()]


def test_an_arabic_letter_runs_from_the_right_and_a_long_name_stays_whole(app):
    words = letter(language="ar", texts={"contacts": "الضابط"}, name="Wolfeschlegel" * 12)
    pdf = pypdf.PdfReader(io.BytesIO(render(words)))
    assert pdf.trailer["/Root"]["/Lang"] == "ar"
    text = "".join("".join(page.extract_text() for page in pdf.pages).split())
    assert "Wolfeschlegel" * 12 in text


ARABIC = {
    "where_and_when": "توجهوا إلى البوابة الرئيسية عند الساعة الثامنة صباحا",
    "contacts": "الضابط المناوب +254 700 000 111",
}


def test_the_words_of_an_arabic_letter_are_found_and_copied_in_the_order_in_which_they_are_read(
    app,
):
    words = letter(language="ar", texts=ARABIC, native="ليلى حداد", native_language="ar")
    pages = pypdf.PdfReader(io.BytesIO(render(words))).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    for said in ("تعليمات الالتحاق", "ليلى حداد", ARABIC["where_and_when"], "الضابط المناوب"):
        assert said in text


def test_a_telephone_in_an_arabic_letter_is_read_from_the_left(app):
    words = letter(language="ar", texts=ARABIC | {"travel": "**+254 700 000 222** هاتف"})
    pages = pypdf.PdfReader(io.BytesIO(render(words))).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    assert "+254 700 000 111" in text
    assert "+254 700 000 222" in text
    [paragraph] = blocks(ARABIC["contacts"])
    assert [it.text for it in paragraph.lines[0] if it.is_number] == ["+254 700 000 111"]


def test_the_text_of_a_coordinator_is_never_markup_and_reads_nothing_from_elsewhere(app):
    texts = {"contacts": '<img src="file:///etc/passwd"><script>1</script>'}
    pdf = pypdf.PdfReader(io.BytesIO(render(letter(texts=texts))))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "/etc/passwd" in text


# Pages


def test_a_coordinator_writes_looks_and_sends(app, browser):
    allocation = make_allocation()
    run, place = allocation.offering, make_enrolment(allocation)
    office = browser(make_acting())
    page = f"/runs/{run.code}/joining"
    assert "Nothing is written yet" in office.get(page).text
    typed = {"seen": "0:0", "reports_on": "2026-11-01", "reports_at": "14:00"} | EN
    bad = office.post(f"{page}/text?language=en", data=typed | {"travel": "🛬"})
    assert bad.status_code == 422
    assert "Our typefaces have no" in bad.text
    assert "main gate" in bad.text
    assert office.post(f"{page}/text?language=en", data=typed).status_code == 303
    assert office.post(f"{page}/text?language=en", data=typed).status_code == 409
    assert "Send version 1" in office.get(page).text
    assert office.post(f"{page}/previews", data={"language": "en"}).status_code == 303
    assert office.get(f"/runs/{run.code}/joining.pdf?language=en").status_code == 404
    see(EVERYTHING)
    work()
    preview = office.get(f"/runs/{run.code}/joining.pdf?language=en")
    assert preview.data[:5] == b"%PDF-"
    assert office.post(f"{page}/sending").status_code == 303
    see(EVERYTHING)
    work()
    assert office.get(f"/places/{place.id}/letter").data[:5] == b"%PDF-"
    with transaction():
        run.version += 1
    assert "was changed after version 1" in office.get(page).text


def test_letters_are_for_the_person_the_own_office_and_the_programme(app, browser):
    allocation, other = make_allocation(), make_allocation()
    place = make_enrolment(allocation)
    actions.send(written(place.offering), by=make_acting())
    work()
    page = f"/places/{place.id}/letter"
    run = place.offering
    for acting, status in (
        (make_acting(), 200),
        (make_focal_point(allocation.party), 200),
        (make_acting(Role.TRAINEE, person=place.person), 200),
        (make_focal_point(other.party), 404),
        (make_acting(Role.TRAINEE, person=make_person(allocation.party)), 404),
        (make_acting(Role.TRAINER, runs=[run]), 403),
        (make_acting(Role.SUPPORTER, party=allocation.party), 403),
    ):
        assert browser(acting).get(page).status_code == status, acting.role


def test_only_the_programme_writes_instructions(app, browser):
    run = make_run()
    for role in (Role.TRAINER, Role.AUDITOR):
        reader = browser(make_acting(role, runs=[run] if role is Role.TRAINER else ()))
        assert reader.post(f"/runs/{run.code}/joining/text", data=EN).status_code == 403
    see(EVERYTHING)
    assert db.session.scalars(sa.select(JoiningInstructions)).all() == []
