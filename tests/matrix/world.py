"""A small register in which every private value is a canary.

Kenya is the country of the reader, Peru the other one. Japan supports the first run, France the last.

    the run        Kenya and Peru send; the trainer teaches here; Asha is the trainee who signs in
    another run    Kenya and Peru send; somebody else teaches
    a far run      only Peru sends, France supports
    a draft        known to the programme alone
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

from sqlalchemy import select

from tests import factories as make
from tests.conftest import SECRET
from tests.matrix.canaries import Canary, arabic, word
from tests.matrix.reach import Place, Run, Seats, Staff
from tpp import clock
from tpp.accounts.models import Appointment, Invitation, OfficeHolder
from tpp.accounts.rules.appointments import Status as AppointmentStatus
from tpp.acting import Acting, Role
from tpp.assessments.models import ConductRecord, WrittenResult
from tpp.assessments.rules import Conduct
from tpp.assessments.rules import Status as OutcomeStatus
from tpp.attendance.rules import Mark
from tpp.calendars.models import CalendarFeed
from tpp.calendars.rules import Kind as FeedKind
from tpp.calls.models import CallAddressee, CalledRun
from tpp.calls.rules import Kind
from tpp.catalogue.models import Competency, EligibilityRule, WrittenTest
from tpp.catalogue.rules.eligibility import ClearanceKind, Criterion, DocumentKind
from tpp.certificates import actions as certificates
from tpp.certificates.actions.registering import whose
from tpp.certificates.models import Award, AwardLine, CertificateRequest
from tpp.certificates.queries.naming import names_in
from tpp.certificates.rules.corrections import Wish
from tpp.certificates.rules.naming import seen
from tpp.contributions.models import Contribution
from tpp.days.models import DailyNote, Incident
from tpp.days.rules import IncidentKind
from tpp.db import db, transaction
from tpp.designs.queries import by_key
from tpp.designs.rules import LAYOUT
from tpp.duplicates.models import PersonPair
from tpp.enrolments.models import Enrolment, JoiningInstructions, JoiningLetter, TravelMark
from tpp.enrolments.rules import Status as EnrolmentStatus
from tpp.enrolments.rules.arrivals import sealed
from tpp.enrolments.rules.joining import Status as JoiningStatus
from tpp.enrolments.rules.travel import Kind as StepKind
from tpp.enrolments.rules.travel import State as StepState
from tpp.files.actions import lay_aside, store
from tpp.history.models import record
from tpp.jobs.models import Job
from tpp.jobs.rules import Status as JobStatus
from tpp.nominations.models import Clearance, DocumentGrant, NomineeDocument, RuleOverride
from tpp.nominations.rules import Status as NominationStatus
from tpp.nominations.rules.eligibility import ClearanceOutcome
from tpp.offerings.models import CourseOffering, Session, Staffing
from tpp.offerings.rules import PartyRole, StaffRole
from tpp.offerings.rules import Status as OfferingStatus
from tpp.outbox.models import Message
from tpp.parties.models import Party
from tpp.people.models import ContactPoint, Person
from tpp.people.rules import ContactKind, Sex
from tpp.pool.models import PoolInvitation, PoolMembership
from tpp.pool.rules import Status as PoolStatus
from tpp.questionnaires import actions as questionnaires
from tpp.questionnaires.models import AnswerText, QuestionnaireRound
from tpp.questionnaires.queries import questions_of
from tpp.questionnaires.rules import Status as QuestionnaireStatus
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import State
from tpp.rolls.rules import Status as RollStatus
from tpp.seats.models import SeatAllocation, SeatEntry, SeatGroup
from tpp.seats.rules import Deed, GroupKind
from tpp.timetables.models import FreeTime, TimetableBlock, TimetableTemplate
from tpp.venues.models import Equipment, OutOfService, Room, Venue


@dataclass
class World:
    runs: dict[str, Run] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    actings: dict[Role, Acting] = field(default_factory=dict)
    everywhere: list[Acting] = field(default_factory=list)
    """Those from whose pages forms are taken: between them they see every form."""
    canaries: list[Canary] = field(default_factory=list)
    course: str = ""
    test: int = 0
    """The written test of the course."""
    signatory: int = 0
    designs: tuple[int, ...] = ()
    outages: tuple[int, ...] = ()
    """Each is ended once: one for every role that is tried."""
    venue: int = 0
    room: int | None = None
    """All runs have a session in it at once: none may learn of another one by their conflict."""
    template: int = 0
    block: int = 0
    """A draft that was tried, and the design that comes with the register, which is in use."""

    def numbers(self) -> str:
        """Every key and code that stands in an address."""
        things = [*self.runs.values(), *self.places.values(), *self.staff.values()]
        plain = [{name: it for name, it in one.ids.items() if name != "acting"} for one in things]
        return str(plain)

    def plant(self, kind: str, owner: Run | Place | Staff, text: str = "") -> str:
        text = text or word(kind, owner.key)
        self.canaries.append(Canary(kind, text, owner))
        return text


HAVE_FORMS = ("coordinatora", "focalken", "focalper", "administratora")
WAITING, DRAFT = NominationStatus.SUBMITTED, NominationStatus.DRAFT
SELECTED = NominationStatus.SELECTED


def build() -> World:
    world, parties = World(), {}
    site = make.make(Venue, {"name": "Field school", "timezone": "Africa/Nairobi"}, {})
    world.venue, ground = site.id, make.make(Room, {"venue_id": site.id, "name": "Field"}, {})
    world.room = ground.id
    machines = make.make(Equipment, {"venue_id": site.id, "type": "grader", "number": 3}, {})
    days = {"starts_on": date(2026, 1, 5), "ends_on": date(2026, 1, 6), "number": 1}
    out = [make.make(OutOfService, {"equipment_id": machines.id, **days}, {}) for _ in range(3)]
    world.outages = tuple(it.id for it in out)
    for code, name in (("KEN", "Kenya"), ("PER", "Peru"), ("JPN", "Japan"), ("FRA", "France")):
        parties[code] = make.make_party(code=code, name=name)
    version = make.make_version(competencies=2)
    paper = {"code": "POST", "title": "Test after", "position": 1, "points": 40}
    world.test = make.make(WrittenTest, paper, {"version_id": version.id}).id
    world.course = version.course.code
    world.signatory = make.make_signatory().id
    keep_timetable(world)
    world.designs = make.make_design().id, by_key(LAYOUT).id
    demand(version)
    people_the_offices(world, parties)
    for key, sends, supporter in (
        ("near", ("KEN", "PER"), "JPN"),
        ("next", ("KEN", "PER"), "FRA"),
        ("far", ("PER",), "FRA"),
        ("drafted", ("KEN",), "JPN"),
    ):
        world.runs[key] = plan(world, Run(key, sends, supporter), version, parties)
    put_people_in(world, parties)
    pair_people(world)
    sign_people_on(world)
    prepare_journeys(world)
    certify(world)
    pool_people(world)
    ask_people(world)
    note_the_days(world)
    ask_for_work(world)
    return world


def demand(version) -> None:
    """The course asks what an office answers, and what others decide."""
    setting = {"version_id": version.id, "set_by": "Test office", "set_on": date(2026, 1, 1)}
    for position, (criterion, parameters) in enumerate(ASKED):
        rule = {"criterion": criterion, "parameters": parameters, "position": position}
        make.make(EligibilityRule, setting, rule)


ASKED = (
    (Criterion.LANGUAGE, {"language": "fr", "level": "level_working"}),
    (Criterion.CLEARANCE, {"decision": "medical"}),
    (Criterion.LICENCE, {"licence": "heavy_vehicle"}),
)


def people_the_offices(world: World, parties: dict) -> None:
    for key, role, party in (
        ("coordinatora", Role.COORDINATOR, ""),
        ("coordinatorb", Role.COORDINATOR, ""),
        ("auditora", Role.AUDITOR, ""),
        ("administratora", Role.ADMINISTRATOR, ""),
        ("focalken", Role.FOCAL_POINT, "KEN"),
        ("focalper", Role.FOCAL_POINT, "PER"),
        ("supporterjpn", Role.SUPPORTER, "JPN"),
        ("supporterfra", Role.SUPPORTER, "FRA"),
    ):
        account = make_staff(world, Staff(key, party))
        acting = make.make_acting(role, party=parties.get(party), account=account)
        world.staff[key].ids |= {"office": acting.office_id, "acting": acting}
        world.actings.setdefault(role, acting)
        if key in HAVE_FORMS:
            world.everywhere.append(acting)
    invite(world)


def make_staff(world: World, staff: Staff):
    foreign = staff.key in ("focalper", "supporterfra")
    mail = world.plant("officermail" if foreign else "staffmail", staff)
    name = world.plant("officer", staff) if foreign else f"Account {staff.key}"
    account = make.make_account(
        email=f"{mail}@example.org",
        name=name,
        password_hash=world.plant("secret", staff, word("hash", staff.key)),
        totp_secret=world.plant("secret", staff, word("totp", staff.key)),
    )
    staff.ids["account"] = account.id
    world.staff[staff.key] = staff
    return account


def invite(world: World) -> None:
    admin, office = world.staff["administratora"], world.staff["focalper"].ids["office"]
    admin.ids["invitation"] = make.make(
        Invitation,
        {
            "token_hash": world.plant("secret", admin, word("token", "invitation")),
            "email": f"{world.plant('invited', admin)}@example.org",
            "name": "Somebody invited",
            "office_id": office,
            "invited_by_id": admin.ids["account"],
            "written_at": clock.now(),
            "until": clock.now() + timedelta(days=7),
        },
        {},
    ).id
    admin.ids["appointment"] = make.make(
        Appointment,
        {
            "office_id": world.staff["coordinatora"].ids["office"],
            "email": "somebody.new@example.org",
            "name": "Somebody new",
            "reason": world.plant("appointment", admin),
            "status": AppointmentStatus.WAITING,
            "asked_by_id": admin.ids["account"],
            "asked_at": clock.now(),
        },
        {},
    ).id


def plan(world: World, run: Run, version, parties: dict) -> Run:
    venue = world.plant("venue", run)
    row = make.make_run(
        version,
        code=f"ENG-{run.key.upper()}-2026-01",
        venue=venue,
        status=OfferingStatus.DRAFT if run.key == "drafted" else OfferingStatus.IN_PROGRESS,
        starts_on=date(2026, 1, 5),
        ends_on=clock.now().date() + timedelta(days=30),
        hours=120,
    )
    session = make.make_session(row, starts_at=yesterday(), ends_at=yesterday(3))
    hours = {"starts_at": yesterday(48), "ends_at": yesterday(51)}
    later = make.make_session(row, room_id=world.room, **hours)
    called = make.make_call(row)
    with transaction():
        called.call.title = world.plant("call", run)
    part = make.make_role(row, parties[run.supporter], PartyRole.SUPPORTER)
    contribution = make.make(
        Contribution, {"participation_id": part.id, "what": world.plant("contribution", run)}, {}
    )
    run.ids = {
        "id": row.id,
        "code": row.code,
        "call": called.call_id,
        "session": session.id,
        "later session": later.id,
        "participation": part.id,
        "contribution": contribution.id,
    }
    dozers = {"kind": GroupKind.STATION, "name": world.plant("group", run), "seats": 6}
    off = {"title": world.plant("dayoff", run), "weekday": 4, "set_on": date(2026, 1, 1)}
    run.ids["day off"] = make.make(FreeTime, off | {"set_by": ""}, {"offering_id": row.id}).id
    run.ids["group"] = make.make(SeatGroup, dozers, {"offering_id": row.id}).id
    for code in run.parties:
        allocation = make.make_allocation(row, parties[code], seats=8)
        run.ids[f"allocation {code}"] = allocation.id
        ask(world, run, called, parties[code])
        upload(world, run, row, parties[code])
    return run


def ask(world: World, run: Run, called: CalledRun, party: Party) -> None:
    """The Party is asked, has said why it names nobody, and was written to."""
    excuse = word("excuse", run.key + party.code)
    world.canaries.append(Canary("excuse", excuse, Seats(run, party.code)))
    make.make_asked(called, party, reason=excuse, no_nominees_at=clock.now())
    account = world.staff[f"focal{party.code.lower()}"].ids["account"]
    letter = {
        "call_id": called.call_id,
        "party_id": party.id,
        "account_id": account,
        "kind": Kind.OPENING,
        "key": f"call-{called.call_id}-{account}",
        "written_at": clock.now(),
    }
    run.ids[f"addressee {party.code}"] = make.make(CallAddressee, letter, {}).id


def upload(world: World, run: Run, row: CourseOffering, party: Party) -> None:
    """The office uploaded a list: one row to correct, one that is ready. Nobody else reads them."""
    office, whose = world.staff[f"focal{party.code.lower()}"], Seats(run, party.code)
    told = [word(kind, run.key + party.code) for kind in ("filename", "listed", "listedalso")]
    world.canaries.extend(Canary("listed", text, whose) for text in told)
    tied = {"party_id": party.id, "offering_id": row.id}
    roll = {
        "account_id": office.ids["account"],
        "office_id": office.ids["office"],
        "file_name": told[0],
        "row_count": 2,
        "top": [[1, ["Name", "Born"]]],
        "mapping": {"name": 0, "born_on": 1},
        "read_at": clock.now(),
        "status": RollStatus.CHECKED,
    }
    run.ids[f"roll {party.code}"] = make.make(Roll, roll | tied, {}).id
    wrong = [{"field": "born_on", "code": "no_such_day", "words": {}}]
    for number, state, problems in ((2, State.PROBLEM, wrong), (3, State.NEW, [])):
        cells = [told[number - 1], "31/02/1990" if problems else ""]
        line = {"number": number, "cells": cells, "state": state, "problems": problems}
        make.make(RollRow, line | tied | {"roll_id": run.ids[f"roll {party.code}"]}, {})


def yesterday(hours: int = 0) -> datetime:
    return datetime.combine(
        clock.now().date() - timedelta(days=1), datetime.min.time(), UTC
    ) + timedelta(hours=6 + hours)


def put_people_in(world: World, parties: dict) -> None:
    near, next_, far = (world.runs[it] for it in ("near", "next", "far"))
    for place in (
        Place("asha", "KEN", near),
        Place("baraka", "KEN", near),
        Place("luz", "PER", near),
        Place("otieno", "KEN", next_),
        Place("quispe", "PER", next_),
        Place("pilar", "PER", far),
        Place("wanjiru", "KEN", near, WAITING),
        Place("rosa", "PER", near, WAITING),
        Place("salim", "KEN", near, SELECTED),
        Place("tupac", "PER", near, SELECTED),
        Place("ulla", "PER", near, DRAFT),
    ):
        world.places[place.key] = place
        put_in(world, place, parties[place.party], year=1930 + len(world.places))


def pair_people(world: World) -> None:
    """Records that may be of one person: two of Kenya, two of Peru, and one of each."""
    for key, other in (("asha", "baraka"), ("luz", "quispe"), ("pilar", "otieno")):
        both = [row_of_person(world.places[it]) for it in (key, other)]
        first, second = sorted(both, key=lambda it: it.id)
        ties = {"first_id": first.id, "party_id": first.party_id}
        ties |= {"second_id": second.id, "other_party_id": second.party_id}
        found = {"score": 0.9, "alike": 90, "evidence": ["same_birth"], "found_at": clock.now()}
        world.places[key].ids["pair"] = make.make(PersonPair, found, ties).id


def put_in(world: World, place: Place, party, year: int) -> None:
    run = row_of_run(place.run)
    allocation = row_of_allocation(place)
    reason = world.plant("seat", place)
    line = {"deed": Deed.OFFERED, "at": clock.now(), "reason": reason, "party_id": party.id}
    make.make(SeatEntry, line | {"allocation_id": allocation.id, "offering_id": run.id}, {})
    person = make_person(world, place, party, year)
    words = {
        "note": world.plant("note", place),
        "reason": world.plant("decision", place),
        "offer_until": clock.now() + timedelta(days=3),
    }
    if not place.is_enrolled:
        nomination = make.make_nomination(allocation, person, place.nomination, **words)
        place.ids["nomination"] = nomination.id
        put_papers_beside(world, place, nomination)
        return write_down(world, place, nomination)
    enrolment = make.make_enrolment(allocation, person, EnrolmentStatus.IN_TRAINING)
    with transaction():
        for name, value in words.items():
            setattr(enrolment.nomination, name, value)
    place.ids |= {"enrolment": enrolment.id, "nomination": enrolment.nomination_id}
    put_papers_beside(world, place, enrolment.nomination)
    write_down(world, place, enrolment)
    teach(world, place, enrolment)
    return None


def put_papers_beside(world: World, place: Place, nomination) -> None:
    """A paper, two decisions and an overridden rule: the office wrote one decision, the programme one."""
    ties = {"nomination_id": nomination.id, "offering_id": nomination.offering_id}
    about = ties | {"party_id": nomination.party_id, "at": clock.now()}
    own = {"office_id": world.staff[f"focal{place.party.lower()}"].ids["office"]}
    programme = {"office_id": world.staff["coordinatora"].ids["office"]}
    for kind, office, canary in (
        (ClearanceKind.MEDICAL, own, "certifier"),
        (ClearanceKind.VETTING, programme, "vetter"),
    ):
        told = {"certifier": world.plant(canary, place), "reference": word(canary, place.key)}
        decided = {
            "kind": kind,
            "decision": ClearanceOutcome.CLEARED,
            "decided_on": date(2026, 1, 2),
        }
        make.make(Clearance, about | office | told, decided)
    paper = store(f"%PDF-1.7 {world.plant('paper', place)} %%EOF".encode(), "application/pdf")
    kind = {"kind": DocumentKind.PASSPORT, "file_id": paper.id}
    place.ids["document"] = make.make(NomineeDocument, about | own, kind).id
    rule = db.session.scalars(select(EligibilityRule.id).order_by(EligibilityRule.id)).first()
    waived = {"rule_id": rule, "stands": True, "by_name": "Programme office"}
    make.make(RuleOverride, about | programme, waived | {"reason": world.plant("waiver", place)})


def make_person(world: World, place: Place, party, year: int):
    name, key = f"{world.plant('name', place)} Handle{place.key}", place.key
    person = make.make_person(
        party,
        name=name,
        native=world.plant("native", place, arabic(key)),
        sex=Sex.WOMAN,
        born_on=date.fromisoformat(world.plant("born", place, f"{year}-05-{10 + len(key)}")),
        rank=world.plant("rank", place),
        unit=world.plant("unit", place),
        service_number=world.plant("number", place),
    )
    contact = {"kind": ContactKind.EMAIL, "value": f"{world.plant('mail', place)}@example.org"}
    make.make(ContactPoint, contact | {"person_id": person.id, "party_id": party.id}, {})
    place.ids["person"] = person.id
    return person


def write_down(world: World, place: Place, row) -> None:
    """A line of the logbook about the row, with a reason."""
    with transaction():
        record(
            row, "changed", by=world.actings[Role.COORDINATOR], reason=world.plant("logbook", place)
        )


def teach(world: World, place: Place, enrolment) -> None:
    session = row_of_session(place.run)
    first = make.make_attendance(session, enrolment, Mark.ABSENT)
    make.make_attendance(
        session, enrolment, Mark.LATE, corrects_id=first.id, reason=world.plant("late", place)
    )
    for competency in competencies_of(place.run):
        row = make.make_result(enrolment, competency, remark=world.plant("remark", place))
        place.ids["result"] = row.id
    make_points(world, place, enrolment)
    make.make_outcome(
        enrolment,
        OutcomeStatus.COMPLETED,
        qualification="Operator",
        override_asked=OutcomeStatus.FAILED if place.key in ("baraka", "quispe") else None,
        override_reason=world.plant("override", place),
        override_asked_by_id=world.staff["coordinatorb"].ids["account"],
    )


def make_points(world: World, place: Place, enrolment) -> None:
    """Points of the test of the run, and conduct."""
    said = {"test_id": world.test, "points": 31, "at": clock.now()}
    reason = {"reason": world.plant("points", place)}
    make.make(WrittenResult, said | make.of_enrolment(enrolment), reason)
    about = {"conduct": Conduct.GOOD, "at": clock.now()}
    make.make(ConductRecord, about, make.of_enrolment(enrolment))


def sign_people_on(world: World) -> None:
    near = row_of_run(world.runs["near"])
    every = [row_of_run(run) for run in world.runs.values()]
    trainer = make.make_acting(
        Role.TRAINER, account=make_staff(world, Staff("trainera")), runs=[near]
    )
    world.actings[Role.TRAINER] = trainer
    world.everywhere.append(
        make.make_acting(Role.TRAINER, account=make_staff(world, Staff("trainerb")), runs=every)
    )
    for run in world.runs.values():
        run.ids["staffing"] = staffing_of(run)
    for key in ("asha", "luz", "salim", "tupac"):
        account = make_staff(world, Staff(f"trainee{key}"))
        acting = make.make_acting(
            Role.TRAINEE, account=account, person=row_of_person(world.places[key])
        )
        world.actings.setdefault(Role.TRAINEE, acting)
        if key in ("salim", "tupac"):
            world.everywhere.append(acting)
        remember_browser(world, acting)
    for acting in world.everywhere + list(world.actings.values()):
        remember_browser(world, acting)


def keep_timetable(world: World) -> None:
    """A timetable of a course of its own, with one block."""
    kept = {"title": "Usual weeks", "set_by": "Programme office", "set_on": date(2026, 1, 1)}
    template = make.make(TimetableTemplate, kept, {"course_version_id": make.make_version().id})
    block = {"day": 1, "starts": time(8), "ends": time(9), "title": "Theory"}
    world.template = template.id
    world.block = make.make(TimetableBlock, block, {"template_id": template.id}).id


def open_feed(world: World, staff: Staff, acting: Acting) -> None:
    """Everybody has an address for the own calendar."""
    kept = {"kind": FeedKind.MINE, "made_at": clock.now(), "office_id": acting.office_id}
    secret = {"word_hash": world.plant("secret", staff, word("feed", staff.key))}
    staff.ids["feed"] = make.make(CalendarFeed, kept | secret, {"account_id": acting.account_id}).id


def remember_browser(world: World, acting: Acting) -> None:
    """Each account has another open browser, which its owner could end."""
    staff = next(it for it in world.staff.values() if it.ids["account"] == acting.account_id)
    staff.ids.setdefault("acting", acting)
    staff.ids["holder"] = holder_of(acting)
    if "browser" not in staff.ids:
        hash_ = world.plant("secret", staff, word("browser", staff.key))
        staff.ids["browser"] = make.make_signed_in(acting, hash_, {}).id
        open_feed(world, staff, acting)


def prepare_journeys(world: World) -> None:
    """Each run has sent its instructions; each person has a letter, and a flight that is known."""
    rows = {it.key: instruct(world, it) for it in world.runs.values()}
    for place in world.places.values():
        if place.is_enrolled:
            prepare_journey(world, place, rows[place.run.key])


def instruct(world: World, run: Run) -> JoiningInstructions:
    row = {
        "offering_id": run.ids["id"],
        "number": 1,
        "status": JoiningStatus.SENT,
        "texts": {"en": {"where_and_when": "The gate", "contacts": world.plant("contact", run)}},
        "reports_at": clock.now(),
        "sent_at": clock.now(),
        "run_version": 1,
    }
    return make.make(JoiningInstructions, row, {})


def prepare_journey(world: World, place: Place, row: JoiningInstructions) -> None:
    enrolment = db.session.get_one(Enrolment, place.ids["enrolment"])
    place.ids["token"] = sealed(enrolment.word, SECRET)
    page = store(f"%PDF-1.7 {world.plant('letter', place)}".encode(), "application/pdf")
    letter = {"instructions_id": row.id, "language": "en", "file_id": page.id}
    make.make(JoiningLetter, letter | {"made_at": clock.now()}, make.of_enrolment(enrolment))
    mark = {
        "step": StepKind.FLIGHT,
        "state": StepState.DONE,
        "arrives_at": clock.now(),
        "flight": world.plant("flight", place),
        "at": clock.now(),
    }
    make.make(TravelMark, mark, make.of_enrolment(enrolment))


def pool_people(world: World) -> None:
    """One of each country is in the trainers' pool and is asked to teach in their own run."""
    for key, run in (("asha", "near"), ("luz", "near")):
        place = world.places[key]
        person, near = row_of_person(place), row_of_run(place.run)
        whose = {"person_id": person.id, "party_id": person.party_id}
        what = {"course_id": near.course_version.course_id, "graduated_in_id": near.id}
        state = {"status": PoolStatus.TRAINER, "level": PoolStatus.TRAINER, "since": clock.now()}
        member = make.make(PoolMembership, what | state, whose)
        asked = {"role": StaffRole.TRAINER, "invited_at": clock.now()}
        asked |= {
            "until": clock.now() + timedelta(days=9),
            "offering_id": world.runs[run].ids["id"],
        }
        invitation = make.make(PoolInvitation, asked | {"membership_id": member.id}, whose)
        place.ids |= {"membership": member.id, "teaching": invitation.id}


