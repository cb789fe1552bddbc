"""What a loaded demonstration shows: everything that can happen, and nothing that cannot."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.demonstration.conftest import PASSWORD, PEOPLE, load_everything
from tpp import clock
from tpp.accounts.actions.signing_in import known
from tpp.accounts.models import Account, Appointment, Office, OfficeHolder
from tpp.accounts.rules.appointments import Status as AppointmentStatus
from tpp.acting import Role
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.rules import Mark
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.catalogue.models import Course
from tpp.catalogue.rules import Pillar
from tpp.certificates.models import Award, Certificate, CertificateName, CertificateRequest
from tpp.certificates.queries import audit
from tpp.certificates.rules import Status as CertificateStatus
from tpp.certificates.rules.awards import Status as AwardStatus
from tpp.certificates.rules.corrections import Answer as CertificateAnswer
from tpp.db import db
from tpp.demonstration.actions.loading import load
from tpp.duplicates.models import PersonPair
from tpp.duplicates.rules import Status as PairStatus
from tpp.enrolments.models import Enrolment, JoiningInstructions, TravelMark
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Refused
from tpp.history.models import Entry
from tpp.history.queries import first_fault
from tpp.nominations.models import (
    Clearance,
    DocumentGrant,
    Nomination,
    NomineeDocument,
    RuleOverride,
)
from tpp.nominations.rules import Status as NominationStatus
from tpp.nominations.rules.eligibility import ClearanceOutcome
from tpp.nominations.rules.grants import Status as GrantStatus
from tpp.offerings.models import CourseOffering, Session, Staffing
from tpp.offerings.queries import local_day
from tpp.offerings.rules import Status as RunStatus
from tpp.outbox.queries import waiting
from tpp.parties.models import Party
from tpp.people.models import ContactPoint, Person, PersonName
from tpp.people.rules import Sex
from tpp.reports.actions import differing
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import State as RowState
from tpp.rolls.rules import Status as RollStatus
from tpp.seats.models import SeatAllocation, SeatEntry, SeatGroup
from tpp.seats.queries import picture_from_ledger
from tpp.seats.rules import Deed, GroupKind
from tpp.seats.rules import Status as SeatStatus
from tpp.selection.queries import BELOW_FLOOR

STATUSES = [
    (CourseOffering.status, RunStatus),
    (SeatAllocation.status, SeatStatus),
    (Nomination.status, NominationStatus),
    (Enrolment.status, PlaceStatus),
    (Outcome.status, OutcomeStatus),
    (Certificate.status, CertificateStatus),
    (CertificateRequest.status, CertificateAnswer),
    (Appointment.status, AppointmentStatus),
    (AttendanceRecord.mark, Mark),
    (Person.sex, Sex),
    (Course.pillar, Pillar),
]


@pytest.mark.parametrize(
    ("column", "kinds"), STATUSES, ids=[kinds.__module__ for _, kinds in STATUSES]
)
def test_every_status_occurs(counted, column, kinds):
    assert set(counted(column)) == set(kinds)


def test_so_many_people_are_there_and_all_are_marked_as_invented(counted):
    assert counted(Person.is_demonstration) == {True: PEOPLE}
    assert set(counted(CourseOffering.is_demonstration)) == {True}
    assert set(counted(Account.is_demonstration)) == {True}


def test_what_was_recorded_is_what_figures_are_counted_from(demonstration):
    assert differing() == []


def test_the_logbook_is_whole(demonstration):
    assert first_fault() is None


def test_lists_of_certificates_wait_and_were_issued_returned_and_withdrawn(counted):
    """Approved is a list for as long as its certificates are issued: not at rest."""
    assert set(counted(Award.status)) == set(AwardStatus) - {AwardStatus.APPROVED}


def test_deeds_stand_in_the_logbook_in_the_order_of_the_calendar(demonstration):
    told = sa.select(Entry.at).where(Entry.account_id.is_not(None)).order_by(Entry.id)
    moments = list(db.session.scalars(told))

    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()


def test_certificates_are_numbered_in_the_order_of_their_days_and_the_chain_is_whole(demonstration):
    days = list(db.session.scalars(sa.select(Certificate.issued_on).order_by(Certificate.number)))

    assert audit().fault == ""
    assert days == sorted(days)


def test_the_seats_are_what_their_ledger_adds_up_to(demonstration):
    allocations = list(db.session.scalars(sa.select(SeatAllocation)))

    assert all(picture_from_ledger(it) == it.picture for it in allocations)
    assert any(it.released for it in allocations)


def test_nothing_waits_that_the_calendar_of_the_register_would_have_done(demonstration):
    overdue = sa.select(Nomination).where(
        Nomination.status == NominationStatus.SELECTED, Nomination.offer_until <= clock.now()
    )
    unused = (
        sa.select(SeatAllocation)
        .join(SeatAllocation.offering)
        .where(
            CourseOffering.status.in_((RunStatus.PLANNED, RunStatus.CONFIRMED)),
            CourseOffering.release_on < clock.now().date(),
            SeatAllocation.offered > SeatAllocation.held + SeatAllocation.filled,
        )
    )

    assert db.session.scalars(overdue).all() == []
    assert db.session.scalars(unused).all() == []


def test_no_mail_leaves_for_people_who_do_not_exist(demonstration):
    assert waiting() == 0


def test_there_are_people_without_mail_of_missions_and_with_names_in_other_scripts(demonstration):
    of_missions = sa.select(sa.func.count(Person.id)).where(
        Person.party_id != Person.nationality_id
    )
    with_mail = sa.select(sa.func.count(sa.distinct(ContactPoint.person_id)))
    languages = set(db.session.scalars(sa.select(PersonName.language)))

    assert db.session.scalar(of_missions) > 0
    assert 0 < db.session.scalar(with_mail) < PEOPLE
    assert "ar" in languages
    assert len(languages) > 2


def test_marks_are_corrected_and_second_attempts_made(demonstration):
    corrected = sa.select(sa.func.count(AttendanceRecord.corrects_id))
    attempts = sa.select(sa.func.max(AssessmentResult.attempt))

    assert db.session.scalar(corrected) > 0
    assert db.session.scalar(attempts) == 2


def test_calls_are_open_closing_soon_and_closed(demonstration):
    now = clock.now()
    until = list(db.session.scalars(sa.select(CalledRun.closes_at)))

    assert any(it < now for it in until)
    assert any(now < it < now + timedelta(days=7) for it in until)
    assert any(it > now + timedelta(days=14) for it in until)


def offices_of(name):
    held = (
        sa.select(Office)
        .join(OfficeHolder, OfficeHolder.office_id == Office.id)
        .join(Account, Account.id == OfficeHolder.account_id)
        .where(Account.email == f"{name}@demo.example")
        .order_by(OfficeHolder.id)
    )
    return list(db.session.scalars(held))


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("coordinator", Role.COORDINATOR),
        ("coordinator2", Role.COORDINATOR),
        ("trainer", Role.TRAINER),
        ("trainee", Role.TRAINEE),
        ("focal.ken", Role.FOCAL_POINT),
        ("focal.unmiss", Role.FOCAL_POINT),
        ("supporter.jpn", Role.SUPPORTER),
        ("auditor", Role.AUDITOR),
        ("admin", Role.ADMINISTRATOR),
        ("admin2", Role.ADMINISTRATOR),
    ],
)
def test_a_visitor_signs_in_as_each_role(demonstration, name, role):
    assert known(f"{name}@demo.example", PASSWORD)
    assert [office.role for office in offices_of(name)] == [role]


def test_one_account_holds_two_offices(demonstration):
    assert [it.role for it in offices_of("deputy.ken")] == [Role.FOCAL_POINT, Role.SUPPORTER]


def test_every_country_that_sends_people_has_a_focal_point(demonstration):
    senders = set(db.session.scalars(sa.select(Person.party_id).distinct()))
    seated = set(
        db.session.scalars(sa.select(Office.party_id).where(Office.role == Role.FOCAL_POINT))
    )

    assert senders <= seated


def sessions_of_the_trainer(day):
    """Sessions on this day, in runs that are held now and that the trainer is assigned to."""
    held = (
        sa.select(Session, CourseOffering.timezone)
        .join(Staffing, Staffing.offering_id == Session.offering_id)
        .join(Account, Account.id == Staffing.account_id)
        .join(CourseOffering, CourseOffering.id == Session.offering_id)
        .where(
            Account.email == "trainer@demo.example",
            CourseOffering.status == RunStatus.IN_PROGRESS,
            Session.cancelled_at.is_(None),
        )
    )
    return [it for it, zone in db.session.execute(held) if local_day(it.starts_at, zone) == day]


def test_the_trainer_has_sessions_today_in_a_run_that_is_held(demonstration):
    assert sessions_of_the_trainer(clock.today("Africa/Nairobi"))


@pytest.mark.parametrize("hour", [1, 20, 23])
def test_there_is_work_today_at_any_hour_also_on_a_saturday(app, hour):
    with clock.at(datetime(2026, 11, 28, hour, tzinfo=UTC)):
        load_everything()

        assert sessions_of_the_trainer(clock.today("Africa/Nairobi"))
        assert {PlaceStatus.CONFIRMED, PlaceStatus.ARRIVED} <= places_of_today()


def test_the_trainee_has_a_certificate_with_an_arabic_name_and_an_offer_to_answer(demonstration):
    person = db.session.scalars(
        sa.select(Person).join(Person.account).where(Account.email == "trainee@demo.example")
    ).one()
    printed = sa.select(CertificateName).where(CertificateName.person_id == person.id)
    offers = sa.select(Nomination).where(
        Nomination.person_id == person.id, Nomination.status == NominationStatus.SELECTED
    )

    assert [it.names["native_language"] for it in db.session.scalars(printed)] == ["ar", "ar"]
    assert [it.offer_until > clock.now() for it in db.session.scalars(offers)] == [True]


def test_runs_are_held_on_three_continents(demonstration):
    hosts = sa.text(
        "SELECT DISTINCT party.region FROM participation JOIN party ON party.id = party_id"
        " WHERE role = 'host'"
    )
    assert len(set(db.session.scalars(hosts))) >= 3


def test_a_second_demonstration_is_refused_and_adds_nothing(demonstration, picture):
    before = picture()

    with pytest.raises(Refused, match="empty"):
        load(lambda: PASSWORD, PEOPLE)
    assert picture() == before


def test_a_register_with_a_record_of_its_own_gets_no_demonstration(app):
    with pytest.raises(Refused, match="at least 80"):
        load(lambda: PASSWORD, 79)
    assert db.session.scalar(sa.select(sa.func.count(Party.id))) == 0


@pytest.mark.postgres
def test_a_demonstration_can_be_loaded_on_the_other_database_as_well(app):
    load_everything()

    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == PEOPLE
    assert differing() == []
    assert first_fault() is None


def occurs(*conditions):
    """Is there a row of which all of this is true?"""
    return db.session.scalar(sa.select(sa.literal(1)).where(*conditions).limit(1)) is not None


SHOWN = {
    "an office says that it names nobody": AskedParty.no_nominees_at.is_not(None),
    "a call waits to be sent": NominationCall.letters_sent_at.is_(None),
    "seats are moved": SeatEntry.deed == Deed.MOVED,
    "seats share a station": SeatGroup.kind == GroupKind.STATION,
    "seats share a language": SeatGroup.kind == GroupKind.LANGUAGE,
    "somebody sits at a station": Nomination.station_id.is_not(None),
    "a rule is overridden": RuleOverride.stands,
    "papers are kept": NomineeDocument.id.is_not(None),
    "a list is written": Roll.status == RollStatus.APPLIED,
    "a list waits to be corrected": RollRow.state == RowState.PROBLEM,
    "an offer waits": Nomination.status == NominationStatus.SELECTED,
    "somebody is on reserve": Nomination.reserve_rank == 1,
    "instructions have gone out": JoiningInstructions.status == "sent",
    "a step before the journey is ticked": TravelMark.flight != "",
    "a reason for few women is kept": Entry.deed == BELOW_FLOOR,
}


@pytest.mark.parametrize("condition", SHOWN.values(), ids=SHOWN)
def test_the_demonstration_shows_that(demonstration, condition):
    assert occurs(condition)


def test_two_runs_are_called_together(demonstration):
    runs = sa.select(sa.func.count()).select_from(CalledRun).group_by(CalledRun.call_id)
    assert max(db.session.scalars(runs)) == 2


def test_pairs_of_records_are_in_every_state_but_put_off(counted):
    assert set(counted(PersonPair.status)) == set(PairStatus) - {PairStatus.LATER}


def test_decisions_of_others_and_requests_to_read_papers_have_every_outcome(counted):
    assert set(counted(Clearance.decision)) == set(ClearanceOutcome)
    assert set(counted(DocumentGrant.status)) == {GrantStatus.ASKED, GrantStatus.GRANTED}


def test_people_arrive_today_and_some_are_awaited(demonstration):
    assert {PlaceStatus.CONFIRMED, PlaceStatus.ARRIVED} <= places_of_today()


def places_of_today():
    """How the people of runs that begin today stand."""
    today = clock.today("Africa/Nairobi")
    status = sa.select(Enrolment.status).join(CourseOffering)
    return set(db.session.scalars(status.where(CourseOffering.starts_on == today)))
