"""What a short journey needs to begin: a class in training, a run with a call, a run that is over."""

from contextlib import suppress
from datetime import timedelta

import pyotp
import sqlalchemy as sa

from tests import factories as f
from tests.browser import picking
from tests.browser.casting import appointed, standing_of
from tpp import clock
from tpp.accounts.actions import links, offices
from tpp.accounts.queries.offices import by_email, office_of
from tpp.acting import SYSTEM, Acting, Role
from tpp.assessments.rules import Status as Outcome
from tpp.catalogue.models import CourseVersion
from tpp.catalogue.queries import by_code as by_course_code
from tpp.catalogue.queries import latest_version
from tpp.certificates.actions import confirm_names, recommend
from tpp.certificates.actions import register as enter_certificates
from tpp.certificates.queries.naming import names_in
from tpp.certificates.rules.naming import seen
from tpp.days import actions as days
from tpp.days.rules import IncidentKind
from tpp.db import db, transaction
from tpp.enrolments.rules import Status as Place
from tpp.errors import Refused
from tpp.jobs.actions import ask
from tpp.offerings.models import CourseOffering
from tpp.offerings.queries import one_run
from tpp.offerings.rules import Status as Run
from tpp.outbox.models import Message
from tpp.parties.queries import by_code
from tpp.pool.models import PoolMembership
from tpp.pool.rules import Status as InPool
from tpp.questionnaires import actions as asking
from tpp.questionnaires.queries import questions_of
from tpp.rolls import actions as rolls
from tpp.timetables.actions import keep_as_template
from tpp.venues import actions as venues

WITH_SECOND_FACTOR = "coordinator2@demo.example"
NAMES = ("Achieng", "Baraka", "Chebet", "Dalila", "Ekwe", "Fatuma", "Gathoni", "Hamisi", "Imani")


def run_around_today(status: Run, version: CourseVersion | None = None) -> CourseOffering:
    today = clock.now().date()
    days = {"starts_on": today - timedelta(days=2), "ends_on": today + timedelta(days=2)}
    return f.make_run(version, status=status, timezone="UTC", seats=40, **days)


def class_in_training(trainer: Acting, people: int) -> CourseOffering:
    """A run whose session has begun a moment ago, with so many in training."""
    run = run_around_today(Run.IN_PROGRESS)
    f.make_staffing(offering_id=run.id, account_id=trainer.account_id)
    kenya = f.make_allocation(run, by_code("KEN"), seats=people)
    for number in range(people):
        name = f"{NAMES[number % len(NAMES)]} {number + 1}"
        f.make_enrolment(kenya, f.make_person(kenya.party, name=name), Place.IN_TRAINING)
    now = clock.now()
    f.make_session(run, starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1))
    return run


def run_with_call(known: str = "", course: str = "") -> CourseOffering:
    """A run for which Kenya has seats, and a call that is open; Kenya may know somebody already."""
    version = latest_version(by_course_code(course)) if course else None
    run = run_around_today(Run.PLANNED, version)
    kenya = f.make_allocation(run, by_code("KEN"), seats=3)
    f.make_call(run)
    if known:
        f.make_person(kenya.party, name=known)
    return run


def finished_run(people: int) -> CourseOffering:
    """A delivered run in which everybody has completed the course and nobody has a certificate."""
    run = run_around_today(Run.DELIVERED)
    kenya = f.make_allocation(run, by_code("KEN"), seats=people)
    for _ in range(people):
        place = f.make_enrolment(kenya, f.make_person(kenya.party), Place.FINISHED)
        f.make_outcome(place, Outcome.COMPLETED, qualification="Operator")
    return run


def recommended_run(people: int) -> CourseOffering:
    """The same, with every name confirmed, and recommended by a trainer of the run."""
    run = finished_run(people)
    names = names_in(run)
    shown = {line.person.person_id: seen(line.names) for line in names}
    confirm_names(names, shown, by=SYSTEM)
    recommend(run, dated_on=run.ends_on, by=f.make_acting(Role.TRAINER, runs=[run]))
    return run


def code_of_a_certificate() -> str:
    [certificate] = enter_certificates(finished_run(1), by=SYSTEM).certificates
    return certificate.code