def certify(world: World) -> None:
    """Certificates by the action that makes them, with a stored page that is a canary itself."""
    for run in world.runs.values():
        if run.key != "drafted":
            certify_run(world, run)
    for run in world.runs.values():
        recommend_again(world, run)
        doubt_names(world, run)
    hide_in_the_outbox(world)


def recommend_again(world: World, run: Run) -> None:
    """A list waits for approval, with everybody in the run on it."""
    row = {
        "offering_id": run.ids["id"],
        "dated_on": clock.now().date(),
        "note": world.plant("award", run),
        "recommended_by_id": world.staff["coordinatorb"].ids["account"],
        "recommended_at": clock.now(),
    }
    award = make.make(Award, row, {})
    for place in world.places.values():
        if place.is_enrolled and place.run is run:
            enrolment = db.session.get_one(Enrolment, place.ids["enrolment"])
            line = {"award_id": award.id, "kind": "completion", "qualification": "Instructor"}
            make.make(AwardLine, line, make.of_enrolment(enrolment))


def doubt_names(world: World, run: Run) -> None:
    """Somebody said of everybody that the name is not right, and how it should be."""
    of_person = {it.ids["person"]: it for it in world.places.values() if it.is_enrolled}
    for line in names_in(row_of_run(run)):
        wish = world.plant("wish", of_person[line.person.person_id])
        shown, by = seen(line.names), world.actings[Role.COORDINATOR]
        certificates.doubt_name(line, shown, note=wish, by=by)


