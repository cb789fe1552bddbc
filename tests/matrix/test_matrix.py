"""The authorisation matrix: every address × every method × every role × whose object it is.

Made from the URL map: a new view is in it without being named here. Every private value of the world is
a canary; one that reaches somebody who may not read it, in a page, a file, a header or the log, fails,
as does a foreign row that answers with anything but 404, and a row that changed by a forbidden POST.
"""

import pytest

from tests.matrix.attack import Attacker, Visits
from tests.matrix.state import rows, rows_of_others
from tpp.acting import Role

pytestmark = pytest.mark.both

ROLES = [*Role, None]


def told(role):
    return role or "public"


@pytest.fixture
def attacker(app, world):
    made = []

    def enter(role):
        made.append(Attacker(app, world, world.actings.get(role), Visits(app)))
        return made[-1]

    yield enter
    for it in made:
        it.register.close()


def check(attacker, tally):
    tally(attacker.report)
    assert not attacker.report.leaks, str(attacker.report)
    assert not attacker.report.wrong, str(attacker.report)


@pytest.mark.parametrize("role", ROLES, ids=told)
def test_nobody_reads_what_is_not_theirs(attacker, role, tally):
    reader = attacker(role)
    reader.read_everything()
    check(reader, tally)


@pytest.mark.parametrize("role", ROLES, ids=told)
def test_no_filter_and_no_search_reaches_further(attacker, role, tally):
    reader = attacker(role)
    reader.search_everything()
    check(reader, tally)


@pytest.mark.parametrize("role", ROLES, ids=told)
def test_nobody_writes_what_is_not_theirs(attacker, role, forms, tally):
    writer = attacker(role)
    writer.write_where_forbidden(forms)
    check(writer, tally)


@pytest.mark.parametrize("role", ROLES, ids=told)
def test_what_one_may_write_changes_and_tells_nothing_of_others(
    attacker, world, role, forms, tally
):
    writer = attacker(role)
    tables = rows()
    others = rows(of_others(world, role)) if role in TIES else {}
    writer.write_where_allowed(forms)
    check(writer, tally)
    if others:
        assert rows(of_others(world, role)) == others
    changed = {name for name, lines in rows().items() if lines != tables[name]}
    assert changed - OF_THE_VISIT - WRITTEN_BY[role] == set()


OF_THE_VISIT = {"account", "signed_in", "entry", "message", "invitation"}
"""What anybody changes: the own account, its browsers, a forgotten password, and the logbook of it."""

PLACES = {"nomination", "enrolment", "seat_allocation", "seat_entry", "standing"}
RUNS = {
    "course_offering",
    "participation",
    "contribution",
    "staffing",
    "session",
    "conflict_acceptance",
    "session_staff",
    "session_station",
    "trainee_group",
    "venue",
    "room",
    "equipment",
    "out_of_service",
    "nomination_call",
    "called_run",
    "asked_party",
    "call_letter",
    "seat_group",
    "reoffering_order",
    "call_addressee",
}
TIMETABLES = {"timetable_template", "timetable_block", "timetable_deed", "free_time"}
PEOPLE = {"person", "person_name", "contact_point", "person_language", "licence", "person_key"}
PAIRS = {"person_pair", "person_merge"}
LINKS = {"certificate_link"}
POOL = {"pool_membership", "pool_invitation"}
AFTER_ISSUE = {"certificate", "certificate_name", "certificate_request"}
AWARDS = {"award", "award_line", "name_check", "name_wish"}
DAYS = {"daily_note", "incident", "incident_step"}
ASKING = {"questionnaire", "question", "questionnaire_round"}
PAPERS = {"clearance", "rule_override", "document_grant"}
JOURNEYS = {"joining_instructions", "travel_plan", "travel_mark", "arrival"}
WRITTEN_BY = {
    Role.COORDINATOR: {
        *PLACES,
        *RUNS,
        *TIMETABLES,
        "calendar_feed",
        *PEOPLE,
        *PAIRS,
        *PAPERS,
        *JOURNEYS,
        *ASKING,
        *DAYS,
        *AWARDS,
        "staff_name",
        "outcome",
        "written_result",
        "conduct_record",
        "job",
        *LINKS,
        *POOL,
        *AFTER_ISSUE,
        "expiry_notice",
        "office",
        "office_holder",
        "signatory",
        "certificate_design",
        "design_choice",
        "design_trial",
    },
    Role.FOCAL_POINT: {
        "calendar_feed",
        "name_check",
        *PLACES,
        *PEOPLE,
        *PAIRS,
        "asked_party",
        "clearance",
        "nominee_document",
        "document_withdrawal",
        *LINKS,
        "certificate_request",
        "stored_file",
        "erased_file",
        "course_offering",
        "travel_mark",
        "job",
        "roll",
        "roll_row",
        "roll_heading",
    },
    Role.TRAINER: {
        *DAYS,
        "calendar_feed",
        "timetable_deed",
        "free_time",
        "staff_name",
        "award",
        "award_line",
        *PLACES,
        "session",
        "session_staff",
        "session_station",
        "arrival",
        "attendance_record",
        "assessment_result",
        "written_result",
        "conduct_record",
        "outcome",
        "course_offering",
    },
    Role.TRAINEE: {
        "calendar_feed",
        *PLACES,
        "name_check",
        "name_wish",
        *LINKS,
        "pool_invitation",
        "certificate_request",
        "travel_mark",
        "job",
    },
    Role.ADMINISTRATOR: {"document_grant", "office", "office_holder", "appointment", "job"},
    Role.AUDITOR: {"calendar_feed"},
    Role.SUPPORTER: {"calendar_feed"},
    None: set(),
}
"""The tables that each role writes, whatever the permission table says (``seats_offered`` of a run falls
when an office gives seats back, and rises when somebody marked as absent comes; whoever takes a place
asks for a letter; a trainee who is let in gets a place in the trainees' office)."""

TIES = {Role.FOCAL_POINT: "party_id", Role.TRAINER: "offering_id", Role.TRAINEE: "person_id"}


def of_others(world, role):
    acting = world.actings[role]
    own = {
        Role.FOCAL_POINT: acting.party_id,
        Role.TRAINER: next(iter(acting.offering_ids), 0),
        Role.TRAINEE: acting.person_id,
    }[role]
    return rows_of_others(TIES[role], own)
