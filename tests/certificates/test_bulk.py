"""A whole run at once: a ZIP, one PDF to print, mail to the holders; and a disk that is full."""

import errno
import zipfile
from datetime import timedelta
from io import BytesIO

import obstore
import pikepdf
import pytest
import sqlalchemy as sa

from tests.certificates.classes import approved, graduate, make_class, reach
from tests.factories import make_acting, make_allocation, make_party, make_run, make_version
from tpp import clock
from tpp.acting import Role
from tpp.certificates import tasks
from tpp.certificates.actions import ask_to_issue, gathering, register
from tpp.certificates.models import Certificate, CertificateFile
from tpp.certificates.queries import audit
from tpp.certificates.queries import bulk as queries
from tpp.certificates.rules.bundles import path_in
from tpp.db import db
from tpp.files.queries import pieces, read
from tpp.files.rules import NoRoom
from tpp.jobs.actions import cancel, carry_out, resume
from tpp.jobs.models import Job
from tpp.jobs.rules import Status
from tpp.outbox.models import Message
from tpp.people.models import Person


@pytest.fixture
def run(app):
    """Three certificates of two countries, all printed; one holder has no address."""
    run = make_run(make_version(), code="ENG-BULK-2026-01")
    for country, names in (("Peru", ["Luz Quispe"]), ("Kenya", ["Wanjiru Asha", "Abel ../Otieno"])):
        allocation = make_allocation(run, make_party(name=country), seats=5)
        for name in names:
            graduate(allocation, name, "" if "Abel" in name else f"{name[:3]}@example.org")
    for certificate in register(run, by=make_acting()).certificates:
        tasks.print_page(certificate)
    return run


def carried_out(job):
    carry_out(job.id)
    db.session.refresh(job)
    return job


def gathered(run, kind, by):
    return carried_out(gathering.ask_to_gather(run, kind, by=by))


def messages():
    return db.session.scalars(sa.select(Message).order_by(Message.id)).all()


def test_a_zip_holds_every_page_in_the_order_of_countries_and_names(run, browser):
    by = make_acting()
    job = gathered(run, "zip", by)
    answer = browser(by).get(f"/bundles/{job.id}")
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(BytesIO(answer.data))
    names = [name.rpartition(" ")[0] for name in archive.namelist()]
    assert names == ["Kenya/Abel Otieno", "Kenya/Wanjiru Asha", "Peru/Luz Quispe"]
    stored = {read(it.file) for it in db.session.scalars(sa.select(CertificateFile))}
    assert {archive.read(name) for name in archive.namelist()} == stored


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c", "\u202egnp.exe", "", "."])
def test_no_name_leads_out_of_the_folder(name):
    country, _, file = path_in(name, name, "TPP-2026-000001").rpartition("/")
    assert "/" not in country
    assert "\\" not in country + file
    assert country.strip(". ")
    assert not file.startswith(".")


def test_one_pdf_has_every_page_with_its_tags_and_no_broken_signature(run, browser):
    by = make_acting()
    job = gathered(run, "bound", by)
    with pikepdf.open(BytesIO(browser(by).get(f"/bundles/{job.id}").data)) as bound:
        assert len(bound.pages) == 3
        assert "AcroForm" not in bound.Root
        assert "Names" not in bound.Root
        tree = bound.Root.StructTreeRoot
        assert len(tree.K) == 3
        assert [str(kid.S) for kid in tree.K].count(str(tree.K[0].S)) == 3
        numbers = dict(zip(tree.ParentTree.Nums[::2], tree.ParentTree.Nums[1::2], strict=True))
        for page in bound.pages:
            marks = numbers[int(page.obj.StructParents)]
            pages = {mark.Pg.objgen for mark in marks if "/Pg" in mark}
            assert pages == {page.obj.objgen}
            for note in page.obj.Annots:
                assert note.Subtype == "/Link"
                assert int(note.StructParent) in map(int, numbers)


def test_only_who_asked_can_download_it_and_for_a_day(run, browser, at):
    by = make_acting()
    job = gathered(run, "zip", by)
    address, now = f"/bundles/{job.id}", clock.now()
    assert browser(make_acting()).get(address).status_code == 404
    assert browser(make_acting(Role.AUDITOR)).get(address).status_code == 403
    assert address in browser(by).get(f"/runs/{run.code}/certificates/bulk").text
    place = job.result["place"]

    at(now + timedelta(hours=25))
    assert gathering.forget_bundles() == 1
    assert gathering.forget_bundles() == 0
    assert queries.bundle_of(by, job.id) is None
    with pytest.raises(FileNotFoundError):
        list(pieces(place))