def certify_run(world: World, run: Run) -> None:
    done = certificates.register(row_of_run(run), by=world.actings[Role.COORDINATOR])
    by_enrolment = {it.ids.get("enrolment"): it for it in world.places.values()}
    for certificate in done.certificates:
        place = by_enrolment[certificate.enrolment_id]
        if "certificate" not in place.ids:
            world.plant("serial", place, certificate.serial)
            world.plant("code", place, certificate.code)
            page = store(f"%PDF-1.7 {world.plant('page', place)}".encode(), "application/pdf")
            certificates.attach(certificate, page)
            place.ids["certificate"] = certificate.id
            place.ids["request"] = wish_for(world, place, certificate)


def wish_for(world: World, place: Place, certificate) -> int:
    """A corrected name is asked for and waits."""
    text = world.plant("correction", place)
    asked = {
        "certificate_id": certificate.id,
        "wish": Wish.CORRECTION,
        "names": {"name": text, "name_language": "en", "native": None, "native_language": None},
        "reason": text,
        "asked_by_id": world.staff["coordinatorb"].ids["account"],
        "asked_at": clock.now(),
    }
    return make.make(CertificateRequest, asked, whose(certificate)).id


def hide_in_the_outbox(world: World) -> None:
    """Mail is read by nobody on any page: neither its words nor its address nor what went wrong."""
    place = world.places["asha"]
    told = {it: word(f"mailed{it}", place.key) for it in ("to", "words", "problem")}
    for text in told.values():
        world.plant("mailed", place, text)
    row = {
        "key": "a mail",
        "to": f"{told['to']}@example.org",
        "template": "invitation",
        "words": {"name": told["words"]},
        "written_at": clock.now(),
        "problem": told["problem"],
    }
    make.make(Message, row, {})


