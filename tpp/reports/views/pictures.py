"""Figures as pictures: the map, the funnel and the timeline, as the macros take them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from tpp.acting import Acting
from tpp.catalogue.rules import Pillar
from tpp.offerings.queries import figures as figures_of_runs
from tpp.reports.forms import STEPS as STEP_WORDS
from tpp.reports.queries.ahead import first_month, nearest, runs_around
from tpp.reports.queries.figures import Row
from tpp.reports.rules import STEPS, Counts, Step
from tpp.sentences import capital
from tpp.web.words import words

MOST_CIRCLES = 30
"""Countries on the map; the table has them all."""


def points_of(rows: Sequence[Row], step: Step, url: Callable[[Row], str]) -> list[dict[str, Any]]:
    """The countries with most people as circles on the map."""
    largest = sorted(rows, key=lambda row: -row.counts[step].people)[:MOST_CIRCLES]
    return [
        {
            "iso3": row.key,
            "name": row.label,
            "people": row.counts[step].people,
            "women": row.counts[step].women,
            "not_known": row.counts[step].unknown,
            "url": url(row),
        }
        for row in largest
    ]


def funnel_of(total: Counts, url: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """From nomination to certificate, step by step; ``url`` gives the list behind a step."""
    for name, said in STEP_WORDS:
        count = total[STEPS[name]]
        yield {
            "name": capital(words(name)),
            "about": said,
            "people": count.people,
            "women": count.women,
            "not_known": count.unknown,
            "url": url(name),
        }


def timeline_of(acting: Acting, today: date) -> dict[str, Any]:
    """The runs around today by pillar, and how many there are in all."""
    around = runs_around(acting, today)
    drawn = {pillar: nearest(runs, today) for pillar, runs in around.items()}
    counted = figures_of_runs(acting, [run.id for runs in drawn.values() for run in runs])
    lanes = [
        (pillar_words(pillar), [bar_of(run, counted.get(run.id, {})) for run in runs])
        for pillar, runs in drawn.items()
    ]
    return {
        "first": first_month(today),
        "lanes": lanes,
        "drawn": sum(map(len, drawn.values())),
        "known": sum(map(len, around.values())),
    }


def pillar_words(pillar: str) -> str:
    return {
        Pillar.ENGINEERING: _("Engineering"),
        Pillar.MEDICAL: _("Medical"),
        Pillar.C4ISR: _("C4ISR and camp-security technology"),
    }[Pillar(pillar)]


def bar_of(run: Any, counted: Mapping[str, int]) -> dict[str, Any]:
    """One run on the timeline, with its dates, status and seats in words."""
    people, women = counted.get("people", 0), counted.get("women", 0)
    facts = [words(run.status), _("%(filled)s of %(seats)s", filled=people, seats=run.seats)]
    if people:
        facts.append(ngettext("%(num)s woman", "%(num)s women", women))
    return {
        "title": run.title,
        "url": url_for("offerings.run", code=run.code),
        "place": run.place.split(",")[0],
        "starts": run.starts_on,
        "ends": run.ends_on,
        "dates": f"{format_date(run.starts_on, 'd MMM')} – {format_date(run.ends_on, 'd MMM y')}",
        "status": str(run.status),
        "words": " · ".join(facts),
    }
