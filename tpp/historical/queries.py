"""Reads of the historical record. It is public information and holds no persons: never scoped."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tpp.catalogue.models import Course
from tpp.catalogue.rules import Pillar
from tpp.db import db
from tpp.errors import Refused
from tpp.historical.models import HistoricalParty, HistoricalPillar, HistoricalRun
from tpp.historical.rules import published
from tpp.historical.rules.comparing import Comparison, compare
from tpp.historical.rules.courses import Spellings, spellings
from tpp.historical.rules.dates import partial_date
from tpp.historical.rules.prose import Register, certain_names
from tpp.historical.rules.reading import Line, Unreadable, lines_of
from tpp.historical.rules.sources import Source
from tpp.offerings.rules import PartyRole
from tpp.parties.models import Party
from tpp.parties.rules import PartyKind

DATA = Path(__file__).parents[2] / "data"
RECORD = DATA / "tpp_runs.csv"
SPELLINGS, AGGREGATES = DATA / "course_spellings.csv", DATA / "tpp_aggregates.csv"


@dataclass(frozen=True)
class Filter:
    """Which runs are asked for; what is not said does not narrow."""

    pillar: Pillar | None = None
    year: int | None = None
    host: str | None = None
    """ISO3 of the hosting country."""
    since: int | None = None
    until: int | None = None


WHOLE_RECORD = Filter()


@dataclass(frozen=True)
class Figures:
    """Participants by kind of number, never added up; nothing, not 0, where no run has one."""

    runs: int
    reported: int | None
    runs_reported: int
    approximate: int | None
    runs_approximate: int
    planned: int | None
    runs_planned: int
    women: int | None
    runs_women: int
    runs_unknown: int
    """Runs of which not even an approximate or a planned number is known."""


def register() -> Register:
    """The codes and certain names of all Parties."""
    parties = db.session.execute(sa.select(Party.kind, Party.code, Party.name)).all()
    countries = {code: name for kind, code, name in parties if kind is PartyKind.COUNTRY}
    others = frozenset(code for kind, code, _ in parties if kind is not PartyKind.COUNTRY)
    return Register(frozenset(countries), others, certain_names(countries))


def course_ids() -> dict[str, int]:
    return dict(db.session.execute(sa.select(Course.code, Course.id)).all())


def known_spellings() -> Spellings:
    return spellings(SPELLINGS.read_bytes())


def runs(narrowed: Filter = WHOLE_RECORD) -> sa.Select[HistoricalRun]:
    """The runs of the record with all that a list shows, the latest first, undated ones last."""
    statement = sa.select(HistoricalRun).options(
        selectinload(HistoricalRun.parties).joinedload(HistoricalParty.party),
        selectinload(HistoricalRun.pillars),
        selectinload(HistoricalRun.sources),
        selectinload(HistoricalRun.prose),
        joinedload(HistoricalRun.course),
    )
    latest_first = (
        HistoricalRun.year.desc().nulls_last(),
        HistoricalRun.starts_from.desc().nulls_last(),
        HistoricalRun.run_id,
    )
    return statement.where(*conditions(narrowed)).order_by(*latest_first)


def conditions(narrowed: Filter) -> list[sa.ColumnElement[bool]]:
    wanted = []
    if narrowed.pillar:
        wanted.append(HistoricalRun.pillars.any(HistoricalPillar.pillar == narrowed.pillar))
    if narrowed.year:
        wanted.append(HistoricalRun.year == narrowed.year)
    if narrowed.since:
        wanted.append(HistoricalRun.year >= narrowed.since)
    if narrowed.until:
        wanted.append(HistoricalRun.year <= narrowed.until)
    if narrowed.host:
        hosted = sa.and_(
            HistoricalParty.role == PartyRole.HOST,
            HistoricalParty.party.has(Party.code == narrowed.host),
        )
        wanted.append(HistoricalRun.parties.any(hosted))
    return wanted


def run_known_as(run_id: str) -> HistoricalRun | None:
    return db.session.scalar(runs().where(HistoricalRun.run_id == run_id))


def figures(narrowed: Filter = WHOLE_RECORD) -> Figures:
    """What the record holds for a filter; a weaker number counts only where no better is known."""
    it = HistoricalRun
    approximate = sa.case((it.reported.is_(None), it.approximate))
    planned = sa.case((sa.and_(it.reported.is_(None), it.approximate.is_(None)), it.planned))
    unknown = sa.and_(it.reported.is_(None), it.approximate.is_(None), it.planned.is_(None))
    kinds = (it.reported, approximate, planned, it.women)
    statement = sa.select(
        sa.func.count(it.id),
        *(sa.func.sum(kind) for kind in kinds),
        *(sa.func.count(kind) for kind in kinds),
        sa.func.count(sa.case((unknown, it.id))),
    ).where(*conditions(narrowed))
    row = db.session.execute(statement).one()
    return Figures(
        runs=row[0],
        reported=row[1],
        approximate=row[2],
        planned=row[3],
        women=row[4],
        runs_reported=row[5],
        runs_approximate=row[6],
        runs_planned=row[7],
        runs_women=row[8],
        runs_unknown=row[9],
    )


def years() -> list[int]:
    """Years of which the record has runs, the latest first."""
    found = db.session.scalars(sa.select(HistoricalRun.year).distinct())
    return sorted((year for year in found if year), reverse=True)


def hosts() -> Sequence[Party]:
    """Every country that hosted a run of the record."""
    hosting = sa.select(HistoricalParty.party_id).where(HistoricalParty.role == PartyRole.HOST)
    return db.session.scalars(
        sa.select(Party).where(Party.id.in_(hosting)).order_by(Party.name)
    ).all()


def parties_named() -> dict[str, Party]:
    """The Parties of the record by code, for scopes that name one."""
    named = sa.select(HistoricalParty.party_id)
    return {it.code: it for it in db.session.scalars(sa.select(Party).where(Party.id.in_(named)))}


def reconciliation(content: bytes | None = None) -> list[Comparison]:
    """Every published total beside what the record holds for the same scope."""
    record = [facts_of(run) for run in db.session.scalars(runs())]
    return [compare(figure, record) for figure in published_figures(content)]


def published_figures(content: bytes | None) -> list[published.Published]:
    """The totals of data/tpp_aggregates.csv, or of another file of its shape; all or nothing."""
    content = AGGREGATES.read_bytes() if content is None else content
    lines, refusals = lines_of(content, published.COLUMNS)
    if refusals:
        raise Unreadable(refusals[0].reason, refusals[0].line)
    return [published_figure(line) for line in lines]


def published_figure(line: Line) -> published.Published:
    try:
        return published.published(line)
    except Refused as refused:
        raise Unreadable(f"{refused.field}: {refused.message}", line.number) from None


def facts_of(run: HistoricalRun) -> published.Facts:
    hosts = [named.party for named in run.with_role(PartyRole.HOST)]
    supporters = run.with_role(PartyRole.SUPPORTER)
    return published.Facts(
        run_id=run.run_id,
        course=run.course_words,
        year=run.year,
        start=partial_date(run.start_text),
        end=partial_date(run.end_text),
        pillars=frozenset(entry.pillar for entry in run.pillars),
        hosts=frozenset(host.code for host in hosts),
        host_groups=frozenset(host.regional_group for host in hosts),
        supporters=frozenset(named.party.code for named in supporters),
        reported=run.reported,
        approximate=run.approximate,
        planned=run.planned,
        unstated=run.unstated,
        women=run.women,
        sources=tuple(Source(source.words, source.url) for source in run.sources),
    )
