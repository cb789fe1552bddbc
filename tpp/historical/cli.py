"""flask runs: take public rows into the historical record, and set it beside published totals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from tpp.historical import actions, queries
from tpp.historical.actions import OPERATOR, Report
from tpp.historical.rules.comparing import Comparison
from tpp.historical.rules.published import Facts, Scope
from tpp.historical.rules.reading import LARGEST_FILE, Unreadable
from tpp.historical.rules.sources import Source

cli = AppGroup("runs", help="The historical record: runs known from public or old records.")

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@cli.command("import")
@click.argument("file", type=FILE)
@click.option("--keep-good", is_flag=True, help="Take the rows that are right, refuse the others.")
def import_file(file: Path, keep_good: bool) -> None:
    """Take FILE.csv into the record: flask runs import data/tpp_runs.csv

    The columns are described in docs/historical-record.md. One bad row refuses the whole file,
    unless --keep-good. The exit code is 1 when something was refused.
    """
    try:
        report = actions.import_runs(start_of(file), by=OPERATOR, keep_good=keep_good)
    except Unreadable as refused:
        raise click.ClickException(
            printable(f"{file.name}{place(refused.line)}: {refused}")
        ) from None
    except IntegrityError:
        raise click.ClickException(
            "Another import wrote the same runs at the same time. Start this one again."
        ) from None
    for line in told(report):
        click.echo(printable(line))
    if report.refused:
        raise SystemExit(1)


@cli.command()
def reconcile() -> None:
    """Set every published total beside what the record holds for the same scope."""
    try:
        comparisons = queries.reconciliation()
    except Unreadable as refused:
        raise click.ClickException(
            f"{queries.AGGREGATES.name}{place(refused.line)}: {refused}"
        ) from None
    for comparison in comparisons:
        for line in compared(comparison):
            click.echo(printable(line))


def start_of(file: Path) -> bytes:
    """No more than is needed to see that a file is too large."""
    with file.open("rb") as content:
        return content.read(LARGEST_FILE + 1)


def printable(line: str) -> str:
    """A cell may hold what would steer the terminal; it is shown as a mark."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line
    )


def place(line: int) -> str:
    return f", line {line}" if line else ""


def told(report: Report) -> Iterator[str]:
    """What the import did, line by line, with the counts at the end."""
    for row in report.created:
        yield f"created   line {row.line}: {row.run_id}"
    for change in report.updated:
        yield f"updated   line {change.line}: {change.run_id}"
        for name, (before, after) in change.differences.items():
            yield f"            {name}: {plain(before)} -> {plain(after)}"
    for refusal in report.refused:
        whose = refusal.run_id or "no identifier"
        yield f"refused   line {refusal.line}: {whose}: {refusal.reason}"
    for row, cell, words in report.not_understood:
        yield f"not understood, kept   line {row.line}: {row.run_id}: {cell}: “{words}”"
    for row in report.without_course:
        words = " | ".join(filter(None, (row.words["course_type"], row.words["level"])))
        yield f"no course of the catalogue   line {row.line}: {row.run_id}: “{words}”"
    yield (
        f"{len(report.created)} created, {len(report.updated)} updated,"
        f" {len(report.unchanged)} unchanged, {len(report.refused)} refused;"
        f" {len(report.not_understood)} not understood,"
        f" {len(report.without_course)} without a course of the catalogue."
    )
    if not report.is_kept:
        yield "Nothing was taken. Correct the lines above, or take the others with --keep-good."


def plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(plain(part) for part in value) or "unknown"
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value if part is not None)
    return "unknown" if value in (None, "") else str(value)


def compared(it: Comparison) -> Iterator[str]:
    """One published total: its figure, ours, the difference, and both sources."""
    figure = it.published
    detail = f" ({figure.detail})" if figure.detail else ""
    yield figure.metric
    yield f"  published   {figure.value:,.10g} {figure.unit}, as of {figure.as_of}{detail}"
    yield f"              {cited(figure.sources)}"
    if it.scope is None:
        yield "  record      no comparable record"
        yield ""
        return
    yield f"  scope       {described(it.scope)}, begun by {figure.as_of}"
    yield f"  record      {numbers(it)}"
    yield f"  difference  {difference(it)}"
    for run in it.runs:
        yield f"    {run.run_id}  {number_of(it, run)}  {cited(run.sources)}"
    for run in it.undecided:
        yield f"    {run.run_id}  not counted: its date is too inexact  {cited(run.sources)}"
    yield ""


def described(scope: Scope) -> str:
    """The scope in the words of the record."""
    said = {
        "pillar": " or ".join(scope.pillars),
        "courses": scope.family and scope.family.replace("_", " "),
        "host": scope.host,
        "hosts in": scope.host_group,
        "supported by": scope.supporter,
        "since": scope.since,
        "counting": scope.counted,
    }
    return ", ".join(f"{name} {value}" for name, value in said.items() if value)


def numbers(it: Comparison) -> str:
    kinds = (("reported", it.reported), ("approximate", it.approximate), ("planned", it.planned))
    said = [f"{number} {kind}" for kind, number in kinds if number is not None] or ["no number"]
    said.append(runs_counted(it))
    if it.without_number:
        said.append(f"no number for {', '.join(run.run_id for run in it.without_number)}")
    return "; ".join(said)


def runs_counted(it: Comparison) -> str:
    published = f" of {it.scope.runs} published" if it.scope and it.scope.runs else ""
    return f"{len(it.runs)} {'run' if len(it.runs) == 1 else 'runs'}{published}"


def difference(it: Comparison) -> str:
    if it.difference is None:
        return "cannot be computed: no run of this scope has a reported number"
    return (
        f"{it.difference:+d}: published less reported, in runs with a number: {len(it.with_number)}"
    )


def number_of(it: Comparison, run: Facts) -> str:
    if it.counts_women():
        return "unknown" if run.women is None else f"{run.women} women"
    kinds = (("reported", run.reported), ("approximate", run.approximate), ("planned", run.planned))
    return (
        ", ".join(f"{number} {kind}" for kind, number in kinds if number is not None) or "unknown"
    )


def cited(sources: tuple[Source, ...]) -> str:
    """Addresses, each with the remark behind it."""
    return " | ".join(
        " ".join(filter(None, (it.url, it.words if it.words != it.url else ""))) for it in sources
    )
