"""Who sees which certificate, who may download it, and what a stranger learns from a code."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.certificates.approving import approved
from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_outcome,
    make_party,
    make_person,
    make_run,
    make_version,
)
from tpp import clock
from tpp.acting import Role
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates import tasks
from tpp.certificates.actions import register
from tpp.certificates.models import Certificate, CertificateName
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.jobs.models import Job
from tpp.web.limits import limiter


@pytest.fixture
def run(app):
    limiter.reset()
    return make_run(make_version(validity_months=36), code="ENG-HEE-B-2026-03", hours=120)


def make_graduate(run, name="Asha Wanjiru", party=None, native=None):
    allocation = make_allocation(run, party or make_party(name="Kenya"), seats=2)
    person = make_person(allocation.party, name=name, native=native)
    place = make_enrolment(allocation, person, PlaceStatus.FINISHED)
    make_outcome(place, OutcomeStatus.COMPLETED, qualification="Operator")
    return place


@pytest.fixture
def issued(run):
    """A certificate in the register with its stored page, and its holder's place."""
    place = make_graduate(run, native="عائشة")
    [certificate] = register(run, by=make_acting()).certificates
    tasks.print_page(certificate)
    return certificate, place


def jobs():
    db.session.rollback()
    return db.session.scalars(sa.select(Job)).all()


def path(certificate):
    return f"/certificates/{certificate.id}/file"


# The run's page


def test_a_coordinator_sees_who_gets_what_and_what_stops_it(browser, run):
    make_graduate(run, "Asha Wanjiru")
    make_graduate(run, "ᠪᠠᠲᠤ", party=make_party(name="Mongolia"))
    page = browser(make_acting()).get(f"/runs/{run.code}/certificates").text
    assert "Recommend those ticked" in page
    assert "typefaces have no" in page


def test_a_double_click_asks_for_one_job(browser, run):
    make_graduate(run)
    approved(run)
    client = browser(make_acting())
    first = client.post(f"/runs/{run.code}/certificates").location
    assert client.post(f"/runs/{run.code}/certificates").location == first
    [job] = jobs()
    assert (first, job.total) == (f"/jobs/{job.id}", 1)


def test_without_an_approval_nothing_is_issued(browser, run):
    make_graduate(run)
    answer = browser(make_acting()).post(f"/runs/{run.code}/certificates")
    assert answer.status_code == 422
    assert jobs() == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TRAINER])
def test_only_a_coordinator_issues(browser, run, role):
    make_graduate(run)
    answer = browser(make_acting(role, runs=[run])).post(f"/runs/{run.code}/certificates")
    assert answer.status_code == 403
    assert jobs() == []


@pytest.mark.both
def test_a_focal_point_sees_the_certificates_of_the_own_people_alone(browser, run):
    kenya, peru = make_party(name="Kenya"), make_party(name="Peru")
    make_graduate(run, "Asha Wanjiru", kenya)
    make_graduate(run, "Luz Quispe", peru)
    register(run, by=make_acting())
    page = browser(make_focal_point(kenya)).get(f"/runs/{run.code}/certificates").text
    assert "Asha Wanjiru" in page
    assert "Luz" not in page
    assert "Recommend those" not in page


# Download


@pytest.mark.both
def test_the_holder_downloads_the_own_certificate(browser, issued):
    certificate, place = issued
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    page = client.get("/my/certificates").text
    assert path(certificate) in page
    assert f"/verify/{certificate.code}" in page

    answer = client.get(path(certificate))

    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert f"{certificate.serial} Asha Wanjiru.pdf" in disposition


def test_a_name_in_another_script_makes_a_file_name_that_every_browser_reads(browser, run):
    place = make_graduate(run, "សុខ ធីតា")
    [certificate] = register(run, by=make_acting()).certificates
    tasks.print_page(certificate)
    answer = browser(make_acting(Role.TRAINEE, person=place.person)).get(path(certificate))
    disposition = answer.headers["Content-Disposition"]
    assert f"filename={certificate.serial}" in disposition.replace('"', "")
    assert "filename*=UTF-8''TPP-" in disposition
    assert disposition.isascii()


@pytest.mark.both
def test_nobody_else_downloads_it(browser, issued, run):
    certificate, place = issued
    strangers = [
        make_acting(Role.TRAINEE, person=make_person()),
        make_focal_point(make_party()),
        make_acting(Role.TRAINER, runs=[run]),
        make_acting(Role.SUPPORTER, party=make_party()),
        make_acting(Role.ADMINISTRATOR),
    ]
    for stranger in strangers:
        assert browser(stranger).get(path(certificate)).status_code in (403, 404)
    assert browser().get(path(certificate)).status_code == 303


def test_the_own_office_and_oversight_download_it(browser, issued):
    certificate, place = issued
    readers = [make_focal_point(place.party), make_acting(), make_acting(Role.AUDITOR)]
    for reader in readers:
        assert browser(reader).get(path(certificate)).status_code == 200


@pytest.mark.both
def test_a_page_that_is_not_printed_yet_is_asked_for_once(browser, run):
    place = make_graduate(run)
    [certificate] = register(run, by=make_acting()).certificates
    client = browser(make_acting(Role.TRAINEE, person=place.person))
    for _ in range(2):
        answer = client.get(path(certificate))
        assert (answer.status_code, certificate.serial in answer.text) == (202, True)
    assert len(jobs()) == 1


