"""Plans as the rules see them, and what a conflict is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from tpp.errors import Refused


class Kind(StrEnum):
    """What two sides of a conflict want, or what one side lacks."""

    TRAINER = "trainer"
    INTERPRETER = "interpreter"
    ROOM = "room"
    EQUIPMENT = "equipment"
    GROUP = "group"
    TRAINEE = "trainee"
    ROOM_CAPACITY = "room_capacity"
    VENUE_CAPACITY = "venue_capacity"
    QUALIFICATION = "qualification"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody of a team in one session."""

    account: int
    party: int | None = None
    """The State that sent them."""
    teaches: bool = True
    interprets: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A session that takes place: two moments, and what it needs. It ends before its end."""

    id: int
    run: int
    starts: datetime
    ends: datetime
    first_day: date
    """The day on which it begins, in the zone of its run."""
    last_day: date
    room: int | None = None
    group: int | None = None
    """Without one it is for everybody in the run."""
    heads: int = 0
    """How many are taught: those in the group, or the seats of the run."""
    staff: tuple[Post, ...] = ()
    stations: tuple[tuple[int, int], ...] = ()
    """Equipment and how many machines of it."""

    @property
    def span(self) -> str:
        return f"{self.id}:{self.starts.isoformat()}/{self.ends.isoformat()}"


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A run that takes place, and what its course version demands of whoever teaches."""

    id: int
    starts_on: date
    ends_on: date
    seats: int
    venue: int | None = None
    demands: tuple[str, ...] = ()

    @property
    def span(self) -> str:
        return f"{self.id}:{self.starts_on}/{self.ends_on}:{self.seats}"


@dataclass(frozen=True)
class Plan:
    """Everything that the rules look at."""

    blocks: tuple[Block, ...] = ()
    runs: Mapping[int, RunPlan] = field(default_factory=dict)
    rooms: Mapping[int, int] = field(default_factory=dict)
    """Capacity of those rooms of which it is known."""
    venues: Mapping[int, int] = field(default_factory=dict)
    """Capacity of those venues of which it is known."""
    equipment: Mapping[int, int] = field(default_factory=dict)
    """Machines that are held."""
    outages: tuple[tuple[int, datetime, datetime, int], ...] = ()
    """Equipment, from, until, and how many machines are out of service."""
    sharing: frozenset[tuple[int, int]] = frozenset()
    """Pairs of groups that have a member in common, the smaller number first."""
    trainees: Mapping[int, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """Those in several runs: human -> run -> their groups in it."""
    absences: tuple[tuple[int | None, int | None, date, date], ...] = ()
    """Account or State, and the first and last day away."""
    qualifications: Mapping[tuple[int, str], date] = field(default_factory=dict)
    """Until when somebody holds a qualification."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cannot be done as it is planned, with all its sides."""

    kind: Kind
    thing: int
    """The account, room, equipment, venue or group; 0 where the sides say it all."""
    sessions: tuple[int, ...]
    runs: tuple[int, ...]
    people: tuple[int, ...] = ()
    """Trainees who are in both sides, each a human being; never shown to whoever sees one side only."""
    needed: int = 0
    there: int = 0
    lacks: str = ""
    """The qualification that somebody lacks."""
    state: str = ""
    """Of the sides, a digest: another one once a side changed."""

    @property
    def key(self) -> str:
        """Names the conflict as long as its sides are the same."""
        sides = self.runs if self.kind is Kind.QUALIFICATION else self.sessions or self.runs
        words = f"{self.kind} {self.thing} {self.lacks} {','.join(map(str, sides))}"
        return digest(words)


def digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:40]


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why it can stay so: others read it.", "reason")
