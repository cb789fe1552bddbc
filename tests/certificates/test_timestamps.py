"""Time stamps of an authority: behind the page, of which no byte changes, and never waited for."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from tests.browsing import post
from tests.certificates.authority import serving
from tests.certificates.classes import make_class
from tests.factories import make_acting
from tpp import clock
from tpp.certificates import tasks
from tpp.certificates.actions import register
from tpp.certificates.actions.stamping_time import AGAIN, ask_for_stamps
from tpp.certificates.models import Certificate, CertificateStamp
from tpp.certificates.press import timestamps
from tpp.certificates.press.sealing import attached_to
from tpp.certificates.queries import audit, file_of, of_file, page_of
from tpp.certificates.sealing import all_keys
from tpp.db import db
from tpp.files.queries import read
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job
from tpp.jobs.rules import Status
from tpp.web.limits import limiter


@pytest.fixture(scope="module")
def service():
    with serving() as found:
        yield found


@pytest.fixture
def authority(app, service, monkeypatch):
    found, url = service
    found.mood, found.asked = "honest", 0
    monkeypatch.setitem(app.config, "TSA_URL", url)
    monkeypatch.setattr(timestamps, "TIMEOUT", 0.3)
    return found


@pytest.fixture
def certificate(app):
    [certificate] = register(make_class(1), by=make_acting()).certificates
    tasks.print_page(certificate)
    return certificate


def stamped():
    db.session.rollback()
    return db.session.scalars(sa.select(CertificateStamp)).all()


def test_the_stamped_page_is_served_and_both_files_are_known(authority, certificate):
    page = page_of(certificate).file
    carry_out(ask_for_stamps().id)
    [stamp] = stamped()
    served = file_of(certificate)
    assert served.id == stamp.file_id != page.id
    assert read(served).startswith(read(page))
    assert attached_to(read(served)) == attached_to(read(page))
    assert stamp.authority == "Test Authority"
    assert abs(stamp.stamped_at - clock.now()) < timedelta(minutes=1)
    for file in (page, served):
        assert of_file(file.sha256) == certificate
    assert audit().fault == ""
    assert ask_for_stamps() is None


def test_a_file_from_before_the_stamp_is_compared_with_itself(authority, certificate, browser):
    """Its holder has it still: of what was done to it no byte of the stamp is counted."""
    limiter.reset()
    page, client = read(page_of(certificate).file), browser()
    carry_out(ask_for_stamps().id)
    stamped_page = read(file_of(certificate))
    for sent, says in (
        (page, "exactly the one that was issued"),
        (stamped_page, "exactly the one that was issued"),
        (page[:200] + bytes([page[200] ^ 1]) + page[201:], "1 byte is different."),
        (page[:-200], "200 bytes are missing."),
        (page + b"%more", "5 bytes stand behind its end."),
        (stamped_page + b"%more", "5 bytes stand behind its end."),
    ):
        file = BytesIO(sent), "certificate.pdf"
        assert says in post(client, "/verify/file", file=file).text


def test_the_signature_holds_under_the_stamp_and_the_stamp_holds(authority, certificate):
    carry_out(ask_for_stamps().id)
    reader = PdfFileReader(BytesIO(read(file_of(certificate))))
    [key] = all_keys()
    ours = list(load_certs_from_pemder([str(key.folder / f"{key.id}.pem")]))[:1]
    trusts = ValidationContext(trust_roots=[*ours, authority.pair[0]], allow_fetching=False)
    [signature], [stamp] = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    status = validate_pdf_signature(signature, trusts, trusts)
    assert status.intact
    assert status.valid
    assert status.docmdp_ok
    found = validate_pdf_timestamp(stamp, trusts)
    assert found.intact
    assert found.valid
    assert found.trusted


@pytest.mark.parametrize("mood", ["slow", "refuses", "lies", "forged", "long_ago", "garbage"])
def test_an_authority_that_does_not_answer_right_costs_nothing(authority, certificate, mood, at):
    before, authority.mood = file_of(certificate).id, mood
    job = ask_for_stamps()
    with pytest.raises(timestamps.NoStamp):
        carry_out(job.id)
    assert stamped() == []
    assert file_of(certificate).id == before  # the page without a stamp is served
    assert db.session.get(Job, job.id).status is Status.FAILED
    assert ask_for_stamps() is None  # not at once

    authority.mood = "honest"
    at(clock.now() + AGAIN)
    again = ask_for_stamps()
    assert again.id == job.id
    if mood == "slow":  # once is enough to see that it is tried again
        carry_out(again.id)
        assert len(stamped()) == 1


def test_where_no_authority_is_set_none_is_asked(app, certificate):
    assert ask_for_stamps() is None
    assert db.session.scalar(sa.select(sa.func.count(Certificate.id))) == 1


def test_an_authority_that_stays_silent_is_left_alone_after_three(authority):
    for certificate in register(make_class(5), by=make_acting()).certificates:
        tasks.print_page(certificate)
    authority.mood = "refuses"
    with pytest.raises(timestamps.NoStamp):
        carry_out(ask_for_stamps().id)
    assert authority.asked == 3
