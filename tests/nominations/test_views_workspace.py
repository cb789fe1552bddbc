"""The workspace of an office: questions of the course, drafts, papers, decisions, a substitute."""

import io
from datetime import date, timedelta

import pytest

from tests.factories import (
    make,
    make_acting,
    make_allocation,
    make_call,
    make_focal_point,
    make_nomination,
    make_party,
    make_person,
    make_run,
    make_version,
)
from tests.files.test_rules_uploads import A_JPEG, A_PDF, MB
from tests.nominations.test_queries_eligibility import about, make_rules
from tpp import clock
from tpp.acting import Role
from tpp.catalogue.rules.eligibility import Criterion, DocumentKind
from tpp.db import db, transaction
from tpp.files.actions import store
from tpp.history.models import Entry
from tpp.nominations.models import (
    Clearance,
    DocumentGrant,
    Nomination,
    NomineeDocument,
    RuleOverride,
)
from tpp.nominations.rules import Status
from tpp.nominations.rules.eligibility import Answer
from tpp.nominations.rules.grants import Status as GrantStatus
from tpp.offerings.models import CourseOffering
from tpp.people.models import Licence, Person, PersonLanguage
from tpp.people.rules import RankBand
from tpp.scope import EVERYTHING, see
from tpp.seats.models import SeatAllocation, SeatGroup
from tpp.seats.rules import GroupKind

RULES = [
    (Criterion.RANK_BAND, {"bands": ["or_1_4"]}, True),
    (Criterion.LANGUAGE, {"language": "fr", "level": "level_working"}, True),
    (Criterion.LICENCE, {"licence": "heavy_vehicle"}, True),
    (Criterion.PRIOR_COURSE, {"courses": ["HEE-B"]}, False),
    (Criterion.DEPLOYMENT, {"within_months": 12}, False),
    (Criterion.CLEARANCE, {"decision": "medical"}, True),
]
ANSWERS = {
    "rank_band": "or_1_4",
    "language-fr": "level_fluent",
    "licence-heavy_vehicle": "yes",
    "licence-heavy_vehicle-until": "2031-01-31",
    "prior-HEE-B": "yes",
    "deploys": "yes",
    "deploys_on": "2027-02-01",
}


@pytest.fixture
def grouped(kenya):
    """The run has two machine stations."""
    whose = {"offering_id": kenya.offering_id, "kind": GroupKind.STATION, "seats": 5}
    return [make(SeatGroup, whose, {"name": name}) for name in ("Bulldozer", "Grader")]


@pytest.fixture
def kenya(app):
    """Seats of Kenya in a run with an open call, whose course asks a few things."""
    version = make_version()
    allocation = make_allocation(make_run(version), make_party(code="KEN", name="Kenya"), seats=2)
    allocation.rules = make_rules(version, RULES)
    make_call(allocation.offering)
    return allocation


@pytest.fixture
def office(browser, kenya):
    return browser(make_focal_point(kenya.party))


@pytest.fixture
def programme(browser):
    return browser(make_acting())


def where(allocation, rest="nominations"):
    return f"/runs/{allocation.offering.code}/{rest}"


def all_of(model):
    see(EVERYTHING)
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(model).all()


def entries(deed):
    return [it for it in all_of(Entry) if it.deed == deed]


# Questions of the course


def test_the_page_asks_what_the_course_asks_and_keeps_the_answers_with_the_person(office, kenya):
    person = make_person(kenya.party, name="Faith Chebet")
    address = where(kenya, f"nominations/new?person={person.id}")
    form = office.get(address).text
    assert "Level of French" in form
    assert "Completed before: HEE-B" in form
    assert office.post(address, data=ANSWERS).status_code == 303
    [nomination] = all_of(Nomination)
    assert (nomination.deploys, nomination.deploys_on) == (Answer.YES, date(2027, 2, 1))
    assert nomination.declared == {"HEE-B": "yes"}
    assert db.session.get(Person, person.id).rank_band is RankBand.OR_1_4
    assert [(it.language, str(it.level)) for it in all_of(PersonLanguage)] == [
        ("fr", "level_fluent")
    ]
    [licence] = all_of(Licence)
    assert (licence.is_held, licence.valid_until) == (True, date(2031, 1, 31))
    page = office.get(f"/nominations/{nomination.id}").text
    assert page.count(">met<") == 5
    assert "No decision is recorded." in page


