"""An office takes a paper back before anything was decided; the row stays, the file goes."""

import pytest

from tests.factories import make_acting, make_focal_point, make_nomination, make_party, make_person
from tests.files.test_rules_uploads import A_JPEG, A_PDF
from tests.nominations.reading import all_of, entries
from tests.nominations.workspace.asked import send
from tpp.acting import Role
from tpp.catalogue.rules.eligibility import DocumentKind
from tpp.db import db, transaction
from tpp.files.actions import erase_due
from tpp.files.queries import has
from tpp.nominations.models import DocumentWithdrawal, Nomination, NomineeDocument
from tpp.nominations.queries import documents_by_kind
from tpp.nominations.rules import Status


def taken_back(office, paper):
    return office.post(f"/documents/{paper.id}/withdrawal")


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.UNDER_REVIEW]
)
def test_a_paper_is_taken_back_and_erased_before_a_decision(browser, office, kenya, status):
    nomination = make_nomination(kenya, status=status)
    contents = A_PDF + str(status).encode() + b"\n%%EOF"
    send(office, nomination, contents)
    [paper] = all_of(NomineeDocument)
    page = f"/nominations/{nomination.id}/documents"
    assert "Take back and erase" in office.get(page).text
    answer = taken_back(office, paper)
    assert (answer.status_code, answer.location) == (303, page)
    assert office.get(f"/documents/{paper.id}").status_code == 404
    assert browser(make_acting(Role.AUDITOR)).get(f"/documents/{paper.id}").status_code == 404
    told = office.get(page).text
    assert "Taken back, the file is erased" in told
    assert "Take back and erase" not in told
    assert round_of_the_worker() == 1
    [paper] = all_of(NomineeDocument)
    assert not has(paper.file.sha256)
    [line] = all_of(DocumentWithdrawal)
    [entry] = entries("document_taken_back")
    assert line.account_id == entry.account_id
    assert line.at is not None


@pytest.mark.both
def test_a_second_press_changes_nothing(office, nominee):
    send(office, nominee)
    [paper] = all_of(NomineeDocument)
    for _ in range(2):
        assert taken_back(office, paper).status_code == 303
    assert len(all_of(DocumentWithdrawal)) == len(entries("document_taken_back")) == 1


@pytest.mark.parametrize(
    "status", [Status.RESERVE, Status.SELECTED, Status.NOT_SELECTED, Status.INELIGIBLE]
)
def test_a_paper_is_never_taken_back_after_a_decision(office, nominee, status):
    send(office, nominee)
    [paper] = all_of(NomineeDocument)
    with transaction():
        db.session.get_one(Nomination, nominee.id).status = status
    page = office.get(f"/nominations/{nominee.id}/documents").text
    assert "Take back and erase" not in page
    answer = taken_back(office, paper)
    assert (answer.status_code, "the document stays" in answer.text) == (422, True)
    assert all_of(DocumentWithdrawal) == []
    assert round_of_the_worker() == 0


def standing(nominee):
    [row] = [it for it in all_of(Nomination) if it.id == nominee.id]
    return documents_by_kind(row)


def round_of_the_worker():
    db.session.rollback()
    return erase_due()


def test_the_one_before_stands_again_and_the_rule_asks_for_the_document_anew(office, nominee):
    send(office, nominee)
    send(office, nominee, A_JPEG, "x.jpg")
    first, second = all_of(NomineeDocument)
    taken_back(office, second)
    assert standing(nominee)[DocumentKind.PASSPORT].id == first.id
    taken_back(office, first)
    assert standing(nominee) == {}


@pytest.mark.both
def test_equal_bytes_that_another_nominee_still_has_stay(office, kenya, nominee):
    other = make_nomination(kenya, make_person(kenya.party))
    send(office, nominee)
    send(office, other)
    first, second = all_of(NomineeDocument)
    assert first.file_id == second.file_id
    taken_back(office, first)
    assert round_of_the_worker() == 0
    assert office.get(f"/documents/{second.id}").data == A_PDF
    taken_back(office, second)
    assert round_of_the_worker() == 1


def test_only_the_office_that_sent_it_in_takes_it_back(browser, office, programme, nominee):
    send(office, nominee)
    [paper] = all_of(NomineeDocument)
    assert taken_back(browser(make_focal_point(make_party())), paper).status_code == 404
    for role in (Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.TRAINEE):
        person = nominee.person if role is Role.TRAINEE else None
        assert taken_back(browser(make_acting(role, person=person)), paper).status_code == 403
    assert all_of(DocumentWithdrawal) == []
