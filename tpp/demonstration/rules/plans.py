"""One invented run: what is taught, where and when, who is asked, and what becomes of them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tpp.demonstration.rules.courses import Shown, Taught, Turn
from tpp.demonstration.rules.fates import CHOSEN, Fate
from tpp.demonstration.rules.places import Venue


@dataclass
class Sender:
    """A Party that is offered seats in a run, and what becomes of the people it puts forward."""

    party: str
    fates: list[Fate] = field(default_factory=list)
    answer: bool | None = True
    """Takes the seats, declines them, or (None) does not answer."""
    spare: int = 0
    names_nobody: bool = False
    """Has seats, and answers the call that it has nobody to name."""

    @property
    def seats(self) -> int:
        """Enough for whoever is chosen in the first round, and some that nobody uses."""
        return max(1, sum(fate in CHOSEN for fate in self.fates) + self.spare)


@dataclass
class Plan:
    """One invented run: what is taught, where, when, and who comes."""

    taught: Taught
    venue: Venue
    starts_on: date
    senders: list[Sender]
    turn: Turn = Turn.USUAL
    lead: int = 0
    """Which of the trainers leads it; the first is the one who signs in."""
    supporters: tuple[str, ...] = ()
    floor: int | None = None
    asked: tuple[str, ...] = ()
    """Countries that are asked in any case."""
    must: tuple[Fate, ...] = ()
    """Fates that the first office asked meets in any case."""
    is_around_today: bool = False
    """Offices answer what the course asks, and their authorities decide."""
    shows: tuple[Shown, ...] = ()
    call: str = ""
    """Runs with the same words here are called together, under these words."""
    stations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Languages in which the run is taught in groups."""
    has_cameo: bool = False
    certified_after: int = 5
    """Days after the last one on which certificates are issued."""
    made_before: int = 150
    """Days before the first one on which the run is planned."""

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=self.taught.days - 1)

    @property
    def seats(self) -> int:
        return sum(sender.seats for sender in self.senders) + 2

    def moment(self, days: int, at: str = "09:00") -> datetime:
        """A time on the wall of the venue, so many days from the first one."""
        day = self.starts_on + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.venue.timezone))

    def after(self, days: int, at: str = "09:00") -> datetime:
        """The same, counted from the last day."""
        return self.moment(self.taught.days - 1 + days, at)