def test_what_is_known_already_is_not_asked_twice_and_is_not_lost(office, kenya):
    person = make_person(kenya.party, rank_band=RankBand.OR_1_4)
    form = office.get(where(kenya, f"nominations/new?person={person.id}")).text
    assert '<option selected value="or_1_4">' in form


def test_the_questions_are_asked_of_somebody_new_too(office, kenya):
    words = {"name": "Zawadi Achieng", "sex": "woman", "service": "military", "nationality": "KEN"}
    answer = office.post(where(kenya, "nominations/new"), data=words | ANSWERS | {"as": "draft"})
    assert answer.status_code == 303
    [nomination] = all_of(Nomination)
    assert nomination.person.rank_band is RankBand.OR_1_4
    address = f"/nominations/{nomination.id}/words"
    assert 'value="2027-02-01"' in office.get(address).text
    changed = {**ANSWERS, "language-fr": "", "deploys": "no", "seen_version": nomination.version}
    assert office.post(address, data=changed).status_code == 303
    assert all_of(PersonLanguage) == []
    assert all_of(Nomination)[0].deploys is Answer.NO


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank_band": "general"},
        {"language-fr": "good"},
        {"deploys": "perhaps"},
        {"licence-heavy_vehicle-until": "2031-02-31"},
        {"deploys_to": "NOWHERE"},
    ],
)
def test_an_answer_that_cannot_be_comes_back_and_writes_nothing(office, kenya, wrong):
    person = make_person(kenya.party)
    address = where(kenya, f"nominations/new?person={person.id}")
    assert office.post(address, data=ANSWERS | wrong).status_code == 422
    assert all_of(Nomination) == all_of(Licence) == []


def test_a_run_with_stations_asks_for_the_station_and_takes_no_other_runs(office, kenya, grouped):
    person = make_person(kenya.party)
    address = where(kenya, f"nominations/new?person={person.id}")
    assert "Machine station" in office.get(address).text
    assert office.post(address, data={"station": grouped[1].id + 7}).status_code == 422
    assert office.post(address, data={"station": grouped[1].id}).status_code == 303
    assert [it.station_id for it in all_of(Nomination)] == [grouped[1].id]


def test_a_closed_call_offers_no_form(browser):
    allocation = make_allocation(party=make_party(code="KEN"))
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    make_call(allocation.offering, **dates)
    page = (
        browser(make_focal_point(allocation.party)).get(where(allocation, "nominations/new")).text
    )
    assert "The call for nominations has closed" in page
    assert 'name="name"' not in page
    assert "Submit nomination" not in page


def test_people_not_nominated_for_the_run_are_one_tap_away(office, kenya):
    known = make_person(kenya.party, name="Known Before")
    make_nomination(kenya, make_person(kenya.party, name="Nominated Already"))
    foreign = make_person(make_party(), name="Of Another Country")
    page = office.get(where(kenya, "nominations/new")).text
    assert f"person={known.id}" in page
    assert "Nominated Already" not in page
    assert foreign.name not in page


# Drafts


def test_complete_drafts_are_sent_together_and_the_others_say_what_is_missing(office, kenya):
    for name, given in (("Complete One", ANSWERS), ("Wanting One", {})):
        person = make_person(kenya.party, name=name)
        address = where(kenya, f"nominations/new?person={person.id}")
        office.post(address, data=given | {"as": "draft", "once": name})
    assert "Send 2 drafts" in office.get(where(kenya)).text
    preview = office.get(where(kenya, "nominations/drafts")).text
    ready, held = preview.split("is held back")
    assert "Complete One" in ready
    assert "Wanting One" in held
    assert "French is not stated." in held
    assert "No decision is recorded" not in held  # nobody waits for others
    assert [it.status for it in all_of(Nomination)] == [Status.DRAFT] * 2
    assert office.post(where(kenya, "nominations/drafts")).status_code == 303
    sent = {it.person.name: it.status for it in all_of(Nomination)}
    assert sent == {"Complete One": Status.SUBMITTED, "Wanting One": Status.DRAFT}
    again = office.post(where(kenya, "nominations/drafts"), follow_redirects=True)
    assert "nothing was sent" in again.text


def test_the_list_says_what_is_missing(office, kenya):
    make_nomination(kenya, make_person(kenya.party, name="Asha"), status=Status.DRAFT)
    page = office.get(where(kenya)).text
    assert "French, at least working (B2)" in page
    assert "Whether this licence is held is not stated." in page


