"""The queue between the web and the workers."""

import pytest

from tests import redis_server
from tests.factories import make_acting
from tpp.db import db
from tpp.jobs import actions
from tpp.jobs.models import Job
from tpp.jobs.rules import Status
from tpp.jobs.tasks import Queue, queue_at


def carry_out_next(queue):
    """What a worker does: take one message and do it."""
    message = queue.huey.dequeue()
    queue.huey.execute(message)


def ask_and_work(app, monkeypatch):
    monkeypatch.setitem(actions.TASKS, "test", lambda work: {"said": work.arguments["word"]})
    asked = actions.ask("test", key="one", arguments={"word": "hello"}, by=make_acting())
    carry_out_next(app.extensions["queue"])
    found = db.session.get(Job, asked.id, populate_existing=True)
    assert (found.status, found.result) == (Status.DONE, {"said": "hello"})


def test_a_job_goes_through_the_file_beside_the_database(app, monkeypatch):
    app.extensions["queue"].huey.flush()
    ask_and_work(app, monkeypatch)


@pytest.mark.redis
def test_a_job_goes_through_redis_where_workers_run_on_several_machines(app, monkeypatch):
    with redis_server.server() as url:
        monkeypatch.setitem(app.config, "JOBS_URL", url)
        monkeypatch.setitem(app.extensions, "queue", Queue(app))
        ask_and_work(app, monkeypatch)
        app.extensions["queue"].huey.storage.conn.close()
    assert len(queue_at(f"sqlite:///{app.config['TPP_DATA']}/beside.db")) == 0
