"""A worker killed fifty times at any moment: every certificate is issued, none twice, none missing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import SECRET, make_app
from tests.factories import (
    make_acting,
    make_allocation,
    make_enrolment,
    make_outcome,
    make_person,
    make_run,
)
from tests.migrate import migrate
from tpp import clock
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.certificates.actions import ask_to_issue
from tpp.certificates.models import Certificate, CertificateFile
from tpp.certificates.queries import audit
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.files.models import StoredFile
from tpp.history.models import Entry
from tpp.jobs.models import Job
from tpp.jobs.rules import Status as JobStatus
from tpp.outbox.models import Message
from tpp.people.models import ContactPoint
from tpp.people.rules import ContactKind
from tpp.scope import EVERYTHING, see

PEOPLE, KILLS = 500, 50
"""A worker that is killed within a hundredth of a second prints up to six pages before."""
PATIENCE = 240


@pytest.fixture
def register_of_its_own(tmp_path):
    """A register in a folder of its own, so that other processes can work on it."""
    app = make_app(tmp_path)
    with app.app_context():
        migrate(db.engine)
        see(EVERYTHING)
        yield tmp_path
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def nursery(register_of_its_own):
    """start() gives the number of a fresh worker process."""
    env = {**os.environ, "TPP_DATA": str(register_of_its_own), "SECRET_KEY": SECRET}
    command = [sys.executable, "-m", "tests.certificates.nursery"]
    with (
        (register_of_its_own / "worker.log").open("w") as log,
        subprocess.Popen(
            command,
            env=env | {"BASE_URL": "http://localhost", "MAIL_URL": "log://"},
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        assert process.stdout.readline() == "ready\n"

        def start() -> int:
            process.stdin.write("\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield start


def make_class():
    with transaction():
        allocation = make_allocation(make_run(seats=PEOPLE), seats=PEOPLE)
        for number in range(PEOPLE):
            person = make_person(allocation.party, name=f"Graduate {number}")
            place = make_enrolment(allocation, person, PlaceStatus.FINISHED)
            make_outcome(place, OutcomeStatus.COMPLETED, qualification="Operator")
            reach(person, f"graduate{number}@example.org")
    return allocation.offering


def reach(person, address):
    contact = ContactPoint(kind=ContactKind.EMAIL, value=address)
    contact.person_id, contact.party_id = person.id, person.party_id
    db.session.add(contact)


def count(model):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def wait_until(reached):
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"the workers stand still: {how_it_stands()}"
        time.sleep(0.003)


def how_it_stands():
    db.session.rollback()
    columns = (Job.status, Job.error, Job.done, Job.lease, Job.leased_until)
    return db.session.execute(sa.select(*columns)).all(), clock.now()


def let_the_lease_lapse(job_id):
    """What half a minute does: the job of a killed worker is free again."""
    with transaction() as session:
        job = sa.update(Job).where(Job.id == job_id, Job.status == JobStatus.RUNNING)
        session.execute(job.values(leased_until=clock.now()))


def kill_at_some_moment(start, job_id, chance):
    """Start a worker, let it do a few pages and a part of the next, and kill it."""
    goal = count(CertificateFile) + chance.randint(0, 3)
    let_the_lease_lapse(job_id)
    began, worker = count(Entry), start()
    wait_until(lambda: count(CertificateFile) >= goal and count(Entry) > began)
    time.sleep(chance.uniform(0, 0.01))
    os.kill(worker, signal.SIGKILL)


def status_of(job_id):
    db.session.rollback()
    return db.session.scalar(sa.select(Job.status).where(Job.id == job_id))


def test_five_hundred_certificates_survive_fifty_kills(register_of_its_own, nursery):
    chance = random.Random(7)
    job = ask_to_issue(make_class(), by=make_acting())

    for _ in range(KILLS):
        kill_at_some_moment(nursery, job.id, chance)
    assert status_of(job.id) is JobStatus.RUNNING, "every kill hit a worker at work"
    let_the_lease_lapse(job.id)
    last = nursery()
    wait_until(lambda: status_of(job.id) is JobStatus.DONE)
    os.kill(last, signal.SIGTERM)

    certificates = db.session.scalars(sa.select(Certificate).order_by(Certificate.number)).all()
    assert [it.number for it in certificates] == list(range(1, PEOPLE + 1))
    assert len({it.enrolment_id for it in certificates}) == PEOPLE
    found = audit()
    assert (found.rows, found.pages, found.fault) == (PEOPLE, PEOPLE, "")
    assert count(CertificateFile) == count(StoredFile) == count(Message) == PEOPLE
    issued = sa.select(sa.func.count()).where(Entry.thing == "certificate", Entry.deed == "issued")
    assert db.session.scalar(issued) == PEOPLE
    assert stored_under_their_own_hash(register_of_its_own) == PEOPLE


def stored_under_their_own_hash(folder):
    """Whole files of the store; what a kill left half written has no such name."""
    return sum(len(path.name) == 64 for path in (folder / "files").rglob("*") if path.is_file())