def test_drafts_are_not_sent_after_the_call(browser):
    allocation = make_allocation(party=make_party(code="KEN"))
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    make_call(allocation.offering, **dates)
    make_nomination(allocation, status=Status.DRAFT)
    answer = browser(make_focal_point(allocation.party)).post(
        where(allocation, "nominations/drafts")
    )
    assert (answer.status_code, "has closed" in answer.text) == (422, True)
    assert all_of(Nomination)[0].status is Status.DRAFT


# Papers


def send(client, nomination, contents=A_PDF, name="a.pdf", kind="passport"):
    words = {"kind": kind, "file": (io.BytesIO(contents), name)}
    return client.post(f"/nominations/{nomination.id}/documents", data=words)


@pytest.fixture
def nominee(kenya):
    return make_nomination(kenya, make_person(kenya.party, name="Asha"))


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


# Decisions of others

DECISION = {
    "kind": "medical",
    "outcome": "cleared",
    "certifier": "CANARYCERTIFIER",
    "decided_on": "2026-10-01",
    "reference": "CANARYREFERENCE",
}


def test_a_decision_is_recorded_and_the_one_before_stays(office, nominee):
    address = f"/nominations/{nominee.id}/clearances"
    assert office.post(address, data={"kind": "medical", "outcome": "pending"}).status_code == 303
    assert office.post(address, data=DECISION).status_code == 303
    page = office.get(address).text
    assert page.index("Cleared") < page.index("Pending")
    assert "replaced" in page
    assert len(all_of(Clearance)) == 2
    assert ">met<" in office.get(f"/nominations/{nominee.id}").text
    assert not any("CANARY" in str(it.after) for it in entries("decided"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"certifier": ""}, "Name the authority"),
        ({"decided_on": ""}, "day of the decision"),
        ({"decided_on": "2099-01-01"}, "day to come"),
        ({"outcome": "perhaps"}, "Choose one of the answers"),
        ({"kind": "vetting"}, "Choose one of the answers"),
        ({"reference": "x" * 61}, "at most 60"),
    ],
)
def test_a_decision_that_is_none_is_refused_in_its_place(office, nominee, wrong, words):
    answer = office.post(f"/nominations/{nominee.id}/clearances", data=DECISION | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert all_of(Clearance) == []


def test_vetting_is_recorded_by_the_programme_which_alone_knows_by_whom(
    browser, office, programme, nominee
):
    vetting = DECISION | {"kind": "vetting"}
    assert programme.post(f"/nominations/{nominee.id}/clearances", data=vetting).status_code == 303
    page = office.get(f"/nominations/{nominee.id}").text
    assert "Vetting" in page
    assert "Cleared" in page
    assert "CANARY" not in page + office.get(f"/nominations/{nominee.id}/clearances").text
    assert "CANARYCERTIFIER" in programme.get(f"/nominations/{nominee.id}").text
    assert (
        "CANARYREFERENCE"
        in browser(make_acting(Role.AUDITOR)).get(f"/nominations/{nominee.id}").text
    )


def test_decisions_are_not_for_others(browser, nominee):
    make(Clearance, about(nominee), {"kind": "medical", "decision": "not_cleared"})
    for role in (Role.TRAINER, Role.SUPPORTER, Role.TRAINEE, Role.AUDITOR):
        runs = [nominee.offering] if role is Role.TRAINER else ()
        client = browser(make_acting(role, runs=runs))
        answer = client.post(f"/nominations/{nominee.id}/clearances", data=DECISION)
        assert answer.status_code == 403
    other = browser(make_focal_point(make_party()))
    assert other.get(f"/nominations/{nominee.id}/clearances").status_code == 404


# Overriding a rule


def test_a_rule_is_overridden_with_a_reason_and_the_override_undone(
    programme, office, kenya, nominee
):
    address, rule = f"/nominations/{nominee.id}/overrides", kenya.rules[1].id
    words = {"rule": rule, "step": "override", "reason": ""}
    assert programme.post(address, data=words).status_code == 422
    assert programme.post(address, data=words | {"reason": "Speaks it daily"}).status_code == 303
    page = office.get(f"/nominations/{nominee.id}").text
    assert "Speaks it daily" in page
    assert "overridden" in page
    assert programme.post(address, data=words | {"reason": "Again"}).status_code == 422
    undo = {"rule": rule, "step": "undo", "reason": "Does not"}
    assert programme.post(address, data=undo).status_code == 303
    assert (
        "Speaks it daily" not in office.get(f"/nominations/{nominee.id}").text.split("History")[0]
    )
    assert programme.post(address, data=undo).status_code == 422
    assert [it.stands for it in all_of(RuleOverride)] == [True, False]
    assert [len(entries(it)) for it in ("overridden", "override_undone")] == [1, 1]


def test_an_office_overrides_nothing_and_a_rule_of_another_course_is_none(
    office, programme, kenya, nominee
):
    address = f"/nominations/{nominee.id}/overrides"
    words = {"rule": kenya.rules[0].id, "step": "override", "reason": "Please"}
    assert office.post(address, data=words).status_code == 403
    assert programme.post(address, data=words | {"rule": 999}).status_code == 422
    assert programme.post(address, data=words | {"rule": "x"}).status_code == 400
    assert all_of(RuleOverride) == []


# A substitute


@pytest.fixture
def holder(kenya):
    """A selected nominee with a seat."""
    with transaction():
        kenya.held += 1
    return make_nomination(
        kenya,
        make_person(kenya.party, name="Selected One"),
        status=Status.SELECTED,
        offer_until=clock.now() + timedelta(days=9),
    )


def seats_of(kenya):
    return [(it.held, it.filled) for it in all_of(SeatAllocation) if it.id == kenya.id]


def test_somebody_who_meets_all_takes_the_seat_in_the_same_step_after_the_call_too(
    browser, kenya, holder
):
    with transaction():
        db.session.delete(db.session.merge(kenya.rules[5]))
    see(EVERYTHING)
    person = make_person(kenya.party, name="Ready One")
    office = browser(make_focal_point(kenya.party))
    address = f"/nominations/{holder.id}/substitution?person={person.id}"
    assert "Level of French" in office.get(address).text
    assert office.post(address, data=ANSWERS).status_code == 422
    assert len(all_of(Nomination)) == 1
    assert office.post(address, data=ANSWERS | {"reason": "Ill"}).status_code == 303
    by_name = {it.person.name: it.status for it in all_of(Nomination)}
    assert by_name == {"Selected One": Status.SUBSTITUTED, "Ready One": Status.SELECTED}
    assert seats_of(kenya) == [(1, 0)]


def test_somebody_of_whom_something_is_open_is_put_forward_and_the_seat_stays(
    office, programme, kenya, holder
):
    words = {"name": "Zawadi", "sex": "woman", "service": "military", "nationality": "KEN"}
    address = f"/nominations/{holder.id}/substitution"
    done = office.post(f"{address}?new=1", data=words | {"reason": "Ill"}, follow_redirects=True)
    assert "the seat stays where it is" in done.text
    by_name = {it.person.name: it for it in all_of(Nomination)}
    assert by_name["Selected One"].status is Status.SELECTED
    assert by_name["Zawadi"].status is Status.SUBMITTED
    assert seats_of(kenya) == [(1, 0)]
    instead = by_name["Zawadi"].id
    hand_on = {"instead": instead, "reason": "Ill"}
    assert office.post(address, data=hand_on).status_code == 422
    for rule in kenya.rules:
        if rule.is_required:
            over = {"rule": rule.id, "step": "override", "reason": "Seen"}
            assert programme.post(f"/nominations/{instead}/overrides", data=over).status_code == 303
    assert office.post(address, data=hand_on).status_code == 303
    statuses = {it.person.name: it.status for it in all_of(Nomination)}
    assert statuses == {"Selected One": Status.SUBSTITUTED, "Zawadi": Status.SELECTED}
    assert seats_of(kenya) == [(1, 0)]


def test_a_nominee_without_a_seat_has_none_to_hand_on_and_no_foreign_nominee_is_offered(
    office, kenya, nominee, holder
):
    make_nomination(make_allocation(kenya.offering), status=Status.RESERVE)
    page = office.get(f"/nominations/{holder.id}/substitution").text
    assert page.count('type="radio"') == 0
    assert office.get(f"/nominations/{nominee.id}/substitution").status_code == 422


def test_a_run_that_is_over_takes_no_substitute(office, kenya, holder):
    with transaction():
        db.session.get_one(CourseOffering, kenya.offering_id).status = "closed"
    person = make_person(kenya.party)
    address = f"/nominations/{holder.id}/substitution?person={person.id}"
    assert office.post(address, data=ANSWERS | {"reason": "Ill"}).status_code == 422
    assert len(all_of(Nomination)) == 1
