"""What is taught in the demonstration: which courses, how long, where, and in which moment of their life."""

from dataclasses import dataclass
from enum import StrEnum

from tpp.demonstration.rules.fates import Fate

MACHINES = ("bulldozer", "hydraulic excavator", "wheel loader", "motor grader")
EAST_AFRICA = ("IPSTC", "HPSS", "URDCC")
ASIA = ("EB249", "IPSC", "KSPEU")
ENTEBBE = ("RSCE", "UNCAP")
BENGUERIR = "Two trainings at Benguerir"


class Rhythm(StrEnum):
    """How often a run meets: twice or once each weekday, or once a week where it is a long one."""

    TWICE_A_DAY = "twice_a_day"
    DAY = "day"
    WEEK = "week"


class Turn(StrEnum):
    """How a run goes: as planned, or not."""

    USUAL = "usual"
    DRAFT = "draft"
    NOT_OPEN = "not_open"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def has_people(self) -> bool:
        return self not in (Turn.DRAFT, Turn.NOT_OPEN)


class Shown(StrEnum):
    """What a run around today shows besides; too much work, and of no use, in every run of many years."""

    PAPERS = "papers"
    OVERRIDE = "override"
    MOVED_SEATS = "moved_seats"
    WRITTEN_CALL = "written_call"
    """A call is written and nobody has been written to yet."""
    LIST = "list"
    """The first office asked uploads a list of nominees, and all of it is written."""
    LIST_TO_CORRECT = "list_to_correct"
    JOINING = "joining"
    DESK = "desk"
    """People arrive today."""


@dataclass(frozen=True)
class Taught:
    """A course as the demonstration holds it."""

    course: str
    days: int
    rhythm: Rhythm
    venues: tuple[str, ...]
    since: int = 2022
    languages: tuple[str, ...] = ("en",)
    machines: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    women_only: bool = False


PAST = (
    Taught("HEE-B", 54, Rhythm.WEEK, (*EAST_AFRICA, *ASIA), machines=MACHINES),
    Taught("FMAC", 5, Rhythm.TWICE_A_DAY, ("RSCE",), supporters=("JPN",)),
    Taught("WOC", 12, Rhythm.DAY, ENTEBBE, supporters=("JPN", "CAN"), women_only=True),
    Taught("EPM", 26, Rhythm.WEEK, ("GERICINO",), supporters=("BRA",)),
    Taught("UNBFAC", 5, Rhythm.DAY, ("TSMPF",)),
    Taught("HEE-TOT", 33, Rhythm.WEEK, ("BENGUERIR",), languages=("fr", "ar"), supporters=("CHE",)),
    Taught("MUAS", 12, Rhythm.DAY, ENTEBBE, supporters=("JPN",)),
    Taught("HEE-I", 33, Rhythm.WEEK, ASIA, machines=MACHINES[:3]),
    Taught(
        "FMAC", 5, Rhythm.TWICE_A_DAY, ("BENGUERIR",), languages=("ar", "fr"), supporters=("CHE",)
    ),
    Taught("CST", 5, Rhythm.DAY, ("UNCAP",), supporters=("ISR",)),
    Taught("HEE-MNT", 26, Rhythm.WEEK, ("URDCC", "GERICINO")),
    Taught("FMAC-TOT", 15, Rhythm.DAY, ("RSCE",), 2023, supporters=("JPN",)),
    Taught("CPM", 5, Rhythm.DAY, ("ONLINE",), 2024, supporters=("JPN",)),
    Taught("HEE-EHAT", 33, Rhythm.WEEK, ("IPSTC",), 2024, machines=MACHINES[:2]),
    Taught("EPM", 26, Rhythm.WEEK, ("HPSS",), supporters=("BRA",)),
    Taught("DF-1", 5, Rhythm.DAY, ("RSCE",), 2025, supporters=("CAN",)),
)
"""What was held before, one after the other, so that pillars and continents take turns."""


