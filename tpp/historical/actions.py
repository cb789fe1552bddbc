"""Taking files of public rows into the historical record."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tpp import clock
from tpp.acting import Acting, Role
from tpp.db import db, transaction
from tpp.historical import queries
from tpp.historical.models import (
    HistoricalParty,
    HistoricalPillar,
    HistoricalProse,
    HistoricalRun,
    HistoricalSource,
)
from tpp.historical.rules.courses import course_of
from tpp.historical.rules.reading import Refusal, lines_of
from tpp.historical.rules.rows import COLUMNS, Read, read_all
from tpp.history.models import record
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party
from tpp.parties.queries import by_codes

WORDS = {
    "course_words": "course_type",
    "level": "level",
    "modality": "modality",
    "venue": "venue",
    "host_words": "host_country_iso3",
    "supporter_words": "trainer_parties",
    "sender_words": "participating",
    "basis_words": "participants_basis",
    "language": "language",
    "duration": "duration",
    "notes": "notes",
}
"""Columns of a run that keep a cell as it was given."""

OPERATOR = Acting(None, "command line", None, "", Role.ADMINISTRATOR)
"""Whoever runs a command on the machine; the logbook has no account for it."""

LISTS = ("pillars", "parties", "prose", "sources")

Differences = dict[str, tuple[Any, Any]]
"""Column, and its value before and after."""


@dataclass(frozen=True)
class Change:
    """A run whose row differs from what was recorded."""

    line: int
    run_id: str
    differences: Differences


@dataclass
class Report:
    """What a file did to the record."""

    created: list[Read] = field(default_factory=list)
    updated: list[Change] = field(default_factory=list)
    unchanged: list[Read] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    not_understood: list[tuple[Read, str, str]] = field(default_factory=list)
    without_course: list[Read] = field(default_factory=list)
    is_kept: bool = True
    """False when nothing was taken, because a row was refused."""


def import_runs(content: bytes, *, by: Acting, keep_good: bool = False) -> Report:
    """Take a file of runs: all of it, or nothing; with ``keep_good`` every row that is right.

    Raises Unreadable where the file as a whole cannot be read.
    """
    lines, misshapen = lines_of(content, COLUMNS)
    with transaction():
        rows, refused = read_all(lines, queries.register())
        report = Report(refused=sorted([*misshapen, *refused], key=lambda refusal: refusal.line))
        report.not_understood = [
            (row, cell, words) for row in rows for cell, words in row.not_understood()
        ]
        report.is_kept = keep_good or not report.refused
        if report.is_kept:
            take(rows, report, by)
    return report


def load_record(file: Path = queries.RECORD) -> Report:
    """Take the committed record, as every register does when it is prepared."""
    return import_runs(file.read_bytes(), by=OPERATOR)


def take(rows: list[Read], report: Report, by: Acting) -> None:
    """Set each row beside the run recorded under its identifier."""
    known = {run.run_id: run for run in db.session.scalars(queries.runs())}
    parties, courses = by_codes(), courses_of(rows)
    for row in rows:
        wanted = wanted_of(row, courses.get(row.run_id))
        if wanted["course_id"] is None:
            report.without_course.append(row)
        run = known.get(row.run_id)
        if run is None:
            create(wanted, parties, by)
            report.created.append(row)
        elif differences := differences_of(run, wanted):
            update(run, differences, parties, by)
            report.updated.append(Change(row.line, row.run_id, differences))
        else:
            report.unchanged.append(row)


def courses_of(rows: list[Read]) -> dict[str, int]:
    """The course of the catalogue that each row means, where its spelling is known."""
    spelt, ids = queries.known_spellings(), queries.course_ids()
    codes = {
        row.run_id: course_of(row.words["course_type"], row.words["level"], spelt) for row in rows
    }
    return {run_id: ids[code] for run_id, code in codes.items() if code in ids}


def wanted_of(row: Read, course_id: int | None) -> dict[str, Any]:
    """The run as the row describes it, column by column, in plain values that compare."""
    counted = row.participants
    return {
        "run_id": row.run_id,
        "year": row.year,
        "start_text": row.start.text if row.start else "",
        "end_text": row.end.text if row.end else "",
        "starts_from": row.start.earliest if row.start else None,
        "ends_until": row.end.latest if row.end else None,
        "course_id": course_id,
        "sender_countries_stated": row.parties[PartyRole.SENDER].countries_stated,
        "trainers_count": row.trainers_count,
        "reported": counted.reported,
        "approximate": counted.approximate,
        "planned": counted.planned,
        "unstated": counted.unstated,
        "women": row.women,
        "passed": row.passed,
        "confidence": row.confidence,
        **{name: row.words[cell] for name, cell in WORDS.items()},
        "pillars": list(row.pillars),
        "parties": [
            (role, named.code, named.stated)
            for role, read in row.parties.items()
            for named in read.named
        ],
        "prose": row.not_understood(),
        "sources": [(source.url, source.words) for source in row.sources],
    }


def differences_of(run: HistoricalRun, wanted: dict[str, Any]) -> Differences:
    """Columns whose recorded value is not the wanted one, with both."""
    return {
        name: (before, after)
        for name, after in wanted.items()
        if (before := recorded(run, name)) != after
    }


def recorded(run: HistoricalRun, name: str) -> Any:
    match name:
        case "pillars":
            return [entry.pillar for entry in run.pillars]
        case "parties":
            return [(named.role, named.party.code, named.stated) for named in run.parties]
        case "prose":
            return [(entry.cell, entry.words) for entry in run.prose]
        case "sources":
            return [(source.url, source.words) for source in run.sources]
    return getattr(run, name)


def create(wanted: dict[str, Any], parties: dict[str, Party], by: Acting) -> None:
    run = HistoricalRun(updated_at=clock.now())
    for name, value in wanted.items():
        write(run, name, value, parties)
    db.session.add(run)
    record(run, "created", by=by)


def update(
    run: HistoricalRun, differences: Differences, parties: dict[str, Party], by: Acting
) -> None:
    for name in differences:
        if name in LISTS:
            getattr(run, name).clear()
    db.session.flush()  # what is taken out goes before what comes in: each stands once
    for name, (_, after) in differences.items():
        write(run, name, after, parties)
    run.updated_at = clock.now()
    record(
        run,
        "updated",
        by=by,
        before={name: before for name, (before, _) in differences.items()},
        after={name: after for name, (_, after) in differences.items()},
    )


def write(run: HistoricalRun, name: str, value: Any, parties: dict[str, Party]) -> None:
    match name:
        case "pillars":
            rows = [HistoricalPillar(pillar=pillar) for pillar in value]
        case "parties":
            rows = [
                HistoricalParty(role=role, party=parties[code], stated=stated)
                for role, code, stated in value
            ]
        case "prose":
            rows = [HistoricalProse(cell=cell, words=words) for cell, words in value]
        case "sources":
            rows = [HistoricalSource(url=url, words=words) for url, words in value]
        case _:
            setattr(run, name, value)
            return
    for position, row in enumerate(rows):
        row.position = position
    getattr(run, name).extend(rows)
