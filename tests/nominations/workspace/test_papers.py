"""Papers of a nominee: what is taken, who reads it, and with whose leave."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from tests.factories import (
    make,
    make_account,
    make_acting,
    make_focal_point,
    make_nomination,
    make_party,
)
from tests.files.test_rules_uploads import A_JPEG, A_PDF, MB
from tests.nominations.reading import all_of, entries
from tests.nominations.test_queries_eligibility import about
from tests.nominations.workspace.asked import send
from tpp import clock
from tpp.access import MAY, Ability
from tpp.accounts.models import OfficeHolder
from tpp.acting import Role
from tpp.catalogue.rules.eligibility import DocumentKind
from tpp.db import db, transaction
from tpp.files.actions import store
from tpp.nominations.models import (
    DocumentGrant,
    NomineeDocument,
)
from tpp.nominations.queries.papers import DECIDES_GRANTS
from tpp.nominations.rules import Status
from tpp.nominations.rules.grants import Status as GrantStatus
from tpp.outbox.models import Message


def test_a_paper_is_added_replaced_and_kept_under_a_name_of_ours(office, nominee):
    assert send(office, nominee, name="Asha Wanjiru passport A1234567.pdf").status_code == 303
    assert send(office, nominee, A_JPEG, "x.jpg").status_code == 303
    first, second = all_of(NomineeDocument)
    page = office.get(f"/nominations/{nominee.id}/documents").text
    assert "replaced" in page
    assert "A1234567" not in page
    answer = office.get(f"/documents/{second.id}")
    assert (answer.data, answer.mimetype) == (A_JPEG, "image/jpeg")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=passport-{second.id}.jpg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert office.get(f"/documents/{first.id}").data == A_PDF


@pytest.mark.parametrize(
    ("contents", "name", "words"),
    [
        (b"", "a.pdf", "empty"),
        (b"<html>", "a.pdf", "Only PDF, JPEG and PNG"),
        (A_PDF, "a.html", "called something else"),
        (A_PDF.replace(b"/Root", b"/Encrypt 1 0 R /Root"), "a.pdf", "password"),
    ],
)
def test_a_hostile_file_is_refused_in_its_place_and_nothing_is_kept(
    office, nominee, contents, name, words
):
    answer = send(office, nominee, contents, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert all_of(NomineeDocument) == []


def test_a_file_larger_than_the_setting_is_refused_in_its_place(app, office, nominee, monkeypatch):
    monkeypatch.setitem(app.config, "UPLOAD_MB", 0)
    answer = send(office, nominee)
    assert (answer.status_code, "larger than 0 MB" in answer.text) == (422, True)
    assert all_of(NomineeDocument) == []


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(office, nominee):
    kind = "multipart/form-data; boundary=x"
    body = b"x" * (12 * MB)
    answer = office.post(f"/nominations/{nominee.id}/documents", data=body, content_type=kind)
    assert answer.status_code == 413


def test_no_file_or_no_kind_is_said(office, nominee):
    answer = office.post(f"/nominations/{nominee.id}/documents", data={"kind": "passport"})
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)
    assert send(office, nominee, kind="visa").status_code == 422


def test_nothing_is_added_to_a_nomination_that_has_ended(office, kenya):
    ended = make_nomination(kenya, status=Status.WITHDRAWN)
    answer = send(office, ended)
    assert (answer.status_code, "has ended" in answer.text) == (422, True)


def paper_of(nomination, contents=A_PDF):
    stored = store(contents, "application/pdf")
    kind = {"kind": DocumentKind.PASSPORT, "file_id": stored.id}
    return make(NomineeDocument, about(nomination), kind)


def test_who_reads_a_paper(browser, office, programme, nominee):
    paper = paper_of(nominee)
    address = f"/documents/{paper.id}"
    assert office.get(address).status_code == 200
    assert browser(make_acting(Role.AUDITOR)).get(address).status_code == 200
    assert programme.get(address).status_code == 404
    assert browser(make_focal_point(make_party())).get(address).status_code == 404
    for role in (Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.ADMINISTRATOR):
        runs = [nominee.offering] if role is Role.TRAINER else ()
        person = nominee.person if role is Role.TRAINEE else None
        assert browser(make_acting(role, runs=runs, person=person)).get(address).status_code == 403
    assert "needs a grant" in programme.get(f"/nominations/{nominee.id}").text


def test_a_coordinator_reads_papers_with_a_grant_of_a_second_person_until_it_ends(
    browser, nominee, at
):
    paper, asking, second = paper_of(nominee), make_acting(), make_acting(Role.ADMINISTRATOR)
    coordinator, other = browser(asking), browser(second)
    where_to_ask = f"/runs/{nominee.offering.code}/document-grants"
    assert coordinator.post(where_to_ask, data={"reason": ""}).status_code == 422
    assert coordinator.post(where_to_ask, data={"reason": "Visa letters"}).status_code == 303
    assert "nobody has decided yet" in coordinator.get(where_to_ask).text
    assert coordinator.post(where_to_ask, data={"reason": "Again"}).status_code == 422
    [grant] = all_of(DocumentGrant)
    decide = f"/document-grants/{grant.id}/decision"
    assert coordinator.post(decide, data={"step": "granted", "days": 5}).status_code == 422
    assert "Visa letters" in other.get("/document-grants").text
    assert other.post(decide, data={"step": "granted", "days": 91}).status_code == 422
    assert other.post(decide, data={"step": "granted", "days": 5}).status_code == 303
    assert coordinator.get(f"/documents/{paper.id}").data == A_PDF
    assert len(entries("document_read")) == 1
    assert other.get(f"/documents/{paper.id}").status_code == 403
    assert browser(make_acting()).get(f"/documents/{paper.id}").status_code == 404
    assert other.post(decide, data={"step": "withdrawn"}).status_code == 303
    assert coordinator.get(f"/documents/{paper.id}").status_code == 404


def test_a_grant_is_for_one_run_and_ends_by_itself(kenya, nominee):
    asking = make_acting()
    given = {"account_id": asking.account_id, "reason": "x", "asked_at": clock.now()}
    given |= {"status": GrantStatus.GRANTED, "until": clock.now() + timedelta(days=1)}
    grant = make(DocumentGrant, given, {"offering_id": nominee.offering_id})
    assert grant.is_live(clock.now())
    assert not grant.is_live(clock.now() + timedelta(days=2))


def test_whoever_may_decide_is_written_to_once_when_documents_are_asked_for(
    browser, office, kenya, nominee
):
    asking, other, admin = make_acting(), make_acting(), make_acting(Role.ADMINISTRATOR)
    invented = make_acting(account=make_account(is_demonstration=True))
    left = make_acting()
    with transaction():
        holds = OfficeHolder.account_id == left.account_id
        db.session.execute(sa.update(OfficeHolder).where(holds).values(until=clock.now()))
    address = f"/runs/{nominee.offering.code}/document-grants"
    coordinator = browser(asking)
    for _ in range(2):
        coordinator.post(address, data={"reason": "Visa letters of Asha"})
    [grant] = all_of(DocumentGrant)
    mails = {it.key: it for it in all_of(Message)}
    to = [it.account_id for it in (other, admin)]
    assert sorted(mails) == sorted(f"documents-asked-{grant.id}-{number}" for number in to)
    assert invented.account_id not in to
    [mail, _] = mails.values()
    assert mail.words["who"] == asking.account_name
    assert "Asha" not in str(mail.words)


def test_those_who_are_written_to_are_those_who_may_decide():
    may = MAY[Ability.GRANT_DECIDE]
    assert {role for role in Role if may(SimpleNamespace(role=role))} == set(DECIDES_GRANTS)
