"""Two workers killed two hundred times at any moment: every certificate is issued, none twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.certificates.classes import approved, make_class
from tests.conftest import SECRET, make_app
from tests.factories import make_acting, make_version
from tests.migrate import migrate
from tpp import clock
from tpp.certificates.actions import ask_to_issue
from tpp.certificates.models import Certificate, CertificateFile, CertificateLink
from tpp.certificates.queries import audit
from tpp.db import db, transaction
from tpp.files.models import StoredFile
from tpp.history.models import Entry
from tpp.jobs.models import Job
from tpp.jobs.rules import Status as JobStatus
from tpp.outbox.models import Message
from tpp.scope import EVERYTHING, see

KILLS, RUNS, PEOPLE = 200, 3, 150
"""A worker lives for a part of the time that a handful takes: it comes as far as here."""
PATIENCE = 120


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def folder(request, tmp_path):
    """The folder of a register of its own, so that other processes can work on it."""
    env = {"TPP_DATA": str(tmp_path), "SECRET_KEY": SECRET, "BASE_URL": "http://localhost"}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql").server
        server.create("killed")
        env["DATABASE_URL"] = server.url("killed")
    app = make_app(tmp_path, **env)
    app.config["ENVIRONMENT"] = env
    with app.app_context():
        migrate(db.engine)
        see(EVERYTHING)
        yield app
        db.session.remove()
        db.engine.dispose()


class Nursery:
    """Starts workers; knows how long a handful of certificates takes to print."""

    def __init__(self, process):
        self.process = process
        self.handful = float(process.stdout.readline())

    def start(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def nursery(folder):
    """nursery(job) is warm for this job and those that are like it."""
    opened = []

    def open_for(job):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.certificates.nursery", str(job.id)],
            env={**os.environ, **folder.config["ENVIRONMENT"]},
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        opened.append(process)
        return Nursery(process)

    yield open_for
    for process in opened:
        process.kill()
        process.communicate()


def count(model):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def let_leases_lapse():
    """What half a minute does: a killed worker's job is free again, and a slow one's is taken from it."""
    with transaction() as session:
        job = sa.update(Job).where(Job.status == JobStatus.RUNNING)
        session.execute(job.values(leased_until=clock.now()))


def open_jobs():
    db.session.rollback()
    return db.session.scalar(
        sa.select(sa.func.count()).where(Job.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)))
    )


def kill_again_and_again(nursery):
    """Two workers; every moment one of them is killed and another takes its place."""
    chance = random.Random(7)
    workers = [nursery.start(), nursery.start()]
    for _ in range(KILLS):
        time.sleep(chance.uniform(0, 1.2 * nursery.handful))
        which = chance.randrange(2)
        os.kill(workers[which], signal.SIGKILL)
        let_leases_lapse()
        workers[which] = nursery.start()
    return workers


def test_certificates_survive_two_hundred_kills_of_two_workers(folder, nursery):
    course = make_version()
    runs = [make_class(PEOPLE, course, f"Graduate {{}} of {run}") for run in range(RUNS)]
    by = make_acting()
    for run in runs:
        approved(run)
    jobs = [ask_to_issue(run, by=by) for run in runs]
    pair = nursery(jobs[0])
    let_leases_lapse()

    workers = kill_again_and_again(pair)
    assert open_jobs(), "every kill hit workers at work"
    let_leases_lapse()
    end = time.monotonic() + PATIENCE
    while open_jobs():
        assert time.monotonic() < end, "the workers stand still"
        time.sleep(0.05)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)

    whole = RUNS * PEOPLE
    certificates = db.session.scalars(sa.select(Certificate).order_by(Certificate.number)).all()
    assert [it.number for it in certificates] == list(range(1, whole + 1))
    assert len({it.enrolment_id for it in certificates}) == whole
    found = audit()
    assert (found.rows, found.pages, found.fault) == (whole, whole, "")
    assert count(CertificateFile) == count(StoredFile) == whole
    assert count(Message) == count(CertificateLink) == whole
    issued = sa.select(sa.func.count()).where(Entry.thing == "certificate", Entry.deed == "issued")
    assert db.session.scalar(issued) == whole
    assert stored_under_their_own_hash(Path(folder.config["TPP_DATA"])) == whole


def stored_under_their_own_hash(folder):
    """Whole files of the store; what a kill left half written has no such name."""
    return sum(len(path.name) == 64 for path in (folder / "files").rglob("*") if path.is_file())