@dataclass(frozen=True)
class Arranged:
    """A run that begins so many days from today, to show one moment of a training's life."""

    taught: Taught
    venue: str
    offset: int
    lead: int = 0
    turn: Turn = Turn.USUAL
    has_cameo: bool = False
    made_before: int = 150
    certified_after: int = 5
    asked: tuple[str, ...] = ("KEN",)
    must: tuple[Fate, ...] = ()
    """Fates that the first office asked meets in any case."""
    shows: tuple[Shown, ...] = ()
    floor: int | None = None
    call: str = ""
    """Runs with the same words here are called together, under these words."""
    stations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Languages in which the run is taught in groups."""


PRESENT = (
    # Held now: sessions today for the trainer who signs in.
    Arranged(
        Taught("HEE-B", 54, Rhythm.TWICE_A_DAY, (), machines=MACHINES, supporters=("JPN",)),
        "HPSS",
        -12,
    ),
    Arranged(Taught("FMAC", 5, Rhythm.TWICE_A_DAY, (), supporters=("JPN",)), "RSCE", -2, lead=1),
    # Over, and outcomes wait to be decided.
    Arranged(Taught("UNBFAC", 5, Rhythm.DAY, ()), "TSMPF", -5),
    # Over and decided: certificates wait to be issued.
    Arranged(
        Taught("MUAS", 12, Rhythm.DAY, (), supporters=("JPN",)),
        "UNCAP",
        -18,
        certified_after=40,
        must=(Fate.NOT_ASSESSED,),
    ),
    # Confirmed: people arrive for one today, and prepare their journey to another.
    Arranged(Taught("UNBFAC", 5, Rhythm.DAY, ()), "HPSS", 0, 2, shows=(Shown.JOINING, Shown.DESK)),
    Arranged(
        Taught("HEE-I", 33, Rhythm.WEEK, (), machines=MACHINES[:3]),
        "IPSC",
        20,
        has_cameo=True,
        shows=(Shown.JOINING,),
        floor=30,
        stations=("Bulldozer", "Hydraulic excavator", "Wheel loader"),
    ),
    Arranged(Taught("HEE-MNT", 26, Rhythm.WEEK, ()), "GERICINO", 40, lead=2, turn=Turn.POSTPONED),
    # Seats are offered and answered; nominations are judged; the call closes soon; it is open.
    Arranged(
        Taught("EPM", 26, Rhythm.WEEK, (), supporters=("BRA",)),
        "HPSS",
        62,
        3,
        has_cameo=True,
        must=(Fate.RETURNED, Fate.RESERVE),
        shows=(Shown.PAPERS, Shown.MOVED_SEATS),
        floor=30,
    ),
    Arranged(
        Taught("HEE-EHAT", 33, Rhythm.WEEK, (), machines=MACHINES[:2]),
        "IPSTC",
        75,
        4,
        must=(Fate.INELIGIBLE,),
        shows=(Shown.PAPERS, Shown.OVERRIDE),
        stations=("Bulldozer", "Hydraulic excavator"),
    ),
    Arranged(
        Taught("FMAC", 5, Rhythm.TWICE_A_DAY, (), supporters=("JPN",)),
        "RSCE",
        80,
        1,
        must=(Fate.DRAFT, Fate.DRAFT, Fate.COMPLETES),
        shows=(Shown.PAPERS,),
    ),
    Arranged(
        Taught("HEE-TOT", 33, Rhythm.WEEK, (), languages=("fr",), supporters=("CHE",)),
        "BENGUERIR",
        105,
        5,
        shows=(Shown.LIST_TO_CORRECT,),
        call=BENGUERIR,
    ),
    Arranged(
        Taught("FMAC", 5, Rhythm.TWICE_A_DAY, (), languages=("fr", "ar"), supporters=("CHE",)),
        "BENGUERIR",
        105,
        6,
        shows=(Shown.LIST,),
        call=BENGUERIR,
        groups=("French", "Arabic"),
    ),
    # Seats offered, no call yet; planned; a draft.
    Arranged(
        Taught("WOC", 12, Rhythm.DAY, (), supporters=("JPN", "CAN"), women_only=True),
        "UNCAP",
        134,
        6,
        turn=Turn.NOT_OPEN,
        shows=(Shown.WRITTEN_CALL,),
    ),
    Arranged(
        Taught("HEE-B", 54, Rhythm.WEEK, (), machines=MACHINES, supporters=("JPN",)),
        "EB249",
        148,
        turn=Turn.NOT_OPEN,
    ),
    Arranged(
        Taught("CPM", 5, Rhythm.DAY, (), supporters=("JPN",)),
        "ONLINE",
        170,
        2,
        Turn.DRAFT,
        made_before=173,
    ),
    # Never held.
    Arranged(
        Taught("DF-1", 5, Rhythm.DAY, (), supporters=("CAN",)), "RSCE", -100, 7, Turn.CANCELLED
    ),
)
