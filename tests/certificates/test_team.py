"""Certificates of those who led, taught, assisted and interpreted: from the account to the verify page."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from tests.certificates.classes import make_class
from tests.certificates.issuing import certificates
from tests.factories import make_acting, make_focal_point, make_party, make_run, make_staffing
from tpp import clock
from tpp.access import scope_of
from tpp.accounts.models import Account
from tpp.acting import Role
from tpp.certificates import tasks
from tpp.certificates.actions import (
    approve,
    ask_to_issue,
    confirm_staff_names,
    correcting,
    ending,
    gathering,
    recommend,
    register,
    write_own_name,
)
from tpp.certificates.models import Certificate, StaffName
from tpp.certificates.queries import audit, file_of, names_on, verified
from tpp.certificates.queries.awards import sheet_of
from tpp.certificates.queries.bulk import bundle
from tpp.certificates.queries.team import own_line, team_lines
from tpp.certificates.rules import Names, Variant
from tpp.certificates.rules.corrections import Wish
from tpp.certificates.rules.naming import NameState, seen
from tpp.certificates.rules.teaching import variant_of_work
from tpp.certificates.sealing import maker
from tpp.db import db, transaction
from tpp.errors import Conflict, Refused
from tpp.files.queries import pieces, read
from tpp.jobs.actions import carry_out
from tpp.offerings.actions import unassign
from tpp.offerings.models import Staffing
from tpp.offerings.rules import StaffRole
from tpp.offerings.rules import Status as RunStatus
from tpp.outbox.models import Message
from tpp.scope import seeing

AWAY = "Nobody could be asked."


@pytest.fixture
def run(app):
    today = clock.now().date()
    days = {"starts_on": today - timedelta(days=30), "ends_on": today - timedelta(days=1)}
    return make_run(**days)


@pytest.fixture
def teacher(run):
    """Somebody who taught in the run, as they act."""
    return working(run, StaffRole.TRAINER)


def working(run, role):
    acting = make_acting(Role.TRAINER, runs=[run])
    with transaction():
        staffing_of(acting).role = role
    return acting


def staffing_of(acting):
    return db.session.scalar(sa.select(Staffing).where(Staffing.account_id == acting.account_id))


def ticks(run):
    return [gift.key for row in sheet_of(run).team for gift in row.gifts if not row.obstacle]


def recommended(run, give=None, by=None):
    day = max(run.ends_on, clock.today(run.timezone))
    return recommend(run, give or ticks(run), dated_on=day, by=by or make_acting())


def issued(run, **given):
    """Everybody of the team gets what the work earns, through list, second person and job."""
    approve(recommended(run, **given), by=make_acting(), reason=AWAY)
    carry_out(ask_to_issue(run, by=make_acting()).id)
    return [it for it in certificates() if it.of_team and it.offering_id == run.id]


def granted(certificate, wish, names=None):
    asked = correcting.ask(certificate, wish, "Why not.", by=make_acting(), names=names)
    return correcting.grant(asked, by=make_acting())


# What it says


@pytest.mark.parametrize(
    ("role", "kind", "says"),
    [
        (StaffRole.LEAD, Variant.LED, "has led the course"),
        (StaffRole.TRAINER, Variant.TAUGHT, "has taught in the course"),
        (StaffRole.ASSISTANT, Variant.ASSISTED, "has assisted in teaching the course"),
        (StaffRole.INTERPRETER, Variant.INTERPRETED, "has interpreted in the course"),
    ],
)
def test_the_page_says_what_somebody_did(run, role, kind, says):
    acting = working(run, role)
    [certificate] = issued(run)
    text = PdfReader(BytesIO(read(file_of(certificate)))).pages[0].extract_text()
    assert says in text
    assert acting.account_name in text
    assert (certificate.kind, certificate.qualification) == (kind, "")
    assert certificate.expires_on is None  # what was done stays done
    assert audit().fault == ""


def test_what_stops_it_is_listed_before(run):
    working(run, StaffRole.OBSERVER)
    [row] = sheet_of(run).team
    assert "observes" in row.obstacle.message
    day = clock.now().date()
    with pytest.raises(Refused, match="begins on"):
        variant_of_work(StaffRole.LEAD, RunStatus.CONFIRMED, day + timedelta(days=1), day)
    with pytest.raises(Refused, match="does not take place"):
        variant_of_work(StaffRole.LEAD, RunStatus.CANCELLED, day, day)


def test_nobody_of_the_team_is_recommended_but_by_a_tick(run, teacher):
    with pytest.raises(Refused, match="Tick at least one"):
        recommend(run, dated_on=clock.today(run.timezone), by=make_acting())
    assert not [gift for row in sheet_of(run).team for gift in row.gifts if gift.is_usual]


def test_nobody_approves_a_certificate_of_their_own(run, teacher):
    own = make_acting()
    make_staffing(StaffRole.LEAD, offering_id=run.id, account_id=own.account_id)
    award = recommended(run)
    with pytest.raises(Refused, match="Your own certificate"):
        approve(award, by=own, reason=AWAY)
    approve(award, by=make_acting(), reason=AWAY)


# One register


@pytest.mark.both
def test_trainees_and_team_stand_in_one_register_without_a_gap(app):
    run = make_class(2)
    working(run, StaffRole.LEAD)
    given = [gift.key for row in sheet_of(run).rows for gift in row.gifts if not row.obstacle]
    approve(recommended(run, given), by=make_acting(), reason=AWAY)
    carry_out(ask_to_issue(run, by=make_acting()).id)
    assert [it.number for it in certificates()] == [1, 2, 3]
    assert [it.of_team for it in certificates()] == [False, False, True]
    assert audit().fault == ""
    assert register(run, by=make_acting()).certificates[0].number == 1  # nothing twice


@pytest.mark.both
def test_a_certificate_belongs_to_a_place_or_to_the_team_and_to_one_of_them(run, teacher):
    [certificate] = issued(run)
    ties = {"staffing_id": certificate.staffing_id, "account_id": certificate.account_id}
    copied = {
        it.name: getattr(certificate, it.name)
        for it in Certificate.__table__.c
        if it.name not in ("id", *ties)
    } | {"number": 2, "serial": "TPP-2026-000002", "code": "c" * 26, "hash": "h", "kind": "led"}
    for wrong in ({}, ties | {"account_id": certificate.account_id + 1000}, ties | {"party_id": 1}):
        with pytest.raises(sa.exc.IntegrityError), transaction() as session:
            session.execute(sa.insert(Certificate), [copied | wrong])
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:  # one in force of a kind
        session.execute(sa.insert(Certificate), [copied | ties | {"kind": certificate.kind}])


def test_whoever_holds_one_stays_in_the_team(run, teacher):
    award = recommended(run)
    with pytest.raises(Refused, match="open recommendation"):
        unassign(staffing_of(teacher), by=make_acting())
    approve(award, by=make_acting(), reason=AWAY)
    carry_out(ask_to_issue(run, by=make_acting()).id)
    with pytest.raises(Refused, match="stays in its team"):
        unassign(staffing_of(teacher), by=make_acting())


def test_another_task_after_the_approval_stops_that_certificate(run, teacher):
    award = recommended(run)
    approve(award, by=make_acting(), reason=AWAY)
    with transaction():
        staffing_of(teacher).role = StaffRole.ASSISTANT
    done = register(run, by=make_acting(), award=award)
    assert "task in the team was changed" in done.refused_team[staffing_of(teacher).id]


# Names


def test_somebody_who_teaches_writes_the_name_that_is_printed(run, teacher):
    shown = {"name": "Idris B. Rahman", "native": "إدريس رحمن", "native_language": "ar"}
    write_own_name(own_line(teacher), seen(own_line(teacher).names), by=teacher, **shown)
    assert own_line(teacher).state is NameState.CONFIRMED
    [certificate] = issued(run)
    names = names_on(certificate).names
    assert (names["name"], names["native"]) == ("Idris B. Rahman", "إدريس رحمن")
    with pytest.raises(Conflict):
        write_own_name(own_line(teacher), "old", by=teacher, **shown)
    with pytest.raises(Refused):
        bad = shown | {"name": "Idris\u202e"}
        write_own_name(own_line(teacher), seen(own_line(teacher).names), by=teacher, **bad)


def test_a_name_that_changes_after_the_approval_is_not_printed(run, teacher):
    [line] = team_lines(run)
    assert line.state is NameState.UNCONFIRMED
    assert confirm_staff_names([line], {line.account_id: seen(line.names)}, by=make_acting()) == 1
    award = recommended(run)
    approve(award, by=make_acting())  # confirmed: no reason is asked for
    with transaction():
        db.session.scalars(sa.select(StaffName)).one().name = "Somebody Else"
    assert team_lines(run)[0].state is NameState.CHANGED
    done = register(run, by=make_acting(), award=award)
    assert "name was changed" in done.refused_team[staffing_of(teacher).id]


# Afterwards


def test_a_corrected_name_makes_a_new_certificate_and_keeps_what_was_done(run, teacher):
    [old] = issued(run)
    new = granted(old, Wish.CORRECTION, Names("Idris Rahman", "en"))
    assert (new.staffing_id, new.kind, new.supersedes_id) == (old.staffing_id, old.kind, old.id)
    assert verified(old.code).successor.id == new.id
    assert own_line(teacher).names.name == "Idris Rahman"
    tasks.print_page(new)
    assert audit().fault == ""


def test_suspended_reinstated_revoked_and_issued_again(run, teacher):
    [certificate] = issued(run)
    ending.suspend(certificate, "A question.", by=make_acting())
    ending.reinstate(certificate, "Answered.", by=make_acting())
    assert granted(certificate, Wish.REVOCATION).status == "revoked"
    again = granted(certificate, Wish.REISSUE)
    assert (again.number, again.status) == (2, "issued")
    tasks.print_page(again)
    told = db.session.scalars(sa.select(Message).order_by(Message.id)).all()
    assert {it.to for it in told} == {address_of(teacher)}
    assert audit().fault == ""


def address_of(acting):
    return db.session.get_one(Account, acting.account_id).email


def test_whoever_teaches_twice_holds_two_and_none_renews_the_other(run, teacher):
    [first] = issued(run)
    version = run.course_version
    other = make_run(version, starts_on=run.starts_on, ends_on=run.ends_on)
    make_staffing(StaffRole.TRAINER, offering_id=other.id, account_id=teacher.account_id)
    [second] = issued(other)
    assert verified(first.code).renewal is None
    assert verified(second.code).renewed is None
    assert {first.status, second.status} == {"issued"}


def test_the_holder_alone_of_the_team_opens_it(run, teacher, browser):
    [certificate] = issued(run)
    colleague, own = browser(make_acting(Role.TRAINER, runs=[run])), browser(teacher)
    page = own.get("/my/certificates").text
    assert certificate.serial in page
    assert "Certificate of instruction" in page
    for address in ("", "/file", "/credential", "/links", "/correction"):
        path = f"/certificates/{certificate.id}{address}"
        assert own.get(path).status_code == 200, path
        assert colleague.get(path).status_code == 404, path
    assert own.post(f"/certificates/{certificate.id}/links").status_code == 303
    words = {"name": "Idris Rahman", "reason": "Misspelt."}
    assert own.post(f"/certificates/{certificate.id}/correction", data=words).status_code == 303
    assert "Misspelt." in own.get(f"/certificates/{certificate.id}").text


@pytest.mark.both
def test_the_office_of_no_country_reads_it_and_runs_of_others_do_not(run, teacher):
    [certificate] = issued(run)
    other = make_acting(Role.TRAINER, runs=[make_run()])
    for acting in (other, make_focal_point(make_party())):
        with seeing(scope_of(acting)):
            assert db.session.scalars(sa.select(Certificate)).all() == []
    with seeing(scope_of(teacher)):
        assert db.session.scalars(sa.select(Certificate.id)).all() == [certificate.id]


def test_the_verify_page_says_it_in_the_language_of_the_reader(run, teacher, app):
    [certificate] = issued(run)
    client, address = app.test_client(), f"/verify/{certificate.code}"
    assert "Certificate of instruction" in client.get(address).text
    french = client.get(address, headers={"Accept-Language": "fr"}).text
    assert "Attestation d’enseignement" in french
    assert client.get(f"{address}?x").status_code == 200


def test_the_page_of_the_run_lists_the_team_and_each_page_can_be_looked_at(run, teacher, browser):
    programme = browser(make_acting())
    page = programme.get(f"/runs/{run.code}/certificates").text
    assert "Those who led, taught" in page
    [preview] = set(re.findall(rf"/runs/{run.code}/certificates/team/\d+\?n=\w+", page))
    assert "DRAFT" in programme.get(preview).text
    paper = programme.get(preview.replace("?", "/page?"))
    assert "has taught in the course" in PdfReader(BytesIO(paper.data)).pages[0].extract_text()
    assert programme.get(preview.replace("/team/", "/team/9")).status_code == 404


def test_names_of_the_team_are_confirmed_by_themselves_or_by_the_programme(run, teacher, browser):
    own, programme = browser(teacher), browser(make_acting())
    form = {"seen": seen(own_line(teacher).names), "name": "Idris Rahman", "native": ""}
    assert own.post("/my/name", data=form).status_code == 303
    assert own.post("/my/name", data=form).status_code == 409  # of what was shown before
    assert own.post("/my/name", data=form | {"name": ""}).status_code == 422
    assert "Idris Rahman" in programme.get(f"/runs/{run.code}/names").text
    db.session.rollback()
    [line] = team_lines(run)
    tick = f"a{line.account_id}-{seen(line.names)}"
    assert programme.post(f"/runs/{run.code}/names", data={"confirm": tick}).status_code == 303
    assert programme.post(f"/runs/{run.code}/names", data={"confirm": "a9-0"}).status_code == 404


def test_the_zip_of_a_run_holds_the_team_last(run, teacher, app):
    [certificate] = issued(run)
    maker()
    job = gathering.ask_to_gather(run, "zip", by=make_acting())
    carry_out(job.id)
    with ZipFile(BytesIO(b"".join(pieces(bundle(job).place)))) as found:
        [name] = [it for it in found.namelist() if it.endswith(".pdf")]
    assert name.startswith("Team/")
    assert certificate.serial in name
