"""One row of the public record: its cells checked and read."""

import re
from dataclasses import dataclass, field

from tpp.catalogue.rules import Pillar
from tpp.errors import Refused
from tpp.historical.rules.dates import (
    PartialDate,
    check_order,
    check_year,
    partial_date,
    year_of_run,
)
from tpp.historical.rules.numbers import Participants, check_within, participants, whole
from tpp.historical.rules.prose import Parties, Register, parties
from tpp.historical.rules.reading import Line, Refusal
from tpp.historical.rules.sources import Source, sources
from tpp.offerings.rules import PartyRole

COLUMNS = (
    "run_id",
    "year",
    "start_date",
    "end_date",
    "course_type",
    "level",
    "pillar",
    "modality",
    "venue",
    "host_country_iso3",
    "trainer_parties",
    "trainers_count",
    "participating",
    "participants",
    "participants_basis",
    "women",
    "passed",
    "language",
    "duration",
    "status_confidence",
    "notes",
    "source_url",
)
LONGEST = {"notes": 4000, "source_url": 6000, "participating": 2000, "trainer_parties": 2000}
LONGEST_OTHERWISE = 400
RUN_ID = re.compile(r"(?!reconciliation$)[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""It stands in the address of the run's page, beside the page called reconciliation."""
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, and those that turn the direction of the text that follows them."""
CONFIDENCES = ("high", "medium", "low")
PILLARS = {
    "engineering": Pillar.ENGINEERING,
    "medical": Pillar.MEDICAL,
    "c4isr": Pillar.C4ISR,
    "c4isr and camp security": Pillar.C4ISR,
    "c4isr & camp security": Pillar.C4ISR,
    "c4isr and camp-security technology": Pillar.C4ISR,
}
CELLS_OF = {
    PartyRole.HOST: "host_country_iso3",
    PartyRole.SUPPORTER: "trainer_parties",
    PartyRole.SENDER: "participating",
}


@dataclass(frozen=True)
class Read:
    """A run as its source describes it. Nothing stands for unknown; it holds no persons."""

    line: int
    run_id: str
    year: int | None
    start: PartialDate | None
    end: PartialDate | None
    pillars: tuple[Pillar, ...]
    trainers_count: int | None
    participants: Participants
    women: int | None
    passed: int | None
    confidence: str
    parties: dict[PartyRole, Parties]
    sources: tuple[Source, ...]
    words: dict[str, str] = field(repr=False)
    """Every cell as it was given."""

    def not_understood(self) -> list[tuple[str, str]]:
        """Column and words of everything that is kept without being understood."""
        prose = [
            (CELLS_OF[role], words)
            for role, read in self.parties.items()
            for words in read.not_understood
        ]
        return prose + [("participants_basis", words) for words in self.participants.not_understood]


def read_all(lines: list[Line], register: Register) -> tuple[list[Read], list[Refusal]]:
    """Every row that can be taken, and the reasons against the others."""
    taken: dict[str, Read] = {}
    refusals: list[Refusal] = []
    for line in lines:
        try:
            row = read(line, register)
            check_first(row, taken)
        except Refused as refused:
            reason = f"{refused.field}: {refused.message}" if refused.field else refused.message
            refusals.append(Refusal(line.number, reason, line.cells["run_id"][:40]))
        else:
            taken[row.run_id.casefold()] = row
    return list(taken.values()), refusals


def check_first(row: Read, taken: dict[str, Read]) -> None:
    before = taken.get(row.run_id.casefold())
    if before:
        raise Refused(f"{row.run_id} stands already on line {before.line}.", "run_id")


def read(line: Line, register: Register) -> Read:
    """Reads one row, or raises Refused with the column and every reason against it."""
    cells = line.cells
    for name, cell in cells.items():
        check_cell(name, cell)
    check_identity(cells)
    start, end = (partial_date(cells[name], name) for name in ("start_date", "end_date"))
    check_order(start, end)
    number = whole(cells["participants"], "participants")
    counted = participants(number, cells["participants_basis"])
    women, passed = (part(cells[name], counted, name) for name in ("women", "passed"))
    return Read(
        line=line.number,
        run_id=cells["run_id"],
        year=year_of_run(year(cells["year"]), start, end),
        start=start,
        end=end,
        pillars=pillars(cells["pillar"]),
        trainers_count=whole(cells["trainers_count"], "trainers_count"),
        participants=counted,
        women=women,
        passed=passed,
        confidence=confidence(cells["status_confidence"]),
        parties={role: parties(cells[name], register, name) for role, name in CELLS_OF.items()},
        sources=tuple(sources(cells["source_url"])),
        words=dict(cells),
    )


def check_cell(name: str, cell: str) -> None:
    longest = LONGEST.get(name, LONGEST_OTHERWISE)
    if len(cell) > longest:
        raise Refused(f"{len(cell):,} characters; at most {longest:,} fit.", name)
    if hidden := HIDDEN.search(cell):
        raise Refused(f"It holds an invisible control character (U+{ord(hidden[0]):04X}).", name)


def check_identity(cells: dict[str, str]) -> None:
    if not RUN_ID.fullmatch(cells["run_id"]):
        raise Refused(
            "A run needs an identifier of up to 40 letters, digits, dots, dashes.", "run_id"
        )
    if not cells["course_type"]:
        raise Refused("Which course was it? The cell is empty.", "course_type")


def year(text: str) -> int | None:
    written = whole(text, "year")
    if written is not None:
        check_year(written)
    return written


def part(text: str, counted: Participants, name: str) -> int | None:
    """Women, or passed: unknown when empty, and never more than took part."""
    number = whole(text, name)
    check_within(number, counted, name)
    return number


def pillars(text: str) -> tuple[Pillar, ...]:
    names = [piece.strip() for piece in text.split(";") if piece.strip()]
    return tuple(dict.fromkeys(pillar(name) for name in names))


def pillar(name: str) -> Pillar:
    try:
        return PILLARS[name.casefold()]
    except KeyError:
        raise Refused(
            f"“{name}” is not a training pillar: Engineering, Medical, C4ISR and camp security.",
            "pillar",
        ) from None


def confidence(text: str) -> str:
    if text and text.casefold() not in CONFIDENCES:
        raise Refused(f"“{text}” is not one of high, medium, low.", "status_confidence")
    return text.casefold()
