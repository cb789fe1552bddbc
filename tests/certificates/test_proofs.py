"""Level B-LT: what a time stamp is checked by goes with the file, and nothing else of it changes."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from tests.certificates.chained import serving
from tests.certificates.classes import make_class
from tests.factories import make_acting
from tpp import clock
from tpp.certificates import tasks
from tpp.certificates.actions import register
from tpp.certificates.actions.stamping_time import AGAIN, ask_for_proofs, ask_for_stamps
from tpp.certificates.models import CertificateProof
from tpp.certificates.press.timestamps import NoStamp
from tpp.certificates.queries import audit, file_of, of_file, page_of
from tpp.certificates.queries.stamps import stamp_of
from tpp.certificates.sealing import all_keys
from tpp.db import db
from tpp.files.queries import read
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job


@pytest.fixture
def stamped(app, monkeypatch):
    """Somebody's certificate with a time stamp, and the chain of its authority."""
    with serving("list") as (chain, url):
        monkeypatch.setitem(app.config, "TSA_URL", url)
        yield certificate_with_stamp(), chain


def certificate_with_stamp():
    [certificate] = register(make_class(1), by=make_acting()).certificates
    tasks.print_page(certificate)
    carry_out(ask_for_stamps().id)
    return certificate


def proofs():
    db.session.rollback()
    return db.session.scalars(sa.select(CertificateProof)).all()


@pytest.mark.parametrize("says", ["list", "answer"])
def test_whoever_has_the_file_alone_checks_stamp_and_chain_without_a_network(
    app, monkeypatch, says
):
    with serving(says) as (chain, url):
        monkeypatch.setitem(app.config, "TSA_URL", url)
        certificate = certificate_with_stamp()
        before = read(stamp_of(certificate).file)
        carry_out(ask_for_proofs().id)
    [proof] = proofs()
    served = read(file_of(certificate))
    assert (proof.lists, proof.answers) == ((1, 0) if says == "list" else (0, 1))
    assert served.startswith(before)
    assert before.startswith(read(page_of(certificate).file))
    for file in (page_of(certificate).file, stamp_of(certificate).file, proof.file):
        assert of_file(file.sha256) == certificate
    assert audit().fault == ""
    assert ask_for_proofs() is None

    reader = PdfFileReader(BytesIO(served))
    store = DocumentSecurityStore.read_dss(reader)
    roots = {"trust_roots": [chain.trusted], "revocation_mode": "require"}
    trusts = store.as_validation_context(roots | {"allow_fetching": False})
    [key] = all_keys()
    ours = list(load_certs_from_pemder([str(key.folder / f"{key.id}.pem")]))[:1]
    own = ValidationContext(trust_roots=ours, allow_fetching=False)
    [signature], [stamp] = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    status, found = (
        validate_pdf_signature(signature, own, own),
        validate_pdf_timestamp(stamp, trusts),
    )
    assert (status.intact, status.valid, status.docmdp_ok) == (True, True, True)
    assert (found.intact, found.valid, found.trusted) == (True, True, True)


@pytest.mark.parametrize("mood", ["revoked", "silent"])
def test_what_does_not_hold_is_not_added_and_asked_for_again(stamped, mood, at):
    certificate, chain = stamped
    before, chain.mood = file_of(certificate).id, mood
    job = ask_for_proofs()
    with pytest.raises(NoStamp):
        carry_out(job.id)
    assert (proofs(), file_of(certificate).id) == ([], before)
    assert ask_for_proofs() is None  # not at once
    chain.mood = "honest"
    at(clock.now() + AGAIN)
    carry_out(ask_for_proofs().id)
    assert len(proofs()) == 1


def test_a_chain_that_names_nobody_to_ask_stays_b_t_and_says_so(app, monkeypatch):
    with serving("nothing") as (chain, url):
        monkeypatch.setitem(app.config, "TSA_URL", url)
        certificate = certificate_with_stamp()
        before, job = file_of(certificate).id, ask_for_proofs()
        carry_out(job.id)
    assert set(chain.asked) == {"/"}
    assert [it.file_id for it in proofs()] == [None]
    assert file_of(certificate).id == before
    assert "stay B-T" in db.session.get(Job, job.id).problems[0]
    assert ask_for_proofs() is None


def test_where_no_authority_is_set_nobody_is_asked(stamped, app, monkeypatch):
    _, chain = stamped
    monkeypatch.setitem(app.config, "TSA_URL", "")
    assert ask_for_proofs() is None
    assert set(chain.asked) == {"/"}