def ask_people(world: World) -> None:
    """Every run was asked; its questionnaire is closed, and what was said is shown."""
    asked = None
    for run in world.runs.values():
        row = row_of_run(run)
        asked = asked or questionnaires.start(
            row.course_version, by=world.actings[Role.COORDINATOR]
        )
        opened = {"opened_on": row.starts_on, "closes_on": row.ends_on, "least": 5, "answered": 5}
        of = {
            "offering_id": row.id,
            "questionnaire_id": asked.id,
            "status": QuestionnaireStatus.CLOSED,
        }
        held = make.make(QuestionnaireRound, opened, of)
        question = questions_of(asked.id)[-1]
        for number in range(5):
            text = word(f"said{'abcde'[number]}", run.key)
            said = {"round_id": held.id, "question_id": question.id}
            make.make(AnswerText, {"text": world.plant("said", run, text)}, said)


def note_the_days(world: World) -> None:
    """A note and an incident in every run, by somebody of the programme."""
    for run in world.runs.values():
        row, account = row_of_run(run), world.staff["coordinatorb"].ids["account"]
        note = {"day": row.starts_on, "text": world.plant("daynote", run), "at": clock.now()}
        written = {"offering_id": row.id, "account_id": account}
        run.ids["note"] = make.make(DailyNote, note, written).id
        what, people = world.plant("incident", run), word("concerned", run.key)
        told = {"kind": IncidentKind.OTHER, "happened_at": clock.now(), "what": what, "done": ""}
        of = {"run_id": row.id, "people": world.plant("incident", run, people), "at": clock.now()}
        run.ids["incident"] = make.make(Incident, told, {**of, "reporter_id": account}).id


