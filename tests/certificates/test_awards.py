"""Recommended by one, approved by another: only what both stand for is issued."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.certificates.approving import UNCONFIRMED, approved, recommended
from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_outcome,
    make_person,
    make_run,
    make_signatory,
    make_version,
)
from tpp import clock
from tpp.access import scope_of
from tpp.acting import Role
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.actions import (
    approve,
    ask_to_issue,
    confirm_names,
    doubt_name,
    recommend,
    send_back,
    withdraw,
)
from tpp.certificates.models import Award, AwardLine, Certificate, NameWish
from tpp.certificates.queries import audit, words_of
from tpp.certificates.queries.awards import open_award, sheet_of
from tpp.certificates.queries.naming import names_in
from tpp.certificates.rules.awards import Status
from tpp.certificates.rules.naming import NameState, seen
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Conflict, Refused
from tpp.history.queries import story_of
from tpp.jobs.actions import carry_out
from tpp.jobs.models import Job
from tpp.scope import EVERYTHING, seeing

COMPLETED = OutcomeStatus.COMPLETED
BOTH = {"further_qualifications": {"completed": ["Assistant"]}}


@pytest.fixture
def run(app):
    days = {"starts_on": date(2026, 11, 2), "ends_on": clock.now().date()}
    return make_run(make_version(facts=BOTH), timezone="UTC", **days)


def make_graduates(run, *names, status=COMPLETED):
    allocation = make_allocation(run, seats=len(names))
    places = []
    for name in names:
        someone = make_person(allocation.party, name=name)
        place = make_enrolment(allocation, someone, PlaceStatus.FINISHED)
        make_outcome(place, status, qualification="Operator")
        places.append(place)
    return places


def issued():
    db.session.rollback()
    return db.session.scalars(sa.select(Certificate).order_by(Certificate.number)).all()


def issue(run):
    job = ask_to_issue(run, by=make_acting())
    carry_out(job.id)
    return db.session.get(Job, job.id, populate_existing=True)


def key_of(run, name, qualification="Operator"):
    found = (
        gift.key
        for row in sheet_of(run).rows
        for gift in row.gifts
        if (row.candidate.name, gift.qualification) == (name, qualification)
    )
    return next(found)


@pytest.mark.both
def test_nothing_is_issued_before_a_second_person_approved(run):
    make_graduates(run, "Asha", "Naomi")
    award = recommended(run)
    with pytest.raises(Refused, match="approved and waits"):
        ask_to_issue(run, by=make_acting())
    approve(award, by=make_acting(), reason=UNCONFIRMED)
    issue(run)
    assert [it.number for it in issued()] == [1, 2]
    assert (award.status, audit().fault) == (Status.ISSUED, "")
    assert open_award(run) is None


def test_whoever_recommended_cannot_approve(run):
    make_graduates(run, "Asha")
    by = make_acting()
    award = recommended(run, by=by)
    for answer in (
        lambda: approve(award, by=by, reason=UNCONFIRMED),
        lambda: send_back(award, "No", by=by),
    ):
        with pytest.raises(Refused, match="Somebody else"):
            answer()
    assert award.status is Status.RECOMMENDED


def test_whoever_is_taken_out_gets_none_and_can_be_recommended_again(run):
    make_graduates(run, "Asha", "Naomi")
    award = recommended(run)
    approve(award, by=make_acting(), keep={key_of(run, "Asha")}, reason=UNCONFIRMED)
    issue(run)
    assert [words_of(it).name for it in issued()] == ["Asha"]
    approved(run)
    issue(run)
    assert [words_of(it).name for it in issued()] == ["Asha", "Naomi"]


def test_a_returned_list_says_why_and_may_be_recommended_again(run):
    make_graduates(run, "Asha")
    award = recommended(run)
    with pytest.raises(Refused, match="Say what"):
        send_back(award, " ", by=make_acting())
    send_back(award, "Wrong day", by=make_acting())
    assert (award.status, award.answer) == (Status.RETURNED, "Wrong day")
    assert recommended(run).id != award.id


def test_only_whoever_recommended_withdraws(run):
    make_graduates(run, "Asha")
    by = make_acting()
    award = recommended(run, by=by)
    with pytest.raises(Refused, match="Only whoever"):
        withdraw(award, by=make_acting())
    withdraw(award, by=by)
    assert award.status is Status.WITHDRAWN


@pytest.mark.both
def test_a_run_has_one_open_recommendation(run):
    make_graduates(run, "Asha")
    award = recommended(run)
    with pytest.raises(Refused, match="recommended already"):
        recommended(run)
    same = {c.name: getattr(award, c.name) for c in Award.__table__.columns} | {"id": 99}
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(sa.insert(Award), [same])


def test_a_form_that_is_sent_twice_recommends_once(run):
    make_graduates(run, "Asha")
    assert recommended(run, once="x").id == recommended(run, once="x").id


def test_nobody_is_recommended_whom_something_stops(run):
    make_graduates(run, "Asha", "ᠪᠠᠲᠤ")
    make_graduates(run, "Luz", status=OutcomeStatus.FAILED)
    stopped = key_of(run, "ᠪᠠᠲᠤ")
    with pytest.raises(Refused, match="cannot get that"):
        recommend(run, {stopped}, dated_on=run.ends_on, by=make_acting())
    with pytest.raises(Refused, match="Tick at least"):
        recommend(run, set(), dated_on=run.ends_on, by=make_acting())
    assert len(lines_of(recommended(run))) == 1


def lines_of(award):
    return db.session.scalars(sa.select(AwardLine).where(AwardLine.award_id == award.id)).all()


def test_whoever_is_stopped_after_the_recommendation_has_to_be_taken_out(run):
    place, _ = make_graduates(run, "Asha", "Naomi")
    award = recommended(run)
    rename(place, "ᠪᠠᠲᠤ")
    with pytest.raises(Refused, match="1 person on the list"):
        approve(award, by=make_acting(), reason=UNCONFIRMED)
    approve(award, by=make_acting(), keep={key_of(run, "Naomi")}, reason=UNCONFIRMED)
    assert [it.is_out for it in lines_of(award)] == [True, False]


def rename(place, name):
    with transaction():
        place.person.name = name


def test_a_name_changed_after_the_approval_stops_that_person_alone_and_leaves_no_gap(run):
    place, _ = make_graduates(run, "Asha", "Naomi")
    approved(run)
    rename(place, "Asha W. Kamau")
    job = issue(run)
    assert [(it.number, words_of(it).name) for it in issued()] == [(1, "Naomi")]
    assert "name was changed after the approval" in str(job.problems)
    approved(run)
    issue(run)
    assert [words_of(it).name for it in issued()] == ["Naomi", "Asha W. Kamau"]


def test_an_outcome_changed_after_the_approval_stops_the_certificate(run):
    make_graduates(run, "Asha")
    approved(run)
    with transaction() as session:
        from tpp.assessments.models import Outcome

        session.execute(sa.update(Outcome).values(status=OutcomeStatus.PARTICIPATED))
    db.session.expire_all()
    assert "outcome was changed" in str(issue(run).problems)
    assert issued() == []


def test_one_person_gets_several_qualifications_of_one_run(run):
    make_graduates(run, "Asha", "Naomi")
    give = {key_of(run, "Asha"), key_of(run, "Asha", "Assistant"), key_of(run, "Naomi")}
    award = recommend(run, give, dated_on=run.ends_on, by=make_acting())
    approve(award, by=make_acting(), reason=UNCONFIRMED)
    issue(run)
    assert [(words_of(it).name, it.qualification) for it in issued()] == [
        ("Asha", "Operator"),
        ("Asha", "Assistant"),
        ("Naomi", "Operator"),
    ]
    with pytest.raises(Refused, match="cannot get that"):
        recommend(run, {key_of(run, "Asha")}, dated_on=run.ends_on, by=make_acting())


def test_a_certificate_takes_the_place_of_one_for_the_same_qualification_alone(run):
    make_graduates(run, "Asha")
    approved(run)
    issue(run)
    [old] = issued()
    with transaction():
        old.move("superseded", by=make_acting())
    give = {key_of(run, "Asha", "Assistant"), key_of(run, "Asha")}
    award = recommend(run, give, dated_on=run.ends_on, by=make_acting())
    approve(award, by=make_acting(), reason=UNCONFIRMED)
    issue(run)
    followed = {it.qualification: it.supersedes_id for it in issued() if it.id != old.id}
    assert followed == {"Assistant": None, "Operator": old.id}


def test_what_the_version_does_not_grant_nobody_is_offered(run):
    make_graduates(run, "Asha", status=OutcomeStatus.PARTICIPATED)
    [row] = sheet_of(run).rows
    assert [it.qualification for it in row.gifts] == ["Operator"]


def test_the_day_of_the_ceremony_is_printed_and_never_one_before_the_entry(run):
    make_graduates(run, "Asha")
    day = run.ends_on + timedelta(days=5)
    approved(run, dated_on=day)
    issue(run)
    [certificate] = issued()
    assert (certificate.issued_on, words_of(certificate).issued_iso) == (day, day.isoformat())


def test_whoever_signs_is_printed_and_has_to_be_allowed_to_on_that_day(run):
    make_graduates(run, "Asha")
    gone = make_signatory(until_on=run.ends_on - timedelta(days=1))
    stays = make_signatory(names={"en": "Col. Aaltonen"})
    make_signatory(names={"en": "Somebody not chosen"})
    for chosen in ([], [gone.id]):
        with pytest.raises(Refused):
            recommended(run, signatories=chosen)
    approved(run, signatories=[stays.id])
    issue(run)
    assert [it.name for it in words_of(issued()[0]).signatories] == ["Col. Aaltonen"]


# Names


def confirm(run, *names, by=None):
    lines = [it for it in names_in(run) if it.names.name in names]
    shown = {it.person.person_id: seen(it.names) for it in lines}
    return confirm_names(lines, shown, by=by or make_acting())


def test_going_on_with_unconfirmed_names_is_recorded_with_the_reason(run):
    make_graduates(run, "Asha", "Naomi")
    confirm(run, "Asha")
    award = recommended(run)
    with pytest.raises(Refused, match="1 name is not confirmed"):
        approve(award, by=make_acting())
    approve(award, by=make_acting(), reason="Naomi is at sea")
    entries = {it.deed: it for it in db.session.scalars(story_of(award))}
    assert entries["issued_unconfirmed"].after == {"names": 1}
    assert entries["issued_unconfirmed"].reason == "Naomi is at sea"


def test_where_every_name_is_confirmed_no_reason_is_asked_for(run):
    make_graduates(run, "Asha")
    assert confirm(run, "Asha") == 1
    assert confirm(run, "Asha") == 0
    assert approve(recommended(run), by=make_acting()).reason == ""


def test_a_name_that_was_corrected_meanwhile_is_not_confirmed(run):
    place, *_ = make_graduates(run, "Asha")
    [line] = names_in(run)
    rename(place, "Aisha")
    [now] = names_in(run)
    with pytest.raises(Conflict):
        confirm_names([now], {line.person.person_id: seen(line.names)}, by=make_acting())


@pytest.mark.both
def test_what_was_said_of_a_name_is_never_changed(run):
    make_graduates(run, "Asha")
    confirm(run, "Asha")
    for change in ("UPDATE name_check SET is_right = false", "DELETE FROM name_check"):
        with pytest.raises(sa.exc.DBAPIError), transaction() as session:
            session.execute(sa.text(change))


@pytest.mark.both
def test_of_two_who_answer_at_once_one_is_told_that_it_is_answered(app, run):
    make_graduates(run, "Asha")
    award, people = recommended(run), [make_acting(), make_acting()]

    def answer(by):
        with app.app_context(), seeing(EVERYTHING):
            one = db.session.get_one(Award, award.id)
            try:
                approve(one, by=by, reason=UNCONFIRMED)
            except Refused as refusal:
                return refusal.message
            return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(answer, people))
    assert answers[0] == ""
    assert "cannot be approved" in answers[1] or "at least one" in answers[1]


def test_how_a_name_should_be_is_read_by_no_trainer_of_the_run(run):
    make_graduates(run, "Asha")
    [line] = names_in(run)
    doubt_name(line, seen(line.names), name="Aisha", by=make_acting())
    with seeing(scope_of(make_acting(Role.TRAINER, runs=[run]))):
        assert db.session.scalars(sa.select(NameWish)).all() == []
        assert [it.state for it in names_in(run)] == [NameState.NOT_RIGHT]


def test_a_trainer_of_the_run_recommends(run):
    make_graduates(run, "Asha")
    trainer = make_acting(Role.TRAINER, runs=[run])
    assert recommended(run, by=trainer).recommended_by_id == trainer.account_id
