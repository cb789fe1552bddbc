"""Who acts in the demonstration: the offices, and the accounts with which a visitor signs in."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import count
from random import Random

import sqlalchemy as sa

from tpp import clock
from tpp.accounts.actions import offices
from tpp.accounts.models import Account, Office
from tpp.acting import SYSTEM, Acting, Role
from tpp.catalogue.models import Competency
from tpp.catalogue.queries import offered_versions
from tpp.catalogue.rules import Pillar
from tpp.catalogue.rules.eligibility import DocumentKind
from tpp.catalogue.rules.sheets import CompetencyKind
from tpp.db import db, transaction
from tpp.demonstration.rules.addresses import address
from tpp.demonstration.rules.dealing import CAMEO
from tpp.demonstration.rules.names import countries, draw_name
from tpp.demonstration.rules.people import the_trainee
from tpp.demonstration.rules.places import SECONDED_TO, SERVING_IN
from tpp.parties.models import Party
from tpp.parties.queries import by_codes
from tpp.parties.rules import PartyKind
from tpp.people import actions as people
from tpp.people.rules import Sex

TRAINERS = ("JPN", "KEN", "KOR", "CHE", "BRA", "JPN", "CAN", "GHA")
"""The State of each trainer; the first one signs in."""

OFFICE = {
    PartyKind.COUNTRY: "National office: {party.name}",
    PartyKind.MISSION: "Training cell: {party.code}",
    PartyKind.ORGANISATION: "Training office: {party.name}",
}


@dataclass
class Cast:
    """Offices and reference rows, as plain values that outlive a transaction."""

    coordinator: Acting
    second: Acting
    administrator: Acting
    second_administrator: Acting
    programme: dict[Role, int]
    """Offices of the programme."""
    trainee: Acting
    trainers: list[Acting]
    focal_points: dict[str, Acting]
    parties: dict[str, Party]
    """Only to be pointed at: apart from any session, so that nothing loads them again."""
    versions: dict[str, int]
    competencies: dict[int, list[tuple[int, str]]]
    kinds: dict[int, tuple[CompetencyKind, list[str]]]
    """How each competency is assessed, with the codes of its tasks."""
    """Of each course version: key and machine."""
    pillars: dict[str, Pillar]
    today: date
    trainee_person: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(2))
    calls: dict[str, int] = field(default_factory=dict)
    """Calls for several runs, by their title."""
    papers: dict[DocumentKind, int] = field(default_factory=dict)
    """Stored files: one specimen of each kind."""
    trained: dict[str, list[tuple[date, int]]] = field(default_factory=dict)
    """Who completed a run, by the Party that keeps the record; asked again later."""


@transaction()
def assemble(password: str, chance: Random, since: datetime, today: date) -> Cast:
    """Open every office and account of the demonstration, as of some day before the first run."""
    with clock.at(since):
        parties = by_codes()
        admin, second_admin = administrators(password)
        of_programme = {
            role: make(role, name, None, admin)
            for role, name in (
                (Role.COORDINATOR, "Programme office"),
                (Role.TRAINER, "Trainers"),
                (Role.TRAINEE, "Trainees"),
                (Role.AUDITOR, "Oversight"),
            )
        }
        signs_in = programme_accounts(of_programme, password, admin)
        versions = offered_versions()
        cast = Cast(
            coordinator=signs_in["coordinator"],
            second=signs_in["coordinator2"],
            administrator=admin,
            second_administrator=second_admin,
            programme={role: office.id for role, office in of_programme.items()},
            trainee=signs_in["trainee"],
            trainers=[
                signs_in["trainer"],
                *other_trainers(of_programme[Role.TRAINER], chance, admin),
            ],
            focal_points=national_offices(parties, password, chance, admin),
            parties=parties,
            versions={it.course.code: it.id for it in versions},
            competencies=competencies(),
            kinds=kinds(),
            pillars={it.course.code: it.course.pillar for it in versions},
            today=today,
        )
        cast.trainee_person = trainee_with_record(cast, since.date())
        db.session.flush()
        for party in parties.values():
            db.session.expunge(party)
        return cast


def trainee_with_record(cast: Cast, on: date) -> int:
    """The record of the trainee who signs in, kept by the country and tied to the account."""
    by = cast.focal_points[CAMEO]
    country = cast.parties[CAMEO]
    facts = asdict(the_trainee(on))
    person = people.add(**facts, party=country, nationality=country, by=by, is_demonstration=True)
    people.change(person, by=cast.coordinator, account_id=cast.trainee.account_id)
    return person.id


def competencies() -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    rows = sa.select(Competency.version_id, Competency.id, Competency.machine)
    for version, key, machine in db.session.execute(rows.order_by(Competency.position)):
        found.setdefault(version, []).append((key, machine))
    return found


def kinds() -> dict[int, tuple[CompetencyKind, list[str]]]:
    rows = db.session.execute(sa.select(Competency.id, Competency.kind, Competency.tasks))
    return {key: (kind, [it["code"] for it in tasks]) for key, kind, tasks in rows}


def administrators(password: str) -> tuple[Acting, Acting]:
    """Two administrators: what one asks for in the programme, the other decides."""
    office = make(Role.ADMINISTRATOR, "Administration of the register", None, SYSTEM)
    first = account("admin", "Administrator (demonstration)", password, SYSTEM)
    second = account("admin2", "Second administrator (demonstration)", password, SYSTEM)
    admin = appointed(first, office, SYSTEM)
    return admin, appointed(second, office, admin)


def programme_accounts(of: dict[Role, Office], password: str, admin: Acting) -> dict[str, Acting]:
    wanted = (
        ("coordinator", "Coordinator (demonstration)", Role.COORDINATOR),
        ("coordinator2", "Second coordinator (demonstration)", Role.COORDINATOR),
        ("trainer", "Trainer (demonstration)", Role.TRAINER),
        ("trainee", "Trainee (demonstration)", Role.TRAINEE),
        ("auditor", "Auditor (demonstration)", Role.AUDITOR),
    )
    return {
        name: appointed(account(name, title, password, admin), of[role], admin)
        for name, title, role in wanted
    }


def other_trainers(office: Office, chance: Random, admin: Acting) -> list[Acting]:
    """Trainers who only stand in the teams of runs: nobody signs in as one of them."""
    people = (
        (f"trainer{number}", draw_name(chance, state, chance.choice((Sex.WOMAN, Sex.MAN))).latin)
        for number, state in enumerate(TRAINERS[1:], start=2)
    )
    return [appointed(account(name, title, "", admin), office, admin) for name, title in people]


def national_offices(
    parties: dict[str, Party], password: str, chance: Random, admin: Acting
) -> dict[str, Acting]:
    """An office and a focal point for each country, organisation and mission that sends people."""
    focal_points = {}
    for code in (*countries(), *SERVING_IN, *SECONDED_TO):
        party = parties[code]
        office = make(Role.FOCAL_POINT, OFFICE[party.kind].format(party=party), party, admin)
        focal_points[code] = appointed(
            account(
                f"focal.{code.lower()}", f"Focal point {code} (demonstration)", password, admin
            ),
            office,
            admin,
        )
        if code == "KEN":
            host_and_sender(office, party, password, admin)
    japan = make(Role.SUPPORTER, "Supporting State: Japan", parties["JPN"], admin)
    appointed(
        account("supporter.jpn", "Supporter JPN (demonstration)", password, admin), japan, admin
    )
    return focal_points


def host_and_sender(office: Office, party: Party, password: str, admin: Acting) -> None:
    """One account with two offices: Kenya sends trainees, and hosts."""
    deputy = account("deputy.ken", "Deputy focal point KEN (demonstration)", password, admin)
    appointed(deputy, office, admin)
    appointed(deputy, make(Role.SUPPORTER, f"Host State: {party.name}", party, admin), admin)


def make(role: Role, name: str, party: Party | None, by: Acting) -> Office:
    return offices.make_office(role, name, party, by=by)


def account(name: str, title: str, password: str, by: Acting) -> Account:
    return offices.open_account(address(name), title, password, by=by, is_demonstration=True)


def appointed(holder: Account, office: Office, by: Acting) -> Acting:
    offices.appoint(holder, office, by=by)
    return Acting(holder.id, holder.name, office.id, office.name, office.role, office.party_id)
