"""What every address needs as values: made from the application's URL map, never by hand.

An argument is known by the words before it and its own name (``runs code``). One that is not known here
fails the matrix: say in ``SOURCES`` what it stands for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from werkzeug.routing import Rule

from tests.matrix.reach import Place, Run, Seats, Staff, reaches
from tests.matrix.world import World
from tpp.acting import Role
from tpp.nominations.rules import Status

MISSING = 999_999
NOWHERE = "ENG-NOWHERE-2026-99"


class Unknown(Exception):
    """An address has an argument that the matrix does not know."""


Owner = Run | Place | Staff | Seats | None


@dataclass(frozen=True)
class Target:
    """Values for one address, and whose they are: of nobody, where there is no such row."""

    owner: Owner
    values: dict[str, Any] = field(hash=False)
    kind: str = ""
    is_open: bool = False
    """Public reference data: anybody who may see the page may see this."""

    def __str__(self) -> str:
        return str(self.owner or ("open" if self.is_open else "missing"))


def of_runs(name: str):
    return lambda world: [(run, run.ids[name]) for run in world.runs.values()]


def of_places(name: str):
    return lambda world: [
        (place, place.ids[name]) for place in world.places.values() if name in place.ids
    ]


def of_staff(name: str, *keys: str):
    return lambda world: [
        (staff, staff.ids[name])
        for staff in world.staff.values()
        if name in staff.ids and (not keys or staff.key in keys)
    ]


def of_seats(world: World):
    return [
        (Seats(run, party), run.ids[f"allocation {party}"])
        for run in world.runs.values()
        for party in run.parties
    ]


def of_seats_named(name: str):
    return lambda world: [
        (Seats(run, party), run.ids[f"{name} {party}"])
        for run in world.runs.values()
        for party in run.parties
        if f"{name} {party}" in run.ids
    ]


def of_codes(world: World):
    """The address of a certificate is its own secret: whoever has it may read that page."""
    return [(None, code) for code in ("0" * 26, "not-a-code", "%E2%80%AE")]


def words(*known: Any):
    return lambda _world: [("open", it) for it in known]


FEW = ("focalken", "focalper", "administratora", "trainera")

SOURCES = {
    "runs code": of_runs("code"),
    "venues venue_id": lambda world: [("open", world.venue)],
    "outages outage_id": lambda world: [("open", it) for it in world.outages],
    "attendance session_id": of_runs("session"),
    "sessions session_id": of_runs("later session"),
    "timetables template_id": lambda world: [("open", world.template)],
    "timetable-blocks block_id": lambda world: [("open", world.block)],
    "days-off free_id": of_runs("day off"),
    "feeds feed_id": of_staff("feed"),
    "calendars word": of_codes,
    "participations participation_id": of_runs("participation"),
    "contributions contribution_id": of_runs("contribution"),
    "staffings staffing_id": of_runs("staffing"),
    "seats allocation_id": of_seats,
    "groups group_id": of_runs("group"),
    "calls call_id": of_runs("call"),
    "letters kind": words("opening"),
    "rolls roll_id": of_seats_named("roll"),
    "letters addressee_id": of_seats_named("addressee"),
    "people person_id": of_places("person"),
    "pool membership_id": of_places("membership"),
    "pool-invitations invitation_id": of_places("teaching"),
    "proposals outcome_id": words(0),
    "duplicates pair_id": of_places("pair"),
    "nominations nomination_id": of_places("nomination"),
    "documents document_id": of_places("document"),
    "document-grants grant_id": lambda world: [
        ("open", it.ids["grant"]) for it in world.staff.values() if "grant" in it.ids
    ],
    "assessments enrolment_id": of_places("enrolment"),
    "preview enrolment_id": of_places("enrolment"),
    "stations machine": words("without-machine"),
    "machine-sheets enrolment_id": of_places("enrolment"),
    "moderation result_id": of_places("result"),
    "tests test_id": lambda world: [("open", world.test)],
    "team staffing_id": of_runs("staffing"),
    "name person_id": of_places("person"),
    "certificates certificate_id": of_places("certificate"),
    "certificate-requests request_id": of_places("request"),
    "signatories signatory_id": lambda world: [("open", world.signatory)],
    "designs design_id": lambda world: [("open", it) for it in world.designs],
    "places enrolment_id": of_places("enrolment"),
    "arrivals token": of_places("token"),
    "jobs job_id": of_staff("job"),
    "bundles job_id": of_staff("bundle"),
    "accounts account_id": of_staff("account", *FEW),
    "offices office_id": of_staff("office", *FEW),
    "holdings holder_id": of_staff("holder", *FEW),
    "browsers browser_id": of_staff("browser"),
    "invitations invitation_id": of_staff("invitation"),
    "appointments appointment_id": of_staff("appointment"),
    "invitations token": of_codes,
    "passwords token": of_codes,
    "verify code": of_codes,
    "links word": of_codes,
    "questionnaires word": of_codes,
    "questions position": words(1),
    "notes note_id": of_runs("note"),
    "incidents incident_id": of_runs("incident"),
    "status page": words(0),
    "courses code": lambda world: [("open", world.course)],
    "versions number": words(1),
    "historical run_id": words("R001"),
    "language code": words("fr"),
}
CHOICES = {"letters kind", "stations machine"}
"""Arguments of a few words: with another one there is no such address, whoever asks."""
WITHIN_RUNS = {"notes note_id", "incidents incident_id"} | {
    "attendance session_id",
    "assessments enrolment_id",
    "preview enrolment_id",
    "machine-sheets enrolment_id",
    "moderation result_id",
    "team staffing_id",
}
"""Parts of a run whose address names the run as well."""


def arguments(rule: Rule) -> list[tuple[str, str]]:
    """Each argument of an address: the key under which the matrix knows it, and its name."""
    found = []
    for before, name in re.findall(r"/([\w-]+)/<(?:[^:>]+:)?(\w+)>", rule.rule):
        key = f"{before} {name}"
        if key not in SOURCES:
            raise Unknown(
                f"{rule.rule} ({rule.endpoint}) has the argument {key!r}, which the matrix does not"
                f" know: add it to SOURCES in {__name__}, with objects of both countries and all runs"
            )
        found.append((key, name))
    if len(found) != len(rule.arguments):
        raise Unknown(f"{rule.rule}: an argument stands after no fixed word")
    return found


def targets(rule: Rule, world: World) -> Iterator[Target]:
    """Own, another country's, another run's and missing objects for an address."""
    known = arguments(rule)
    if not known:
        yield Target(None, {}, is_open=True)
        return
    (key, name), *rest = known[::-1]
    rows = SOURCES[key](world)
    if not rest:
        for owner, value in rows:
            yield target(owner, {name: value}, key)
        yield Target(None, {name: missing(rows)}, key)
    elif key in WITHIN_RUNS:
        yield from inside_runs(world, rows, rest[0][1], name, key)
    else:
        first = SOURCES[rest[0][0]](world)
        yield target("open", {rest[0][1]: first[0][1], name: rows[0][1]}, key)
        yield Target(None, {rest[0][1]: missing(first), name: rows[0][1]}, key)
        if key not in CHOICES:
            yield Target(None, {rest[0][1]: first[0][1], name: MISSING}, key)


def inside_runs(world: World, rows: list, code: str, name: str, key: str) -> Iterator[Target]:
    """A part under its own run, and under another run, where it is not to be found."""
    for owner, value in rows:
        home = owner if isinstance(owner, Run) else owner.run
        yield Target(owner, {code: home.ids["code"], name: value}, key)
        for run in world.runs.values():
            if run is not home and run.key in ("near", "next"):
                yield Target(None, {code: run.ids["code"], name: value}, key)
    yield Target(None, {code: world.runs["near"].ids["code"], name: MISSING}, key)
    yield Target(None, {code: NOWHERE, name: rows[0][1]}, key)


def target(owner: Any, values: dict[str, Any], key: str) -> Target:
    if owner == "open":
        return Target(None, values, key, is_open=True)
    return Target(owner, values, key)


def missing(rows: list) -> Any:
    return MISSING if all(isinstance(value, int) for _, value in rows) else NOWHERE


def must_hide(role: Role | None, target: Target, own: Staff | None) -> bool:
    """Must this address answer as if there were no such row?"""
    owner = target.owner
    if owner is None:
        return not target.is_open
    if target.kind in ("browsers browser_id", "feeds feed_id"):
        return owner is not own
    if target.kind in ("jobs job_id", "bundles job_id"):
        return role is Role.COORDINATOR and owner is not own
    if target.kind == "documents document_id" and role is Role.COORDINATOR:
        return True  # the coordinator of the matrix has no grant
    if target.kind == "nominations nomination_id" and role is Role.COORDINATOR:
        return owner.nomination is Status.DRAFT
    if role is Role.ADMINISTRATOR:
        return False
    return not reaches(role, owner)