def ask_for_work(world: World) -> None:
    asks = world.staff["coordinatorb"]
    grant = {"account_id": asks.ids["account"], "reason": "Visa letters", "asked_at": clock.now()}
    near = {"offering_id": world.runs["near"].ids["id"]}
    asks.ids["grant"] = make.make(DocumentGrant, grant, near).id
    for key, office in (("near", "coordinatora"), ("far", "coordinatorb")):
        staff = world.staff[office]
        row = {
            "kind": "certificates.issue",
            "key": f"work {key}",
            "arguments": {
                "run": world.runs[key].ids["code"],
                "offering_id": world.runs[key].ids["id"],
            },
            "status": JobStatus.FAILED,
            "done": 1,
            "total": 3,
            "problems": [world.plant("job", staff, word("problem", staff.key))],
            "error": world.plant("job", staff, word("error", staff.key)),
            "account_id": staff.ids["account"],
            "office_id": staff.ids["office"],
            "role": Role.COORDINATOR,
            "asked_at": clock.now(),
        }
        staff.ids["job"] = make.make(Job, row, {}).id
        staff.ids["bundle"] = gather(world, world.runs[key], staff)


def gather(world: World, run: Run, staff: Staff) -> int:
    """All certificates of a run in one file, for the coordinator who asked alone."""
    text = world.plant("job", staff, word("bundle", staff.key)).encode()
    made = {"place": f"bundles/zip/{run.key}", "name": "x.zip", "media_type": "application/zip"}
    lay_aside(made["place"], BytesIO(text))
    row = {
        "kind": "certificates.zip",
        "key": f"bundle {run.key}",
        "arguments": {"run": run.ids["code"], "offering_id": run.ids["id"]},
        "status": JobStatus.DONE,
        "result": made | {"size": len(text)},
        "account_id": staff.ids["account"],
        "office_id": staff.ids["office"],
        "role": Role.COORDINATOR,
        "asked_at": clock.now(),
        "ended_at": clock.now(),
    }
    return make.make(Job, row, {}).id


def row_of_party(code: str) -> Party:
    return db.session.scalars(select(Party).where(Party.code == code)).one()


def row_of_run(run: Run) -> CourseOffering:
    return db.session.get_one(CourseOffering, run.ids["id"])


def row_of_session(run: Run) -> Session:
    return db.session.get_one(Session, run.ids["session"])


def row_of_person(place: Place) -> Person:
    return db.session.get_one(Person, place.ids["person"])


def row_of_allocation(place: Place) -> SeatAllocation:
    return db.session.get_one(SeatAllocation, place.run.ids[f"allocation {place.party}"])


def competencies_of(run: Run) -> list[Competency]:
    version = row_of_run(run).course_version_id
    return list(db.session.scalars(select(Competency).where(Competency.version_id == version)))


def holder_of(acting: Acting) -> int:
    found = select(OfficeHolder.id).where(OfficeHolder.account_id == acting.account_id)
    return db.session.scalars(found).one()


def staffing_of(run: Run) -> int:
    found = select(Staffing.id).where(Staffing.offering_id == run.ids["id"]).order_by(Staffing.id)
    return db.session.scalars(found).first()