def test_a_trainee_without_certificates_is_told_when_they_come(browser, app):
    page = browser(make_acting(Role.TRAINEE, person=make_person())).get("/my/certificates").text
    assert "No certificates yet" in page


# Verification


@pytest.mark.both
def test_anybody_with_the_code_reads_what_is_printed(browser, issued, run):
    certificate, _ = issued
    answer = browser().get(f"/verify/{certificate.code}")
    assert answer.status_code == 200
    for words in ("This certificate is valid", "Asha Wanjiru", "عائشة", "Operator"):
        assert words in answer.text
    assert run.course_version.course.title in answer.text
    assert certificate.serial in answer.text
    assert len(answer.data) <= 20_000
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_code_is_understood_as_it_is_typed(browser, issued):
    certificate, _ = issued
    typed = "-".join(certificate.code[n : n + 4] for n in range(0, 26, 4)).upper()
    client = browser()
    answer = client.get("/verify", query_string={"code": f" {typed} "})
    assert (answer.status_code, answer.location) == (303, f"/verify/{certificate.code}")
    assert "is valid" in client.get(f"/verify/{typed}").text


def stop(certificate, step, **change):
    with transaction():
        row = db.session.get_one(Certificate, certificate.id)
        row.move(step, by=make_acting(), reason="Secret reason")


@pytest.mark.parametrize(
    ("step", "says"),
    [("revoked", "was revoked"), ("suspended", "is suspended"), ("superseded", "was replaced")],
)
def test_a_certificate_that_is_no_longer_in_force_says_so_and_since_when(
    browser, issued, step, says
):
    certificate, _ = issued
    stop(certificate, step)
    page = browser().get(f"/verify/{certificate.code}").text
    assert f"This certificate {says}" in page
    assert "This certificate is valid" not in page
    assert "Secret reason" not in page
    today = clock.now()
    assert f"{today.day} {today:%b} {today.year}" in page


def test_a_replaced_certificate_leads_to_the_one_in_force(browser, issued):
    certificate, _ = issued
    stop(certificate, "superseded")
    same = {c.name: getattr(certificate, c.name) for c in Certificate.__table__.columns}
    newer = same | {
        "id": 2,
        "number": 2,
        "serial": "TPP-2026-000002",
        "code": "2" * 26,
        "hash": "x",
        "status": "issued",
        "supersedes_id": certificate.id,
    }
    with transaction() as session:
        session.execute(sa.insert(Certificate), [newer])
    page = browser().get(f"/verify/{certificate.code}").text
    assert "TPP-2026-000002" in page
    assert f"/verify/{'2' * 26}" in page


def test_an_expired_certificate_says_until_when_it_was_valid(browser, issued, at):
    certificate, _ = issued
    at(clock.now() + timedelta(days=365 * 4))
    page = browser().get(f"/verify/{certificate.code}").text
    assert "This certificate has expired" in page
    assert certificate.expires_on > date(2026, 1, 1)


def test_erased_names_leave_the_certificate_verifiable(browser, issued):
    certificate, _ = issued
    with transaction() as session:
        session.execute(sa.update(CertificateName).values(names={}))
    page = browser().get(f"/verify/{certificate.code}").text
    assert "This certificate is valid" in page
    assert "removed from the register" in page
    assert "Asha" not in page


MISSES = [
    "7kq2m9xd4tfwp3hz8vnb6ehs2k",
    "TPP-2026-000001",
    "x",
    "a/b/c",
    "<script>alert(1)</script>",
    "0" * 5000,
    "' OR 1=1 --",
    "%F0%28%01",
    "%00",
    "7kq2m9xd4tfwp3hz%00v",
    "ሀ" * 26,
]


def test_every_miss_is_answered_alike(browser, issued, at):
    moment = clock.now()
    at(moment)
    client = browser()
    answers = [client.get("/verify/" + miss) for miss in MISSES]
    assert {answer.status_code for answer in answers} == {404}
    assert {len(answer.data) for answer in answers} == {len(answers[0].data)}
    assert {answer.data for answer in answers} == {answers[0].data}
    assert "No certificate has this code" in answers[0].text
    assert "Accept-Language" in answers[0].headers["Vary"]


def test_every_miss_asks_the_register_the_same_question(browser, issued):
    asked = []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    client = browser()
    client.get("/verify/x")
    sa.event.listen(db.engine, "before_cursor_execute", listener)
    questions = []
    for miss in MISSES:
        asked.clear()
        client.get("/verify/" + miss)
        questions.append(list(asked))
    sa.event.remove(db.engine, "before_cursor_execute", listener)
    assert all(some == questions[0] for some in questions)
    assert [it.split()[0] for it in questions[0]] == ["BEGIN", "SELECT"]


def test_guessing_is_slowed_down(browser, app):
    limiter.reset()
    client = browser()
    answers = [client.get(f"/verify/{number:026d}").status_code for number in range(40)]
    assert answers[0] == 404
    assert answers[-1] == 429
    limiter.reset()


def test_a_serial_number_never_opens_the_page(browser, issued):
    certificate, _ = issued
    for guess in (certificate.serial, str(certificate.number), str(certificate.id)):
        assert browser().get(f"/verify/{guess}").status_code == 404


def test_the_log_holds_neither_code_nor_name(browser, issued, capfd):
    certificate, _ = issued
    browser().get(f"/verify/{certificate.code}")
    logged = capfd.readouterr().err
    assert "certificates.verified" in logged
    assert certificate.code not in logged
    assert "Asha" not in logged
