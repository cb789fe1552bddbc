"""The arrival desk: tick, undo, scan, all but, did not arrive; of one's own runs only."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.conftest import SECRET
from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_focal_point,
    make_party,
    make_person,
    make_run,
)
from tpp import clock
from tpp.access import scope_of
from tpp.acting import Role
from tpp.db import db, transaction
from tpp.enrolments import actions
from tpp.enrolments.models import Arrival, Enrolment
from tpp.enrolments.queries.arrivals import counts
from tpp.enrolments.rules import Status
from tpp.enrolments.rules.arrivals import (
    Count,
    Deed,
    check_may_take_back,
    counted,
    opened,
    sealed,
)
from tpp.errors import Refused
from tpp.people.rules import Sex
from tpp.scope import EVERYTHING, see

ZONE = "Africa/Nairobi"


def deeds():
    return db.session.scalars(sa.select(Arrival.deed).order_by(Arrival.id)).all()


# Rules


def test_the_desk_counts_who_was_expected_who_came_and_who_did_not():
    found = counted(
        {
            Status.CONFIRMED: Count(3, 1),
            Status.ARRIVED: Count(2, 1),
            Status.IN_TRAINING: Count(1, 0),
            Status.NO_SHOW: Count(1, 1),
            Status.WITHDRAWN: Count(5, 5),
        }
    )
    assert found.expected == (7, 3)
    assert (found.arrived, found.not_yet, found.no_show) == ((3, 1), (3, 1), (1, 1))


def test_a_slip_is_taken_back_on_the_same_day_on_the_wall_of_the_run():
    at = datetime(2026, 11, 2, 20, 59, tzinfo=UTC)  # 23:59 in Nairobi
    check_may_take_back(at, ZONE, at.date())
    with pytest.raises(Refused, match="not written down today"):
        check_may_take_back(at + timedelta(minutes=1), ZONE, at.date())
    with pytest.raises(Refused, match="not written down today"):
        check_may_take_back(None, ZONE, at.date())


def test_a_token_is_opened_by_this_register_only_and_tells_nothing():
    token = sealed("0123456789abcdef0123", SECRET)
    assert opened(token, SECRET) == "0123456789abcdef0123"
    assert opened(token.upper(), SECRET) == "0123456789abcdef0123"
    for other in (token[:-1] + "x", "a" + token, "0123456789abcdef0123", "", "é-é", "-"):
        assert opened(other, SECRET) is None
    assert opened(token, "another secret") is None


# Actions


@pytest.mark.both
def test_whoever_arrives_is_written_down_once_and_a_slip_is_a_line_of_its_own(app):
    place = make_enrolment()
    trainer = make_acting(Role.TRAINER, runs=[place.offering])
    see(scope_of(trainer))
    assert actions.arrive([place], by=trainer) == [place]
    assert actions.arrive([place], by=trainer) == []
    assert actions.take_back(place, by=trainer).status is Status.CONFIRMED
    assert deeds() == [Deed.ARRIVED, Deed.TAKEN_BACK]
    see(EVERYTHING)
    with pytest.raises(sa.exc.DBAPIError), transaction() as opened_:
        opened_.execute(sa.delete(Arrival))


def test_yesterdays_arrival_is_not_taken_back(app, at):
    place, by = make_enrolment(), make_acting()
    now = clock.now()
    actions.arrive([place], by=by)
    at(now + timedelta(days=1))
    with pytest.raises(Refused, match="not written down today"):
        actions.take_back(place, by=by)
    assert place.status is Status.ARRIVED


def test_whoever_attends_a_session_stands_in_the_book_of_the_desk_too(app):
    place = make_enrolment()
    actions.move([place], "arrived", by=make_acting())
    assert deeds() == [Deed.ARRIVED]


# Pages


@pytest.fixture
def desk(app):
    """A run with two expected, a woman and a man, and its trainer."""
    allocation = make_allocation(make_run(), make_party(name="Kenya"))
    asha = make_enrolment(
        allocation, make_person(allocation.party, name="Asha Njeri", sex=Sex.WOMAN)
    )
    brian = make_enrolment(
        allocation, make_person(allocation.party, name="Brian Otieno", sex=Sex.MAN)
    )
    return allocation.offering, asha, brian


def status_of(place):
    db.session.rollback()
    see(EVERYTHING)
    return db.session.scalars(sa.select(Enrolment.status).where(Enrolment.id == place.id)).one()


def test_a_trainer_finds_somebody_by_name_ticks_and_undoes(desk, browser):
    run, asha, _brian = desk
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    page = f"/runs/{run.code}/arrivals"
    found = trainer.get(f"{page}?q=asha").text
    assert "Asha Njeri" in found
    assert "Brian" not in found
    assert trainer.post(page, data={"place": asha.id}).status_code == 303
    assert status_of(asha) is Status.ARRIVED
    assert counts(run).arrived == (1, 1)
    assert "Undo" in trainer.get(page).text
    assert trainer.post(page, data={"slip": asha.id}).status_code == 303
    assert status_of(asha) is Status.CONFIRMED


def test_everybody_arrives_but_who_is_ticked_and_who_was_not_on_the_page(desk, browser):
    run, asha, brian = desk
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    page = f"/runs/{run.code}/arrivals/all"
    assert "All others have arrived" in trainer.get(page).text
    later = make_enrolment(make_allocation(run))
    typed = {"shown": [asha.id, brian.id], "absent": [brian.id]}
    assert trainer.post(page, data=typed).status_code == 303
    assert [status_of(it) for it in (asha, brian, later)] == [
        Status.ARRIVED,
        Status.CONFIRMED,
        Status.CONFIRMED,
    ]


def test_who_did_not_arrive_is_asked_twice(desk, browser):
    run, _asha, brian = desk
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    page = f"/runs/{run.code}/arrivals/no-shows"
    assert "Brian Otieno" in trainer.get(page).text
    sure = trainer.get(f"{page}?place={brian.id}").text
    assert "Mark 1 person as not having arrived?" in sure
    assert status_of(brian) is Status.CONFIRMED
    assert trainer.post(page, data={"place": brian.id}).status_code == 303
    assert status_of(brian) is Status.NO_SHOW


def test_a_scanned_letter_opens_its_person_and_one_tap_is_an_arrival(desk, browser):
    run, asha, _brian = desk
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    page = f"/arrivals/{sealed(asha.word, SECRET)}"
    assert "Asha Njeri" in trainer.get(page).text
    assert trainer.post(page).status_code == 303
    assert status_of(asha) is Status.ARRIVED
    assert "Already marked as arrived" in trainer.get(page).text


def test_a_letter_of_another_run_or_of_nobody_is_answered_alike_and_names_nobody(desk, browser):
    run, _asha, _brian = desk
    peru = make_allocation()
    other = make_enrolment(peru, make_person(peru.party, name="Pilar Quispe"))
    trainer = browser(make_acting(Role.TRAINER, runs=[run]))
    tokens = (sealed(other.word, SECRET), sealed("nobody", SECRET), "nonsense", f"{other.word}-x")
    answers = [trainer.get(f"/arrivals/{token}") for token in tokens]
    assert {it.status_code for it in answers} == {404}
    for page in (it.text for it in answers):
        assert "Not in this run" in page
        assert "Pilar" not in page
    assert trainer.post(f"/arrivals/{tokens[0]}").status_code == 404
    assert status_of(other) is Status.CONFIRMED


def test_the_desk_is_for_the_programme_and_the_runs_own_trainers(desk, browser):
    run, asha, _brian = desk
    page, token = f"/runs/{run.code}/arrivals", f"/arrivals/{sealed(asha.word, SECRET)}"
    for acting, status in (
        (make_acting(), 200),
        (make_acting(Role.AUDITOR), 200),
        (make_acting(Role.TRAINER, runs=[make_run()]), 404),
        (make_focal_point(asha.party), 403),
        (make_acting(Role.TRAINEE, person=asha.person), 403),
    ):
        reader = browser(acting)
        assert reader.get(page).status_code == status, acting.role
        assert reader.get(token).status_code == status, acting.role
    nobody = browser(make_acting(Role.AUDITOR)).post(page, data={"place": asha.id})
    assert nobody.status_code == 403
    assert browser().get(token).status_code == 303
