"""The register: gapless, chained, frozen; a page for each row, stored once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from tests.certificates.approving import asked_to_issue
from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_outcome,
    make_person,
    make_run,
    make_version,
)
from tpp import clock
from tpp.assessments.actions import ask_override
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates import tasks
from tpp.certificates.actions import ask_to_issue, register
from tpp.certificates.actions.ending import erase_names
from tpp.certificates.models import Certificate, CertificateFile, CertificateName
from tpp.certificates.queries import audit, page_of, words_of
from tpp.certificates.queries.awards import sheet_of
from tpp.certificates.rules import FIRST, Variant
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Refused
from tpp.files.queries import read
from tpp.history.queries import story_of
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job
from tpp.jobs.rules import Status as JobStatus
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.scope import EVERYTHING, seeing

COMPLETED, PARTICIPATED = OutcomeStatus.COMPLETED, OutcomeStatus.PARTICIPATED


@pytest.fixture
def run(app):
    return make_run(make_version(validity_months=36), is_demonstration=True, hours=120)


def make_graduates(run, *names, status=COMPLETED, qualification="Operator", seats=10, **person):
    allocation = make_allocation(run, seats=seats)
    places = []
    for name in names:
        someone = make_person(allocation.party, name=name, **person)
        place = make_enrolment(allocation, someone, PlaceStatus.FINISHED)
        make_outcome(place, status, qualification=qualification)
        places.append(place)
    return places


def certificates():
    db.session.rollback()
    return db.session.scalars(sa.select(Certificate).order_by(Certificate.number)).all()


@pytest.mark.both
def test_a_whole_run_is_registered_in_one_transaction_without_a_gap(run):
    make_graduates(run, "Asha Wanjiru", "Odhiambo Otieno", "Naomi Cherotich")

    done = register(run, by=make_acting())

    assert not done.refused
    first, second, third = certificates()
    year = clock.today(run.timezone).year
    assert [it.serial for it in (first, second, third)] == [
        f"TPP-{year}-00000{number}" for number in (1, 2, 3)
    ]
    assert first.previous_hash == FIRST
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert len({it.code for it in (first, second, third)}) == 3
    assert audit().fault == ""


def test_who_issued_stands_in_the_logbook_and_no_name_does(run):
    make_graduates(run, "Asha Wanjiru")
    by = make_acting()
    [certificate] = register(run, by=by).certificates
    [entry] = db.session.scalars(story_of(certificate)).all()
    assert (entry.deed, entry.account_id) == ("issued", by.account_id)
    assert "Asha" not in str(entry.after)


def test_every_printed_word_is_frozen_and_names_stand_beside_the_chain(run):
    make_graduates(run, "Layla al-Husseini", native="ليلى الحسيني", language="ar")
    [certificate] = register(run, by=make_acting()).certificates
    words = words_of(certificate)
    assert (words.name, words.name_language) == ("Layla al-Husseini", "ar-Latn")
    assert (words.native, words.native_language) == ("ليلى الحسيني", "ar")
    assert words.course == run.course_version.course.title
    assert words.number == certificate.serial
    assert words.url == f"http://localhost/verify/{certificate.code}"
    assert "Layla" not in str(certificate.words)

    with transaction():
        run.course_version.course.title = "Something else"
    assert words_of(certificate).course != "Something else"


def test_a_name_corrected_later_changes_no_certificate_that_was_issued(run):
    [place] = make_graduates(run, "Asha Wanjiru")
    [certificate] = register(run, by=make_acting()).certificates
    with transaction():
        place.person.name = "Asha W. Kamau"
    assert words_of(certificate).name == "Asha Wanjiru"


def test_the_outcome_tells_completion_from_participation_and_the_version_how_long(run):
    make_graduates(run, "Asha Wanjiru")
    make_graduates(run, "Odhiambo Otieno", status=PARTICIPATED, qualification="")
    register(run, by=make_acting())
    completion, participation = certificates()
    assert (completion.kind, completion.qualification) == (Variant.COMPLETION, "Operator")
    assert (participation.kind, participation.qualification) == (Variant.PARTICIPATION, "")
    assert completion.expires_on.year == completion.issued_on.year + 3


@pytest.mark.both
def test_registering_again_gives_nobody_a_second_certificate(run):
    make_graduates(run, "Asha Wanjiru", "Odhiambo Otieno")
    by = make_acting()
    first = [it.id for it in register(run, by=by).certificates]
    assert [it.id for it in register(run, by=by).certificates] == first
    assert len(certificates()) == 2


@pytest.mark.both
def test_the_database_itself_refuses_a_second_live_certificate(run):
    make_graduates(run, "Asha Wanjiru")
    [certificate] = register(run, by=make_acting()).certificates
    same = {c.name: getattr(certificate, c.name) for c in Certificate.__table__.columns}
    again = same | {"id": 99, "number": 99, "serial": "x", "code": "x", "hash": "x"}
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(sa.insert(Certificate), [again])


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (OutcomeStatus.NOT_EVALUATED, "No outcome is recorded yet"),
        (OutcomeStatus.FAILED, "“failed”: it earns no certificate"),
        (OutcomeStatus.NOT_COMPLETED, "“not completed”: it earns no certificate"),
    ],
)
def test_without_an_outcome_that_earns_one_there_is_no_certificate(run, status, says):
    [place] = make_graduates(run, "Asha Wanjiru", status=status)
    done = register(run, by=make_acting())
    assert says in done.refused[place.id]
    assert certificates() == []


def test_a_name_that_cannot_be_printed_stops_that_person_alone_and_leaves_no_gap(run):
    fine, stopped, also_fine = make_graduates(run, "Asha", "ᠪᠠᠲᠤ", "Naomi")
    done = register(run, by=make_acting())
    assert list(done.refused) == [stopped.id]
    assert "MONGOLIAN" in done.refused[stopped.id]
    assert [it.number for it in certificates()] == [1, 2]
    assert {it.enrolment_id for it in certificates()} == {fine.id, also_fine.id}


def test_while_another_outcome_is_asked_for_no_certificate_is_issued(run):
    [place] = make_graduates(run, "Asha Wanjiru", status=PARTICIPATED)
    ask_override(place, COMPLETED, "Assessed on paper", by=make_acting())
    done = register(run, by=make_acting())
    assert "has to answer first" in done.refused[place.id]


def test_who_gets_what_and_what_stops_it_is_listed_before_anything_is_issued(run):
    make_graduates(run, "Asha", "ᠪᠠᠲᠤ")
    make_graduates(run, "Odhiambo", status=OutcomeStatus.FAILED)
    lines = {row.candidate.name: row for row in sheet_of(run).rows}
    assert [it.qualification for it in lines["Asha"].free] == ["Operator"]
    assert "typefaces have no" in lines["ᠪᠠᠲᠤ"].obstacle.message
    assert "earns no certificate" in lines["Odhiambo"].obstacle.message
    assert certificates() == []


@pytest.mark.both
def test_many_who_register_at_the_same_time_leave_no_gap_and_no_fork(app):
    runs = [make_run() for _ in range(4)]
    for run in runs:
        make_graduates(run, *[f"Person of {run.code} {n}" for n in range(5)])
    by, ids = make_acting(), [run.id for run in runs]

    def issue(run_id):
        with app.app_context(), seeing(EVERYTHING):
            one = db.session.get_one(type(runs[0]), run_id)
            register(one, by=by)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(issue, ids * 2))

    assert [it.number for it in certificates()] == list(range(1, 21))
    assert audit().fault == ""


@pytest.mark.both
def test_a_row_of_the_register_is_never_changed_but_for_its_status(run):
    make_graduates(run, "Asha Wanjiru")
    register(run, by=make_acting())
    for change in ({"words": {}}, {"issued_on": date(2020, 1, 1)}, {"hash": "x"}):
        with pytest.raises(sa.exc.DBAPIError), transaction() as session:
            session.execute(sa.update(Certificate).values(**change))
    with pytest.raises(sa.exc.DBAPIError), transaction() as session:
        session.execute(sa.delete(Certificate))


# Printing


def issue_all(run, by=None):
    job = asked_to_issue(run, by=by)
    carry_out(job.id)
    db.session.rollback()
    return db.session.get(Job, job.id, populate_existing=True)


@pytest.mark.both
def test_issuing_registers_prints_and_stores_each_page_once(run):
    make_graduates(run, "Asha Wanjiru", "Odhiambo Otieno")
    job = issue_all(run)
    assert (job.status, job.done, job.result) == (JobStatus.DONE, 2, {"issued": 2})
    for certificate in certificates():
        assert read(page_of(certificate).file).startswith(b"%PDF-1.7")
    found = audit()
    assert (found.rows, found.pages, found.fault) == (2, 2, "")


def test_printing_again_stores_nothing_again(run):
    make_graduates(run, "Asha Wanjiru")
    issue_all(run)
    [certificate] = certificates()
    before = page_of(certificate).file_id
    tasks.print_page(certificate)
    assert page_of(certificate).file_id == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CertificateFile)) == 1


def test_asking_twice_gives_one_job(run):
    make_graduates(run, "Asha Wanjiru")
    by = make_acting()
    assert asked_to_issue(run, by=by).id == asked_to_issue(run, by=by).id


def test_whoever_becomes_ready_after_a_job_ended_gets_another_one(run):
    [first] = make_graduates(run, "Asha Wanjiru")
    job = asked_to_issue(run)
    with transaction():
        make_unprintable(run)
    carry_out(job.id)
    assert certificates() == []
    with transaction():
        first.person.name = "Asha Wanjiru"
    assert issue_all(run).id != job.id
    assert [it.enrolment_id for it in certificates()] == [first.id]


def test_when_nothing_is_approved_nothing_is_asked(run):
    with pytest.raises(Refused, match="approved and waits"):
        ask_to_issue(run, by=make_acting())


def test_a_job_names_nobody(run):
    make_graduates(run, "Asha Wanjiru", "Luz")
    job = asked_to_issue(run)
    with transaction():
        names = db.session.scalars(sa.select(CertificateName)).all()
        assert names == []
        make_unprintable(run)
    carry_out(job.id)
    job = db.session.get(Job, job.id, populate_existing=True)
    assert len(job.problems) == 1
    assert "Asha" not in str((job.problems, job.arguments, job.result))


def make_unprintable(run):
    """Between asking and printing somebody writes a name that no typeface has."""
    first = sheet_of(run).rows[0].candidate.person_id
    from tpp.people.models import Person

    db.session.get_one(Person, first).name = "ᠪᠠᠲᠤ"


def test_the_holder_is_told_once_where_there_is_an_address(run):
    [place, _] = make_graduates(run, "Asha Wanjiru", "No Address")
    with transaction() as session:
        session.add(
            ContactPoint(
                person_id=place.person_id,
                party_id=place.party_id,
                kind=ContactKind.EMAIL,
                value="asha@example.org",
            )
        )
    issue_all(run)
    for certificate in certificates():
        tasks.print_page(certificate)
    [mail] = db.session.scalars(sa.select(Message)).all()
    assert (mail.to, mail.template) == ("asha@example.org", "certificate-issued")


# The audit


@pytest.fixture
def three(run):
    """Three rows of a register, with the triggers that guard them taken away."""
    make_graduates(run, "Asha", "Naomi", "Luz")
    register(run, by=make_acting())
    with transaction() as session:
        for trigger in ("certificate_no_update", "certificate_no_delete"):
            session.execute(sa.text(f"DROP TRIGGER {trigger}"))
    return certificates()


def tamper(statement):
    with transaction() as session:
        session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
        session.execute(statement)
    db.session.expire_all()
    return audit().fault


def test_the_audit_names_the_first_changed_row(three):
    change = sa.update(Certificate).where(Certificate.number == 2)
    assert tamper(change.values(qualification="Instructor")) == (
        f"{three[1].serial} was changed: its hash is another."
    )


def test_the_audit_notices_a_row_that_is_gone(three):
    with transaction() as session:
        session.execute(sa.delete(CertificateName).where(CertificateName.id == 2))
    gone = tamper(sa.delete(Certificate).where(Certificate.number == 2))
    assert gone == f"Number 2 is missing: {three[2].serial} follows."


def test_the_audit_notices_a_changed_name(three):
    change = sa.update(CertificateName).where(CertificateName.certificate_id == three[2].id)
    assert "names" in tamper(change.values(names={"name": "Somebody else"}))


def test_erased_names_leave_the_register_whole(three):
    for certificate in three:
        erase_names(certificate, by=make_acting())
    assert not any(db.session.scalars(sa.select(CertificateName.names)))
    assert audit().fault == ""


def test_the_audit_as_a_command_ends_with_the_first_fault(app, three):
    runner = app.test_cli_runner()
    fine = runner.invoke(args=["certificates", "audit"])
    assert (fine.exit_code, "Certificates: 3" in fine.output) == (0, True)
    tamper(sa.update(Certificate).where(Certificate.number == 1).values(words={}))
    broken = runner.invoke(args=["certificates", "audit"])
    assert broken.exit_code == 1
    assert f"{three[0].serial} was changed" in broken.output
