"""The screens before certificates are issued: who sees what, and the way from one to the next."""

import re
from io import BytesIO

import pikepdf
import pytest
import sqlalchemy as sa

from tests.certificates.approving import recommended
from tests.certificates.test_awards import BOTH, confirm, key_of, make_graduates
from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_run,
    make_signatory,
    make_version,
)
from tpp import clock
from tpp.acting import Role
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.models import Award, Certificate, NameCheck, NameWish
from tpp.certificates.queries.awards import open_award
from tpp.certificates.queries.naming import names_in
from tpp.certificates.rules.naming import NameState, seen
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.files.models import StoredFile
from tpp.jobs.models import Job
from tpp.web.limits import limiter

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def run(app):
    limiter.reset()
    days = {"ends_on": clock.now().date(), "timezone": "UTC"}
    return make_run(make_version(facts=BOTH), code="ENG-HEE-B-2026-03", **days)


@pytest.fixture
def trainer(run, browser):
    return browser(make_acting(Role.TRAINER, runs=[run]))


def path(run, more=""):
    return f"/runs/{run.code}/{more or 'certificates'}"


def now(statement):
    """What stands in the database after a request; the test's own look at it is older."""
    db.session.rollback()
    return db.session.scalar(statement)


def open_now(run):
    db.session.rollback()
    return open_award(run)


def states_in(run):
    db.session.rollback()
    return {it.names.name: it.state for it in names_in(run)}


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def test_a_trainer_recommends_and_a_coordinator_approves_and_issues(browser, run, trainer):
    make_graduates(run, "Asha", "Naomi")
    page = trainer.get(path(run)).text
    assert "Recommend those ticked" in page
    sent = {
        "give": [key_of(run, "Asha"), key_of(run, "Naomi")],
        "dated_on": run.ends_on.isoformat(),
        "note": "Both did well.",
        "once": hidden(page, "once"),
    }
    assert trainer.post(path(run, "recommendation"), data=sent).status_code == 303
    assert "Waiting for approval" in trainer.get(path(run)).text

    office = browser(make_acting())
    page = office.get(path(run)).text
    for words in ("Approve and issue 2 certificates", "Both did well.", "Name not confirmed"):
        assert words in page
    answer = {"keep": [key_of(run, "Asha")], **seen_on(page)}
    refused = office.post(path(run, "recommendation/approval"), data=answer)
    assert (refused.status_code, "1 name is not confirmed" in refused.text) == (422, True)
    assert now(sa.select(Job)) is None
    answer |= {"reason": "At sea"}
    done = office.post(path(run, "recommendation/approval"), data=answer)
    job = now(sa.select(Job))
    assert (done.status_code, done.location, job.total) == (303, f"/jobs/{job.id}", 1)


def seen_on(page):
    return {name: hidden(page, name) for name in ("seen_version", "shown")}


def test_a_name_that_changed_since_the_list_was_looked_at_is_not_approved_unseen(browser, run):
    [place] = make_graduates(run, "Asha")
    recommended(run)
    office = browser(make_acting())
    send = {"keep": key_of(run, "Asha"), "reason": "x", **seen_on(office.get(path(run)).text)}
    with transaction():
        place.person.name = "Somebody Else"
    answer = office.post(path(run, "recommendation/approval"), data=send)
    assert (answer.status_code, "a name on it" in answer.text) == (409, True)
    send |= seen_on(answer.text)
    assert office.post(path(run, "recommendation/approval"), data=send).status_code == 303


def test_whoever_recommended_sees_that_somebody_else_answers(browser, run):
    make_graduates(run, "Asha")
    by = make_acting()
    recommended(run, by=by)
    client = browser(by)
    page = client.get(path(run)).text
    assert "Withdraw it" in page
    assert "Approve and issue" not in page
    assert client.post(path(run, "recommendation/approval"), data={}).status_code in (409, 422)
    assert client.post(path(run, "recommendation/withdrawal")).status_code == 303
    assert open_now(run) is None


def test_the_words_of_a_return_stand_on_the_page_of_whoever_recommended(browser, run, trainer):
    make_graduates(run, "Asha")
    recommended(run)
    office = browser(make_acting())
    seen_version = hidden(office.get(path(run)).text, "seen_version")
    send = {"seen_version": seen_version, "words": "  "}
    assert office.post(path(run, "recommendation/return"), data=send).status_code == 422
    send["words"] = "The ceremony is on Friday."
    assert office.post(path(run, "recommendation/return"), data=send).status_code == 303
    page = trainer.get(path(run)).text
    assert "The ceremony is on Friday." in page
    assert "Recommend those ticked" in page


