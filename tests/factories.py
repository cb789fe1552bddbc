"""Rows for tests: make_thing(**what_this_test_cares_about), written past the actions."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from tpp import clock
from tpp.accounts.models import Account, Office, OfficeHolder, SignedIn
from tpp.acting import Acting, Role
from tpp.assessments.models import AssessmentResult, Outcome
from tpp.assessments.rules import Result
from tpp.attendance.models import AttendanceRecord
from tpp.attendance.rules import Mark
from tpp.calls.models import AskedParty, CalledRun, NominationCall
from tpp.catalogue.models import Competency, Course, CourseVersion
from tpp.catalogue.rules import Pillar
from tpp.db import transaction
from tpp.designs.models import CertificateDesign
from tpp.designs.rules.colours import USUAL
from tpp.designs.rules.texts import usual
from tpp.enrolments.models import Enrolment
from tpp.enrolments.rules import Status as EnrolmentStatus
from tpp.nominations.models import Nomination
from tpp.nominations.rules import Status as NominationStatus
from tpp.offerings.models import CourseOffering, Participation, Session, Staffing
from tpp.offerings.rules import PartyRole, StaffRole
from tpp.offerings.rules import Status as OfferingStatus
from tpp.parties.models import Party
from tpp.parties.rules import PartyKind
from tpp.people.actions import keep_keys, key_row
from tpp.people.models import Person, PersonName
from tpp.people.queries import facts_of
from tpp.people.rules import NameKind, folded
from tpp.scope import EVERYTHING, seeing
from tpp.seats.models import SeatAllocation, SeatEntry
from tpp.seats.rules import Deed
from tpp.signatories.models import Signatory

number = count(1)


def make(model, defaults, given):
    with seeing(EVERYTHING), transaction() as session:
        row = model(**defaults | given)
        session.add(row)
        session.flush()
    return row


def make_party(kind=PartyKind.COUNTRY, **given):
    n = next(number)
    defaults = {
        "kind": kind,
        "code": f"P{n:03d}",
        "name": f"Party {n}",
        "is_least_developed": False,
    }
    return make(Party, defaults | {"names": {}}, given)


def make_account(**given):
    n = next(number)
    defaults = {"email": f"person{n}@example.org", "name": f"Account {n}", "made_at": clock.now()}
    return make(Account, defaults, given)


def make_office(role=Role.COORDINATOR, **given):
    return make(Office, {"role": role, "name": f"Office {next(number)}"}, given)


def make_acting(role=Role.COORDINATOR, party=None, account=None, person=None, runs=(), office=None):
    """Somebody who holds an office of this role; a trainer of ``runs``, a trainee who is ``person``."""
    account = account or make_account()
    office = office or make_office(role, party_id=party.id if party else None)
    make(OfficeHolder, {}, {"account_id": account.id, "office_id": office.id, "since": clock.now()})
    for run in runs:
        make_staffing(offering_id=run.id, account_id=account.id)
    if person is not None:
        with seeing(EVERYTHING), transaction():
            person.account_id = account.id
    return Acting(
        account_id=account.id,
        account_name=account.name,
        office_id=office.id,
        office_name=office.name,
        role=role,
        party_id=office.party_id,
        person_id=person.id if person else None,
        offering_ids=frozenset(run.id for run in runs),
    )


def make_focal_point(party):
    return make_acting(Role.FOCAL_POINT, party=party)


def make_design(**given):
    """A draft of a new design, with the words of the one that comes with the register."""
    n = next(number)
    defaults = {
        "family": n + 1,
        "number": 1,
        "key": f"d{n + 1}v1",
        "name": f"Design {n}",
        "texts": usual(),
        "ink": USUAL.ink,
        "accent": USUAL.accent,
        "made_at": clock.now(),
    }
    return make(CertificateDesign, defaults, given)


def make_signatory(**given):
    n = next(number)
    defaults = {
        "names": {"en": f"Col. Signatory {n}"},
        "titles": {"en": "Chief, Training Programme"},
        "from_on": date(2015, 1, 1),
        "made_at": clock.now(),
    }
    return make(Signatory, defaults, given)


def make_signed_in(acting, token_hash, contents):
    now = clock.now()
    given = {
        "token_hash": token_hash,
        "account_id": acting.account_id,
        "office_id": acting.office_id,
        "since": now,
        "seen_at": now,
        "until": now + timedelta(hours=12),
        "contents": contents,
    }
    return make(SignedIn, {}, given)


def make_version(pillar=Pillar.ENGINEERING, competencies=2, **given):
    n = next(number)
    course = make(Course, {"code": f"C{n}", "title": f"Course {n}", "pillar": pillar}, {})
    defaults = {
        "course_id": course.id,
        "number": 1,
        "set_by": "Test office",
        "set_on": date(2026, 1, 1),
        "qualification": "Operator",
    }
    version = make(CourseVersion, defaults, given)
    for position in range(1, competencies + 1):
        words = {"code": f"K{position}", "title": f"Competency {position}", "position": position}
        make(Competency, words, {"version_id": version.id})
    return version


def make_run(version=None, **given):
    n = next(number)
    defaults = {
        "code": f"ENG-TEST-2026-{n:02d}",
        "course_version_id": (version or make_version()).id,
        "venue": "Peace Support School",
        "place": "Nairobi, Kenya",
        "timezone": "Africa/Nairobi",
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2026, 12, 11),
        "seats": 20,
        "status": OfferingStatus.CONFIRMED,
        "languages": ["en"],
    }
    return make(CourseOffering, defaults, given)


def make_role(run, party, role=PartyRole.SENDER):
    return make(Participation, {}, {"offering_id": run.id, "party_id": party.id, "role": role})


def make_call(run, **given):
    """The run in a call of its own."""
    today = clock.now().date()
    call = make(
        NominationCall,
        {
            "title": f"Call {next(number)}",
            "opens_on": today - timedelta(days=10),
            "closes_on": today + timedelta(days=10),
            "made_at": clock.now(),
        },
        {},
    )
    defaults = {
        "call_id": call.id,
        "offering_id": run.id,
        "opens_at": clock.now() - timedelta(days=10),
        "closes_at": clock.now() + timedelta(days=10),
    }
    return make(CalledRun, defaults, given)


def make_asked(called, party, **given):
    """That the Party is asked by the call of this run."""
    defaults = {"call_id": called.call_id, "party_id": party.id, "asked_at": clock.now()}
    return make(AskedParty, defaults, given)


def make_staffing(role=StaffRole.LEAD, **given):
    return make(Staffing, {"role": role}, given)


def make_session(run, **given):
    n = next(number)
    starts = datetime(2026, 11, 3, 5, tzinfo=UTC) + timedelta(days=n % 30)
    defaults = {
        "offering_id": run.id,
        "title": f"Session {n}",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
    }
    return make(Session, defaults, given)


def make_person(party=None, native=None, **given):
    n = next(number)
    party = party or make_party()
    name = given.pop("name", f"Person {n}")
    defaults = {
        "party_id": party.id,
        "nationality_id": party.id,
        "name": name,
        "search_key": folded(f"{name} {native or ''}"),
        "made_at": clock.now(),
    }
    person = make(Person, defaults, given)
    if native:
        words = {"kind": NameKind.NATIVE, "text": native, "language": "ar"}
        make(PersonName, words, {"person_id": person.id, "party_id": person.party_id})
    with seeing(EVERYTHING), transaction():
        keep_keys([key_row(person, facts_of(person))])
    return person


def make_allocation(run=None, party=None, seats=5, **given):
    """Seats of a Party in a run, with the Party's role and its first ledger line."""
    run, party = run or make_run(), party or make_party()
    with seeing(EVERYTHING), transaction():
        run.seats_offered += seats
    make_role(run, party)
    whose = {"offering_id": run.id, "party_id": party.id}
    allocation = make(SeatAllocation, {"offered": seats}, whose | given)
    line = {"allocation_id": allocation.id, "deed": Deed.OFFERED, "offered": seats}
    make(SeatEntry, line | {"at": clock.now()}, whose)
    return allocation