def test_a_page_that_is_not_printed_yet_is_printed_for_the_bundle(app):
    run = make_class(2)
    register(run, by=make_acting())
    job = gathered(run, "zip", make_acting())
    assert job.status is Status.DONE
    assert db.session.scalar(sa.select(sa.func.count(CertificateFile.id))) == 2


def test_holders_are_told_once_however_often_it_runs(run):
    told = len(messages())
    assert told == 2  # when the pages were stored
    first = carried_out(gathering.ask_to_tell(run, by=make_acting()))
    assert (first.result, len(messages())) == ({"sent": 0}, told)
    assert first.problems == [f"{without_address().serial}: no e-mail address."]

    reach(without_address_person(), "abel@example.org")
    again = carried_out(gathering.ask_to_tell(run, by=make_acting()))
    assert (again.result, again.problems) == ({"sent": 1}, [])
    carried_out(gathering.ask_to_tell(run, by=make_acting()))
    assert len(messages()) == told + 1


def without_address():
    statement = sa.select(Certificate).order_by(Certificate.number)
    return next(
        it
        for it in db.session.scalars(statement)
        if f"certificate-issued:{it.serial}" not in {message.key for message in messages()}
    )


def without_address_person():
    return db.session.get_one(Person, without_address().person_id)


def test_who_has_no_address_stands_on_the_page(run, browser):
    page = browser(make_acting()).get(f"/runs/{run.code}/certificates/bulk").text
    assert "Abel" in page.partition('id="unreachable"')[2]
    assert "1 has no e-mail address" in page
    assert (
        browser(make_acting(Role.TRAINER, runs=[run]))
        .get(f"/runs/{run.code}/certificates/bulk")
        .status_code
        == 403
    )


def test_a_job_can_be_stopped_and_goes_on(run):
    by = make_acting()
    job = gathering.ask_to_gather(run, "zip", by=by)
    cancel(job, by=by)
    carry_out(job.id)
    assert db.session.get(Job, job.id).status is Status.CANCELLED
    resume(job, by=by)
    assert carried_out(job).status is Status.DONE


# A full disk


@pytest.mark.both
@pytest.mark.parametrize("whole", [0, 1, 4])
def test_on_a_full_disk_nothing_is_lost_and_the_page_of_the_job_says_so(
    app, browser, monkeypatch, whole
):
    """The disk takes so many pages, then no more; with room again, the rest is issued."""
    run, by = make_class(5), make_acting()
    approved(run)
    job, put, done = ask_to_issue(run, by=by), obstore.put, []

    def full(*given, **more):
        if len(done) >= whole:
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(put(*given, **more))

    monkeypatch.setattr(obstore, "put", full)
    with pytest.raises(NoRoom):
        carry_out(job.id)
    db.session.refresh(job)
    assert (job.status, job.error) == (Status.FAILED, "NoRoom")
    assert "There is no room in the store of files" in browser(by).get(f"/jobs/{job.id}").text
    assert audit().fault == ""

    monkeypatch.setattr(obstore, "put", put)
    resume(job, by=by)
    assert carried_out(job).status is Status.DONE
    found = audit()
    assert (found.rows, found.pages, found.fault) == (5, 5, "")
    assert len(messages()) == 5


# On the command line


def flask_says(app, *words):
    ran = app.test_cli_runner().invoke(args=["certificates", *map(str, words)])
    return ran.exit_code, ran.output


def test_a_run_is_issued_on_the_command_line(app):
    run = make_class(2)
    exit_code, said = flask_says(app, "issue", run.code)
    assert exit_code == 1
    assert "is approved" in said
    approved(run)
    assert flask_says(app, "issue", run.code) == (0, "2 certificates are issued.\n")
    assert flask_says(app, "issue", "ENG-NOWHERE-1")[0] == 1


def test_a_file_is_verified_on_the_command_line(app, run, tmp_path):
    page = db.session.scalars(sa.select(CertificateFile)).first()
    serial = db.session.get_one(Certificate, page.certificate_id).serial
    contents = read(page.file)
    file = tmp_path / "certificate.pdf"

    file.write_bytes(contents)
    exit_code, said = flask_says(app, "verify", file)
    assert (exit_code, f"{serial} is valid" in said) == (0, True)

    file.write_bytes(contents.replace(b"startxref", b"startxreg"))
    exit_code, said = flask_says(app, "verify", file)
    assert (exit_code, "was changed" in said, serial in said) == (1, True, True)

    file.write_bytes(b"%PDF-1.7 something else %%EOF")
    exit_code, said = flask_says(app, "verify", file)
    assert (exit_code, "not a certificate of this register" in said) == (1, True)