def test_a_recommendation_that_was_answered_meanwhile_is_not_answered_again(browser, run):
    make_graduates(run, "Asha")
    award = recommended(run)
    office = browser(make_acting())
    with transaction():
        db.session.get_one(Award, award.id).version += 1
    send = {"seen_version": "1", "reason": "x", "keep": key_of(run, "Asha")}
    answer = office.post(path(run, "recommendation/approval"), data=send)
    assert (answer.status_code, "changed this list" in answer.text) == (409, True)
    assert now(sa.select(Job)) is None


def test_what_was_typed_wrong_comes_back_with_what_was_ticked(run, trainer):
    make_graduates(run, "Asha", "Naomi")
    sent = {"give": [key_of(run, "Asha")], "dated_on": "1999-01-01", "note": "Kept"}
    answer = trainer.post(path(run, "recommendation"), data=sent)
    assert answer.status_code == 422
    assert "before the last day" in answer.text
    assert "Kept" in answer.text
    assert answer.text.count("checked") == 1


@pytest.mark.parametrize("typed", ["x", "1-1", "999999-0000000000", "'", "\0"])
def test_a_tick_that_does_not_exist_changes_nothing(run, trainer, typed):
    make_graduates(run, "Asha")
    sent = {"give": [typed], "dated_on": run.ends_on.isoformat()}
    assert trainer.post(path(run, "recommendation"), data=sent).status_code == 422
    assert open_now(run) is None


def test_a_focal_point_sees_how_far_the_own_people_are_and_no_note(browser, run):
    [place] = make_graduates(run, "Asha")
    recommended(run, note="Secret note", signatories=[make_signatory().id])
    assert "Signed by" in browser(make_acting()).get(path(run)).text
    page = browser(make_focal_point(place.party)).get(path(run)).text
    assert "Waiting for approval" in page
    for words in ("Secret note", "Approve", "Recommended by"):
        assert words not in page


def test_a_trainer_reads_no_number_and_downloads_nothing(browser, run, trainer):
    from tpp.certificates.actions import register

    make_graduates(run, "Asha")
    [certificate] = register(run, by=make_acting()).certificates
    page = trainer.get(path(run)).text
    assert "Valid" in page
    assert certificate.serial not in page
    assert "/certificates/" not in page.replace(f"{path(run)}/", "")


def test_several_qualifications_are_offered_and_only_the_usual_one_is_ticked(run, trainer):
    make_graduates(run, "Asha")
    page = trainer.get(path(run)).text
    assert "Assistant" in page
    assert len(re.findall(r'name="give" value="\d', page)) == 2  # the team is asked for apart
    assert page.count("checked") == 1


# The page before it is issued


def test_every_page_is_seen_before_it_is_issued_and_is_stored_nowhere(browser, run):
    first, last = make_graduates(run, "Asha", "Naomi")
    award = recommended(run)
    client = browser(make_acting())
    page = client.get(path(run, f"certificates/preview/{first.id}"))
    assert "Page 1 of 2" in page.text
    assert f"/preview/{last.id}" in page.text
    files = now(sa.select(sa.func.count(StoredFile.id)))

    paper = client.get(path(run, f"certificates/preview/{first.id}/page"))

    assert paper.data.startswith(b"%PDF-1.7")
    assert paper.headers["Cache-Control"] == "no-store"
    assert now(sa.select(sa.func.count(StoredFile.id))) == files
    assert now(sa.select(Certificate)) is None
    assert award.version == 1


def test_all_pages_are_looked_at_in_one_file_where_they_are_not_too_many(browser, run, monkeypatch):
    make_graduates(run, "Asha", "Naomi")
    recommended(run)
    client = browser(make_acting())
    every = client.get(path(run, "certificates/pages"))
    with pikepdf.open(BytesIO(every.data)) as bound:
        assert len(bound.pages) == 2
    assert every.headers["Cache-Control"] == "no-store"
    monkeypatch.setattr("tpp.certificates.rules.awards.MOST_PAGES", 1)
    answer = client.get(path(run, "certificates/pages"))
    assert (answer.status_code, "one by one" in answer.text) == (422, True)


def test_the_page_shown_is_the_one_that_will_be_printed(browser, run):
    from tpp.certificates.queries.awards import sheet_of
    from tpp.certificates.queries.terms import draft_words

    make_graduates(run, "Asha")
    award = recommended(run)
    [(row, gift)] = sheet_of(run).recommended
    words = draft_words(run, row, gift, award)
    assert (words.name, words.number, words.url[-26:]) == ("Asha", "DRAFT", "0" * 26)
    assert words.issued_iso == award.dated_on.isoformat()
    assert "not a certificate" in words.specimen


def test_nobody_sees_a_page_of_somebody_to_whom_nothing_is_given(browser, run):
    [place] = make_graduates(run, "Asha", status=OutcomeStatus.FAILED)
    client = browser(make_acting())
    for more in ("", "/page"):
        answer = client.get(path(run, f"certificates/preview/{place.id}{more}"))
        assert answer.status_code == 404
    focal = browser(make_focal_point(place.party))
    assert focal.get(path(run, f"certificates/preview/{place.id}")).status_code == 403


