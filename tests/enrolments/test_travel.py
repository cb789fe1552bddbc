"""What has to be done before the journey: who ticks what, who sees it, and who misses what."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_run,
)
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import db
from tpp.enrolments import actions
from tpp.enrolments.models import TravelMark
from tpp.enrolments.queries.travel import readiness, steps_of
from tpp.enrolments.rules import Status
from tpp.enrolments.rules.travel import (
    DEFAULT,
    Kind,
    State,
    TickedBy,
    check_flight,
    check_steps,
    may_tick,
    missing,
    own_key,
    step_of,
)
from tpp.errors import Conflict, Refused
from tpp.history.models import Entry
from tpp.scope import EVERYTHING, see

FLIGHT = step_of(DEFAULT, Kind.FLIGHT)
COMES = datetime(2026, 11, 1, 9, tzinfo=UTC)


# Rules


def test_what_is_neither_done_nor_needless_is_missing():
    states = {Kind.VISA_APPLIED: State.DONE, Kind.VISA_GRANTED: State.NOT_NEEDED}
    left = [step.key for step in missing(DEFAULT, states)]
    assert Kind.VISA_APPLIED not in left
    assert Kind.VISA_GRANTED not in left
    assert len(left) == len(DEFAULT) - 2


def test_the_invitation_is_the_programmes_to_tick_and_the_flight_the_trainees_too():
    invitation = step_of(DEFAULT, Kind.INVITATION)
    assert [may_tick(invitation, role) for role in (Role.COORDINATOR, Role.FOCAL_POINT)] == [
        True,
        False,
    ]
    assert may_tick(FLIGHT, Role.TRAINEE)
    assert not may_tick(FLIGHT, Role.TRAINER)
    assert not may_tick(FLIGHT, Role.AUDITOR)


@pytest.mark.parametrize(
    ("at", "flight", "says"),
    [
        (None, "", "on which day"),
        (datetime(2025, 11, 1, tzinfo=UTC), "", "check the day"),
        (COMES, "<script>", "as on the ticket"),
    ],
)
def test_a_booked_journey_says_when_somebody_comes(at, flight, says):
    run = (COMES.date(), COMES.date().replace(month=12))
    with pytest.raises(Refused, match=says):
        check_flight(FLIGHT, State.DONE, at, flight, *run)
    check_flight(FLIGHT, State.DONE, COMES, "KQ 412", *run)
    check_flight(FLIGHT, State.NOT_NEEDED, None, "", *run)


def test_a_run_has_few_steps_of_different_names_and_no_key_twice():
    assert own_key({"own-1", "own-7", "visa_applied"}) == "own-8"
    with pytest.raises(Refused, match="at most 20"):
        check_steps([FLIGHT] * 21)


# Actions


@pytest.mark.both
def test_a_trainee_ticks_the_own_steps_and_the_logbook_keeps_no_flight(app):
    place = make_enrolment()
    trainee = make_acting(Role.TRAINEE, person=place.person)
    see(scope_of(trainee))
    mark = actions.tick(
        place, Kind.FLIGHT, State.DONE, by=trainee, arrives_at=COMES, flight="KQ 412"
    )
    assert (mark.state, mark.arrives_at, mark.flight) == (State.DONE, COMES, "KQ 412")
    actions.tick(place, Kind.FLIGHT, State.OPEN, by=trainee)
    assert (mark.state, mark.arrives_at, mark.flight) == (State.OPEN, None, "")
    with pytest.raises(Refused, match="ticked by the programme office"):
        actions.tick(place, Kind.INVITATION, State.DONE, by=trainee)
    see(EVERYTHING)
    lines = db.session.scalars(sa.select(Entry).where(Entry.deed == "step_ticked")).all()
    assert [line.after["state"] for line in lines] == ["done", "open"]
    assert "KQ" not in str([(line.before, line.after) for line in lines])


def test_two_who_tick_the_same_step_at_once_are_told(app):
    place, by = make_enrolment(), make_acting()
    actions.tick(place, Kind.VISA_APPLIED, State.DONE, by=by, seen=0)
    with pytest.raises(Conflict):
        actions.tick(place, Kind.VISA_APPLIED, State.NOT_NEEDED, by=by, seen=0)


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.NO_SHOW])
def test_nothing_is_prepared_for_a_place_that_was_given_up(app, status):
    place = make_enrolment(status=status)
    with pytest.raises(Refused, match="nothing to prepare"):
        actions.tick(place, Kind.VISA_APPLIED, State.DONE, by=make_acting())


def test_a_run_leaves_steps_out_and_adds_its_own_and_keeps_what_was_ticked(app):
    place, by = make_enrolment(), make_acting()
    run = place.offering
    actions.tick(place, Kind.VISA_GRANTED, State.DONE, by=by)
    plan = actions.plan(
        run, [Kind.FLIGHT], by=by, title="Yellow fever card", title_by=TickedBy.OFFICE
    )
    assert [step.key for step in steps_of(run.id)] == [Kind.FLIGHT, "own-1"]
    assert plan.set_by == by.account_name
    with pytest.raises(Refused, match="no such step"):
        actions.tick(place, Kind.VISA_GRANTED, State.OPEN, by=by)
    actions.plan(run, [Kind.FLIGHT, Kind.VISA_GRANTED, "own-1"], by=by)
    assert readiness(run, steps_of(run.id)).lack == {
        Kind.VISA_GRANTED: 0,
        Kind.FLIGHT: 1,
        "own-1": 1,
    }


def test_trainers_and_other_countries_see_no_step_of_anybody(app):
    place = make_enrolment()
    actions.tick(place, Kind.VISA_APPLIED, State.DONE, by=make_acting())
    for acting, seen in (
        (make_acting(Role.TRAINER, runs=[place.offering]), 0),
        (make_focal_point(make_party()), 0),
        (make_focal_point(place.party), 1),
    ):
        see(scope_of(acting))
        assert len(db.session.scalars(sa.select(TravelMark)).all()) == seen


# Pages


@pytest.fixture
def two(app):
    """Two places of two countries in one run; Asha of Kenya has booked, Luz of Peru has not."""
    run = make_run()
    kenya, peru = (
        make_party(code=code, name=name) for code, name in (("KEN", "Kenya"), ("PER", "Peru"))
    )
    asha = make_enrolment(make_allocation(run, kenya), make_person(kenya, name="Asha Njeri"))
    luz = make_enrolment(make_allocation(run, peru), make_person(peru, name="Luz Quispe"))
    by = make_acting()
    actions.tick(asha, Kind.FLIGHT, State.DONE, by=by, arrives_at=COMES, flight="KQ 412")
    return run, asha, luz


def test_the_overview_is_narrowed_to_who_lacks_a_step_and_exported_as_filtered(two, browser):
    run, _asha, _luz = two
    office = browser(make_acting())
    page = f"/runs/{run.code}/travel"
    every = office.get(page).text
    assert "Asha Njeri" in every
    assert "KQ 412" in every
    assert "Luz Quispe" in every
    lacking = office.get(f"{page}?lacks=flight_booked").text
    assert "Asha Njeri" not in lacking
    assert "Luz Quispe" in lacking
    file = office.get(f"{page}.csv?party=KEN").text
    assert "KQ 412" in file
    assert "Quispe" not in file
    assert office.get(f"{page}?lacks=nonsense").status_code == 404


@pytest.mark.parametrize("status", [Status.ARRIVED, Status.IN_TRAINING])
def test_whoever_has_come_is_not_about_to_travel(two, browser, status):
    _run, asha, _luz = two
    come = make_person(asha.party, name="Faraji Wairimu")
    make_enrolment(make_allocation(make_run(), asha.party), come, status)
    page = browser(make_focal_point(asha.party)).get("/travel").text
    assert "Asha Njeri" in page
    assert "Faraji Wairimu" not in page


def test_an_office_sees_its_own_people_and_a_trainer_nobody(two, browser):
    run, asha, luz = two
    focal = browser(make_focal_point(asha.party))
    for page in (f"/runs/{run.code}/travel", f"/runs/{run.code}/travel.csv", "/travel"):
        text = focal.get(page).text
        assert "Asha Njeri" in text
        assert "Quispe" not in text
    assert focal.get(f"/places/{luz.id}").status_code == 404
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    for page in (f"/runs/{run.code}/travel", "/travel", f"/places/{asha.id}"):
        assert trainer.get(page).status_code == 403
    assert "KQ 412" not in trainer.get(f"/runs/{run.code}/arrivals").text


def test_a_trainee_reads_what_to_do_and_ticks_it(two, browser):
    run, _asha, luz = two
    trainee = browser(make_acting(Role.TRAINEE, person=luz.person))
    page = f"/places/{luz.id}"
    assert page in trainer_home(trainee)
    assert "6 things are still to be done" in trainee.get(page).text
    wrong = trainee.post(
        f"{page}/steps", data={"step": "flight_booked", "seen": "0", "state": "done"}
    )
    assert wrong.status_code == 422
    assert "on which day" in wrong.text
    typed = {"step": "flight_booked", "seen": "0", "state": "done", "flight": "IB 12"}
    typed |= {"arrives_on": "2026-11-01", "arrives_at": "12:30"}
    assert trainee.post(f"{page}/steps", data=typed).status_code == 303
    done = trainee.get(page).text
    assert "IB 12" in done
    assert "12:30" in done
    assert "5 things are still to be done" in done


def trainer_home(reader):
    return reader.get("/").text


def test_a_step_of_the_runs_own_is_added_on_its_page(two, browser):
    run, _asha, luz = two
    office = browser(make_acting())
    typed = {"steps": ["flight_booked"], "title": "Yellow fever card", "title_by": "trainee"}
    assert office.post(f"/runs/{run.code}/travel/steps", data=typed).status_code == 303
    page = browser(make_acting(Role.TRAINEE, person=luz.person)).get(f"/places/{luz.id}").text
    assert "Yellow fever card" in page
    assert "Visa granted" not in page


def test_who_ticks_a_step_is_a_setting_of_the_run(two, browser):
    run, _asha, luz = two
    coordinator = browser(make_acting())
    page = coordinator.get(f"/runs/{run.code}/travel/steps").text
    assert '<option selected value="trainee">' in page[page.index('name="by-flight_booked"') :]
    typed = {"steps": ["flight_booked", "visa_granted"], "by-flight_booked": "office"}
    answer = coordinator.post(f"/runs/{run.code}/travel/steps", data=typed)
    assert answer.status_code == 303
    db.session.rollback()
    who = {step.key: step.by for step in steps_of(run.id)}
    assert who == {Kind.VISA_GRANTED: TickedBy.TRAINEE, Kind.FLIGHT: TickedBy.OFFICE}
    trainee = browser(make_acting(Role.TRAINEE, person=luz.person))
    done = {"step": "flight_booked", "seen": "0", "state": "not_needed"}
    assert trainee.post(f"/places/{luz.id}/steps", data=done).status_code == 422
    office = browser(make_focal_point(luz.party))
    assert office.post(f"/places/{luz.id}/steps", data=done).status_code == 303
    page = coordinator.get(f"/runs/{run.code}/travel/steps").text
    assert '<option selected value="office">' in page[page.index('name="by-flight_booked"') :]


def test_a_step_is_given_to_nobody_else(two, browser):
    run, *_ = two
    typed = {"steps": ["flight_booked"], "by-flight_booked": "supporter"}
    answer = browser(make_acting()).post(f"/runs/{run.code}/travel/steps", data=typed)
    assert (answer.status_code, "Choose one of the answers." in answer.text) == (422, True)