def make_nomination(allocation=None, person=None, status=NominationStatus.SUBMITTED, **given):
    allocation = allocation or make_allocation()
    person = person or make_person(allocation.party)
    defaults = {
        "offering_id": allocation.offering_id,
        "party_id": allocation.party_id,
        "person_id": person.id,
        "allocation_id": allocation.id,
        "status": status,
        "made_at": clock.now(),
        "submitted_at": clock.now(),
    }
    return make(Nomination, defaults, given)


def make_enrolment(allocation=None, person=None, status=EnrolmentStatus.CONFIRMED, **given):
    """A confirmed place, with the seat that it fills in the ledger."""
    allocation = allocation or make_allocation()
    nomination = make_nomination(allocation, person, NominationStatus.ACCEPTED)
    with seeing(EVERYTHING), transaction():
        allocation.filled += 1
    whose = {"offering_id": allocation.offering_id, "party_id": allocation.party_id}
    line = {"allocation_id": allocation.id, "deed": Deed.FILLED, "filled": 1, "at": clock.now()}
    make(SeatEntry, line, whose)
    defaults = whose | {
        "nomination_id": nomination.id,
        "person_id": nomination.person_id,
        "status": status,
        "confirmed_at": clock.now(),
    }
    return make(Enrolment, defaults, given)


def of_enrolment(enrolment):
    names = ("party_id", "offering_id", "person_id")
    return {"enrolment_id": enrolment.id} | {name: getattr(enrolment, name) for name in names}


def make_attendance(session, enrolment, mark=Mark.PRESENT, **given):
    defaults = {"session_id": session.id, "mark": mark, "at": clock.now()}
    return make(AttendanceRecord, defaults | of_enrolment(enrolment), given)


def make_result(enrolment, competency, mark_percent=75, result=Result.PASSED, **given):
    defaults = {"competency_id": competency.id, "mark_percent": mark_percent, "result": result}
    return make(AssessmentResult, defaults | of_enrolment(enrolment) | {"at": clock.now()}, given)


def make_outcome(enrolment, status, **given):
    return make(Outcome, {"status": status} | of_enrolment(enrolment), given)