@transaction()
def paperwork() -> None:
    """What an administrator meets: an invitation, a forgotten password, somebody shut out, a job."""
    admin, kenya = standing_of("admin@demo.example"), office_of(Role.FOCAL_POINT, by_code("KEN").id)
    links.invite(kenya, by=admin, email="new@demo.example", name="Somebody new")
    programme = office_of(Role.AUDITOR, None)
    links.ask(programme, by=admin, email="second@demo.example", name="Somebody else")
    links.send_password_link(by_email("deputy.ken@demo.example"))
    list_of_nominees()
    keep_mail()
    days_of_runs()
    plans()
    questionnaires()
    in_the_pool()
    offices.disable(by_email("focal.per@demo.example"), by=admin, reason="Has left the service.")
    by_email(WITH_SECOND_FACTOR).totp_secret = pyotp.random_base32()
    coordinator = standing_of("coordinator@demo.example")
    ask("certificates.print", key="again", arguments={"certificates": []}, by=coordinator)


def list_of_nominees() -> None:
    """An office uploaded a list: one row is ready, one is wrong."""
    by = standing_of("focal.ken@demo.example")
    rows = "Rank,Full name,Sex,Date of birth\nSgt,Asha Juma,F,1990-12-31\nCpl,Ekai,M,31/02/1990\n"
    for run in db.session.scalars(
        sa.select(CourseOffering).where(CourseOffering.status == Run.PLANNED)
    ):
        with suppress(Refused):  # no call, or no seats for Kenya
            return rolls.check(rolls.upload(run, rows.encode(), "nominees.csv", by=by), by=by)


def days_of_runs() -> None:
    """A note and an incident, which the team of a run in progress wrote."""
    trainer = standing_of("trainer@demo.example")
    for by in (trainer, standing_of("coordinator@demo.example")):
        run = one_run(by, picking.run(by, "days.of_run", {}))
        days.note(run, run.starts_on, "The class began on time; two books are missing.", by=by)
        told = "A trainee cut a hand while a track was cleaned.", "First aid, then the hospital."
        report = days.Report(IncidentKind.SAFETY, clock.now() - timedelta(hours=3), *told, "")
        days.report(run, report, by=by)


def plans() -> None:
    """A venue of the list, and a timetable that may be laid."""
    by = standing_of("coordinator@demo.example")
    place = {"name": "Field of exercise", "place": "Nakuru", "timezone": "Africa/Nairobi"}
    venue = venues.enter(by=by, **place, party_id=by_code("KEN").id, capacity=60)
    venues.keep_room(venue, by=by, name="Hall A", capacity=30)
    machines = venues.keep_equipment(venue, by=by, type="Excavator", number=4)
    today = clock.now().date()
    out = {"starts_on": today, "ends_on": today + timedelta(days=5), "reason": "In the workshop."}
    venues.take_out(machines, by=by, number=1, **out)
    run = one_run(by, picking.run(by, "offerings.sessions", {}))
    keep_as_template(run, by=by, title="Five days on the machines")


def questionnaires() -> None:
    """A run that still takes answers, and one whose results are shown."""
    by = standing_of("coordinator@demo.example")
    for address in ("questionnaires.enter", "questionnaires.of_run"):
        run = one_run(by, picking.run(by, address, {}))
        asking.start(run.course_version, by=by)
        row = asking.give_out(run, clock.today(run.timezone) + timedelta(days=9), by=by)
        if address.endswith("of_run"):
            for code in asking.mint(row, 6, is_paper=False):
                asking.answer(code, {it.id: "2" for it in questions_of(row.questionnaire_id)})
            asking.close(row, by=by)


def in_the_pool() -> None:
    person = f.make_person(by_code("KEN"), name="Wanjiru Kamau")
    run = db.session.scalar(sa.select(CourseOffering).where(CourseOffering.status == Run.CLOSED))
    what = {"course_id": run.course_version.course_id, "graduated_in_id": run.id}
    state = {"status": InPool.IN_POOL, "level": InPool.IN_POOL, "since": clock.now()}
    whose = {"person_id": person.id, "party_id": person.party_id}
    f.make(PoolMembership, what | state, whose)


def keep_mail() -> None:
    """The worker would send it and forget the words of its links."""
    db.session.flush()
    db.session.execute(sa.update(Message).values(next_try_at=None))


def trainer(name: str) -> Acting:
    return appointed(name, Role.TRAINER)