# Names


@pytest.fixture
def asha(run):
    [place] = make_graduates(run, "Asha Wanjiru")
    return place


def test_a_trainee_confirms_the_name_on_the_first_screen(browser, run, asha):
    client = browser(make_acting(Role.TRAINEE, person=asha.person))
    page = client.get("/").text
    assert "Confirm your name." in page
    answer = client.post(
        f"/my/name/{asha.person_id}/confirmation", data={"seen": hidden(page, "seen")}
    )
    assert answer.status_code == 303
    assert states_in(run) == {"Asha Wanjiru": NameState.CONFIRMED}
    assert "Confirm your name." not in client.get("/").text
    check = now(sa.select(NameCheck))
    assert "Asha" not in str(vars(check))


def test_what_a_trainee_says_is_wrong_goes_to_the_office_and_to_no_trainer(
    browser, run, asha, trainer
):
    client = browser(make_acting(Role.TRAINEE, person=asha.person))
    page = client.get("/my/name").text
    assert "Asha Wanjiru" in page
    wish = {"seen": hidden(page, "seen"), "name": "Aisha Wanjirū", "note": ""}
    assert client.post(f"/my/name/{asha.person_id}/correction", data=wish).status_code == 303
    office = browser(make_focal_point(asha.party)).get(path(run, "names")).text
    assert "Aisha Wanjirū" in office
    assert "Correct the name" in office
    seen_by_trainer = trainer.get(path(run)).text
    assert "Name said to be wrong" in seen_by_trainer
    assert "Aisha" not in seen_by_trainer
    assert trainer.get(path(run, "names")).status_code == 403


def test_a_wish_without_a_word_is_asked_for_again(browser, run, asha):
    client = browser(make_acting(Role.TRAINEE, person=asha.person))
    wish = {"seen": seen(names_in(run)[0].names)}
    answer = client.post(f"/my/name/{asha.person_id}/correction", data=wish)
    assert (answer.status_code, "Write how" in answer.text) == (422, True)
    assert now(sa.select(NameWish)) is None


def test_a_name_corrected_while_somebody_reads_it_is_shown_again(browser, run, asha):
    client = browser(make_acting(Role.TRAINEE, person=asha.person))
    stale = {"seen": "0" * 32}
    answer = client.post(f"/my/name/{asha.person_id}/confirmation", data=stale)
    assert (answer.status_code, "corrected your name" in answer.text) == (409, True)


def test_nobody_answers_for_the_name_of_another(browser, run, asha):
    other = make_graduates(run, "Naomi")[0]
    client = browser(make_acting(Role.TRAINEE, person=asha.person))
    for more in ("confirmation", "correction"):
        answer = client.post(f"/my/name/{other.person_id}/{more}", data={"seen": "x", "name": "y"})
        assert answer.status_code == 404


@pytest.mark.both
def test_an_office_confirms_all_of_its_own_people_in_one_form_and_nobody_else(browser, run):
    kenya, peru = make_party(name="Kenya"), make_party(name="Peru")
    for party, *names in ((kenya, "Asha", "Odhiambo"), (peru, "Luz")):
        seats = make_allocation(run, party)
        for name in names:
            make_enrolment(seats, make_person(party, name=name), PlaceStatus.FINISHED)
    ticks = {it.names.name: f"{it.person.person_id}-{seen(it.names)}" for it in names_in(run)}
    office = browser(make_focal_point(kenya))
    page = office.get(path(run, "names")).text
    assert "Luz" not in page
    for name in ("Asha", "Odhiambo"):
        assert ticks[name] in page
    both = {"confirm": [ticks["Asha"], ticks["Odhiambo"]]}
    assert office.post(path(run, "names"), data=both).status_code == 303
    foreign = {"confirm": [ticks["Luz"]]}
    assert office.post(path(run, "names"), data=foreign).status_code == 404
    assert states_in(run) == {
        "Asha": NameState.CONFIRMED,
        "Odhiambo": NameState.CONFIRMED,
        "Luz": NameState.UNCONFIRMED,
    }


def test_the_programme_sees_what_waits_for_its_approval_and_not_its_own(browser, run):
    make_graduates(run, "Asha")
    by = make_acting()
    recommended(run, by=by)
    assert "Certificates waiting for approval" in browser(make_acting()).get("/").text
    assert "Certificates waiting for approval" not in browser(by).get("/").text


def test_a_trainer_is_told_who_may_be_recommended(run, trainer):
    make_graduates(run, "Asha")
    assert "Certificates to recommend" in trainer.get("/").text
    recommended(run)
    assert "Certificates to recommend" not in trainer.get("/").text


def test_a_confirmed_name_is_not_asked_for_again(run, asha):
    assert confirm(run, "Asha Wanjiru") == 1
