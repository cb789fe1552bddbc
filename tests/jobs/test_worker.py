"""The worker as a process: it starts itself again when it has grown, and loses nothing by that."""

import os
import subprocess
import sys
import time

import pytest

from tests.factories import make_acting
from tpp.db import db
from tpp.jobs import actions, worker
from tpp.jobs.models import Job

GROWS = """
import sys
from pathlib import Path
from tpp.jobs import worker
if Path(sys.argv[1]).read_text().count("worker begins anew") < 2:
    worker.GROWN = -1
worker.main()
"""
"""A worker that finds itself grown from its first round on, until it has begun anew twice."""


@pytest.fixture
def data(tmp_path):
    settings = {
        "TPP_DATA": str(tmp_path),
        "TPP_DEMO": "0",
        "SECRET_KEY": "a-secret-key-for-tests-of-32-characters",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    subprocess.run(command, env=os.environ | settings, check=True, capture_output=True)
    return settings


def text_when(log, holds, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds(log.read_text()):
            return log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


def test_a_grown_worker_begins_anew_with_its_number_and_stops_when_it_is_told(data, tmp_path):
    log = tmp_path / "log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", GROWS, str(log)],
            env=os.environ | data,
            stdout=told,
            stderr=told,
        )
    try:
        text_when(log, lambda text: text.count("worker listens") == 3)
        assert log.read_text().count("worker begins anew") == 2
        assert process.poll() is None
    finally:
        process.terminate()
        assert process.wait(30) == 0


def test_a_worker_with_work_to_do_does_not_begin_anew(app, monkeypatch):
    monkeypatch.setattr(worker, "GROWN", -1)
    sent = []
    monkeypatch.setattr(worker.os, "kill", lambda *words: sent.append(words))
    rounds = worker.Rounds(app, ())
    asked = actions.ask("test", key="one", arguments={}, by=make_acting())
    rounds.begin_anew()
    assert sent == []
    actions.cancel(db.session.get(Job, asked.id), by=make_acting())
    rounds.begin_anew()
    assert len(sent) == 1
    assert rounds.over.is_set()


HEAVY = {
    "psycopg",
    "redis",
    "pikepdf",
    "pyhanko",
    "weasyprint",
    "PIL",
    "pypdf",
    "pypdfium2",
    "aiohttp",
}


def test_neither_process_carries_what_only_some_work_needs(data):
    asks = "import sys, wsgi, tpp.jobs.worker; print(*sys.modules)"
    command = [sys.executable, "-c", asks]
    told = subprocess.run(command, env=os.environ | data, check=True, capture_output=True)
    assert HEAVY & set(told.stdout.decode().split()) == set()
