"""Published totals, and which runs of the record each of them is about.

A total is compared only where its words say for certain which runs it counts. The others stay
beside the record without a comparison.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tpp.catalogue.rules import Pillar
from tpp.errors import Refused
from tpp.historical.rules.dates import PartialDate, partial_date
from tpp.historical.rules.reading import Line
from tpp.historical.rules.sources import Source, sources

FIGURE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")
COLUMNS = ("as_of", "metric", "value", "unit", "detail", "source_url")


class Family(StrEnum):
    """Courses that published totals count together."""

    HEE = "hee"
    HEE_TOT = "hee_tot"
    WOMENS_OUTREACH = "womens_outreach"


FAMILY_WORDS = {
    Family.HEE: re.compile(r"\bHEE\b|\bHeavy Engineering Equipment\b", re.IGNORECASE),
    Family.HEE_TOT: re.compile(r"\bHEE (?:Training of Trainers|TOT)\b", re.IGNORECASE),
    Family.WOMENS_OUTREACH: re.compile(r"\bWomen['’]s Outreach\b|\bWOC\b", re.IGNORECASE),
}


class Counted(StrEnum):
    PARTICIPANTS = "participants"
    WOMEN = "women"


@dataclass(frozen=True)
class Scope:
    """What a published total counts; everything that is not said does not narrow it."""

    pillars: tuple[Pillar, ...] = ()
    family: Family | None = None
    host: str | None = None
    host_group: str | None = None
    supporter: str | None = None
    since: int | None = None
    runs: int | None = None
    """How many runs the total is published for, where it says so."""
    counted: Counted = Counted.PARTICIPANTS


AFRICA, ASIA = "African Group", "Asia-Pacific Group"
ENGINEERING = Scope(pillars=(Pillar.ENGINEERING,), since=2015)
ACADEMY = Scope(pillars=(Pillar.C4ISR,), host="UGA", since=2015)
"""The United Nations Signals Academy in Entebbe, later the C4ISR Academy for Peace Operations."""
JAPAN_HEE = Scope(supporter="JPN", family=Family.HEE)

SCOPES = {
    "Swiss-led HEE TOT 2016-2022: African instructors trained": Scope(
        supporter="CHE", family=Family.HEE_TOT, host_group=AFRICA, since=2016
    ),
    "UN Signals Academy: signals personnel trained since 2015": ACADEMY,
    "UN Signals Academy: women trained since 2015": Scope(
        pillars=(Pillar.C4ISR,), host="UGA", since=2015, counted=Counted.WOMEN
    ),
    "TPP engineering: soldiers trained since 2015": ENGINEERING,
    "Japan-taught engineering trainees (Africa and Asia)": Scope(
        supporter="JPN", pillars=(Pillar.ENGINEERING,)
    ),
    "TPP uniformed engineers trained": ENGINEERING,
    "TPP uniformed signals personnel trained": Scope(pillars=(Pillar.C4ISR,)),
    "TPP military engineers trained": ENGINEERING,
    "TPP field medics trained": Scope(pillars=(Pillar.MEDICAL,)),
    "TPP engineering personnel trained, in person and remotely": ENGINEERING,
    "UNCAP military and police trained since 2015": ACADEMY,
    "Women's Outreach Courses: women trained in 6 courses": Scope(
        family=Family.WOMENS_OUTREACH, runs=6, counted=Counted.WOMEN
    ),
    "Japan HEE Africa: trainees in 10 runs": Scope(
        supporter="JPN", family=Family.HEE, host_group=AFRICA, runs=10
    ),
    "Japan HEE Asia: trainees in 3 runs": Scope(
        supporter="JPN", family=Family.HEE, host_group=ASIA, runs=3
    ),
    "Japan all TPP (engineering + medical) trainees": Scope(
        supporter="JPN", pillars=(Pillar.ENGINEERING, Pillar.MEDICAL)
    ),
    "Japan HEE Asia: trainees in 5 runs": Scope(
        supporter="JPN", family=Family.HEE, host_group=ASIA, runs=5
    ),
    "Japan HEE Africa + Asia + Oceania: trainees in 15 runs": Scope(
        supporter="JPN", family=Family.HEE, runs=15
    ),
    "Japan HEE: trainees in 18 runs": Scope(supporter="JPN", family=Family.HEE, runs=18),
    "Kenya: TPP personnel trained in 27 events hosted since 2015": Scope(
        host="KEN", since=2015, runs=27
    ),
}
"""By the words of the metric. Plans, pools of persons and shares of deployed women have no runs."""


@dataclass(frozen=True)
class Published:
    """One published total in its own words."""

    line: int
    as_of: str
    until: PartialDate | None
    metric: str
    value: float
    unit: str
    detail: str
    sources: tuple[Source, ...]

    @property
    def scope(self) -> Scope | None:
        return SCOPES.get(self.metric) if self.until and self.unit == "people" else None


def published(line: Line) -> Published:
    cells = line.cells
    if not FIGURE.fullmatch(cells["value"]):
        raise Refused(f"“{cells['value'][:40]}” is not a number.", "value")
    leading = re.match(r"\d{4}(?:-\d{2}){0,2}(?![\d-])", cells["as_of"])
    return Published(
        line=line.number,
        as_of=cells["as_of"],
        until=partial_date(leading[0], "as_of") if leading else None,
        metric=cells["metric"],
        value=float(cells["value"]),
        unit=cells["unit"],
        detail=cells["detail"],
        sources=tuple(sources(cells["source_url"])),
    )


@dataclass(frozen=True)
class Facts:
    """What a comparison needs to know of one historical run."""

    run_id: str
    course: str
    year: int | None
    start: PartialDate | None
    end: PartialDate | None
    pillars: frozenset[str]
    hosts: frozenset[str]
    host_groups: frozenset[str]
    supporters: frozenset[str]
    reported: int | None
    approximate: int | None
    planned: int | None
    unstated: int | None
    women: int | None
    sources: tuple[Source, ...]

    def began(self) -> tuple[date, date] | None:
        """The first and the last day on which the run can have begun."""
        if self.start:
            return self.start.earliest, self.start.latest
        if self.year is None:
            return None
        latest = date(self.year, 12, 31)
        return date(self.year, 1, 1), min(latest, self.end.latest) if self.end else latest


def is_within(run: Facts, scope: Scope) -> bool:
    """Does the run fit the words of the total, whenever it was?"""
    return (
        (not scope.pillars or bool(run.pillars & set(scope.pillars)))
        and (scope.family is None or bool(FAMILY_WORDS[scope.family].search(run.course)))
        and (scope.host is None or scope.host in run.hosts)
        and (scope.host_group is None or scope.host_group in run.host_groups)
        and (scope.supporter is None or scope.supporter in run.supporters)
        and (scope.since is None or run.year is None or run.year >= scope.since)
    )


def had_begun(run: Facts, until: PartialDate) -> bool | None:
    """Had it begun by the date of the total? Nothing when the record is too inexact to say."""
    days = run.began()
    if not days or days[0] <= until.latest < days[1]:
        return None
    return days[1] <= until.latest
