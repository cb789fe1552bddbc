"""Long work: nothing is lost when a worker dies, and nothing is done twice."""

from datetime import timedelta

import pytest

from tests.factories import make_acting
from tpp import clock
from tpp.db import db
from tpp.errors import Refused
from tpp.jobs import actions
from tpp.jobs.models import Job
from tpp.jobs.queries import waiting
from tpp.jobs.rules import LEASE, Status, Stopped, time_left

pytestmark = pytest.mark.both


@pytest.fixture
def done(monkeypatch):
    """A kind of work that writes down what it was given."""
    seen = []

    def carry(work):
        seen.append(work.arguments["run"])
        work.report(1, 1)
        return {"count": 1}

    monkeypatch.setitem(actions.TASKS, "test", carry)
    return seen


def ask(key="one", **arguments):
    return actions.ask("test", key=key, arguments={"run": "R1", **arguments}, by=make_acting())


def job(row):
    return db.session.get(Job, row.id, populate_existing=True)


def test_asking_twice_for_the_same_work_gives_one_job(app, done):
    assert ask().id == ask().id


def test_a_job_is_carried_out_once_however_often_it_is_sent(app, done):
    asked = ask()
    for _ in range(3):
        actions.carry_out(asked.id)
    assert done == ["R1"]
    assert (job(asked).status, job(asked).result) == (Status.DONE, {"count": 1})


def test_a_job_in_the_hands_of_a_worker_is_not_taken_by_another(app, done):
    asked = ask()
    assert actions.take(asked.id)
    assert actions.take(asked.id) is None


def test_a_job_dropped_by_a_killed_worker_is_taken_up_again_after_its_lease(app, done, at):
    asked = ask()
    first = actions.take(asked.id)
    assert asked.id not in db.session.scalars(waiting(clock.now())).all()
    later = clock.now() + LEASE + timedelta(seconds=1)
    at(later)
    assert asked.id in db.session.scalars(waiting(later)).all()
    second = actions.take(asked.id)
    with pytest.raises(Stopped):
        first.report(1, 2)
    second.report(2, 2)
    assert job(asked).done == 2


def test_a_cancelled_job_stops_at_the_next_piece_and_can_go_on_later(app, done):
    asked, by = ask(), make_acting()
    work = actions.take(asked.id)
    actions.cancel(job(asked), by=by)
    with pytest.raises(Stopped):
        work.report(1, 2)
    actions.carry_out(asked.id)
    assert done == []
    actions.resume(job(asked), by=by)
    actions.carry_out(asked.id)
    assert done == ["R1"]


def test_a_job_that_breaks_is_failed_and_says_only_what_kind_of_error_it_was(app, monkeypatch):
    def carry(work):
        raise ValueError("Asha Njeri")

    monkeypatch.setitem(actions.TASKS, "test", carry)
    asked = ask()
    with pytest.raises(ValueError, match="Asha"):
        actions.carry_out(asked.id)
    assert (job(asked).status, job(asked).error) == (Status.FAILED, "ValueError")


def test_a_finished_job_cannot_be_cancelled(app, done):
    asked = ask()
    actions.carry_out(asked.id)
    with pytest.raises(Refused):
        actions.cancel(job(asked), by=make_acting())


def test_the_time_left_follows_the_pace_so_far():
    now = clock.now()
    assert time_left(now - timedelta(seconds=10), now, 5, 15) == timedelta(seconds=20)
    assert time_left(now, now, 0, 15) is None
