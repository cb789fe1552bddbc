"""Whose things are, and which roles they lie within reach of: written apart from the application."""

from dataclasses import dataclass, field
from typing import Any

from tpp.acting import Role
from tpp.nominations.rules import Status

WORDS = {
    Role.COORDINATOR: "everything but drafts that an office has not sent, and the jobs of other offices",
    Role.AUDITOR: "everything; changes nothing",
    Role.FOCAL_POINT: "people, nominations and seats of the own Party; the runs in which it takes part",
    Role.TRAINER: "the runs taught, and the people enrolled in them",
    Role.TRAINEE: "the own record, and the runs for which one was put forward",
    Role.SUPPORTER: "the runs hosted or supported: counts, no person",
    Role.ADMINISTRATOR: "accounts and offices, the logbook, jobs; no record of a person",
}
"""How far each role sees."""


@dataclass
class Run:
    """A course run and what belongs to it."""

    key: str
    parties: tuple[str, ...]
    supporter: str
    ids: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"the run {self.key}"

    __hash__ = object.__hash__


@dataclass
class Place:
    """A person of a Party in a run: enrolled, or only put forward."""

    key: str
    party: str
    run: Run
    nomination: Status = Status.ACCEPTED
    ids: dict[str, object] = field(default_factory=dict)

    @property
    def is_enrolled(self) -> bool:
        return self.nomination is Status.ACCEPTED

    def __str__(self) -> str:
        return f"{self.key} ({self.party}, {self.run.key})"

    __hash__ = object.__hash__


@dataclass
class Staff:
    """An account of an office, its Party where it has one."""

    key: str
    party: str = ""
    ids: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"the account {self.key}"

    __hash__ = object.__hash__


@dataclass(frozen=True)
class Seats:
    """What is offered to one Party in one run."""

    run: Run
    party: str

    def __str__(self) -> str:
        return f"the seats of {self.party} in {self.run.key}"


def reaches(role: Role | None, owner: Any) -> bool:
    """May this role know of what belongs to this run, person, office or these seats?

    The reader is of Kenya, teaches in the near run, is Asha, or supports as Japan.
    """
    match role:
        case Role.COORDINATOR | Role.AUDITOR:
            return True
        case Role.ADMINISTRATOR:
            return isinstance(owner, Staff)
        case Role.FOCAL_POINT:
            return of_kenya(owner)
        case Role.TRAINER:
            return is_near(owner) and getattr(owner, "is_enrolled", True)
        case Role.TRAINEE:
            return getattr(owner, "key", "") in ("near", "asha", "traineeasha")
        case Role.SUPPORTER:
            return (isinstance(owner, Run) and owner.key == "near") or is_self(
                owner, "supporterjpn"
            )
    return False


def of_kenya(owner: Any) -> bool:
    if isinstance(owner, Run):
        return "KEN" in owner.parties and owner.key != "drafted"
    return getattr(owner, "party", "") == "KEN"


def is_near(owner: Any) -> bool:
    run = owner if isinstance(owner, Run) else getattr(owner, "run", None)
    return (bool(run) and run.key == "near") or is_self(owner, "trainera")


def is_self(owner: Any, key: str) -> bool:
    return isinstance(owner, Staff) and owner.key == key
