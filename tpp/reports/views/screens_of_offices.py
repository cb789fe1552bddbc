"""First screens of a Party's offices: a country that sends, a State that hosts or supports."""

from typing import Any

from tpp import clock
from tpp.contributions.queries import contributions_to, team_of
from tpp.contributions.queries import shown as gift_as_shown
from tpp.db import db
from tpp.duplicates.queries import to_decide as pairs_to_decide
from tpp.nominations.queries import count_by_list
from tpp.offerings.queries import figures as figures_of_runs
from tpp.parties.models import Party
from tpp.reports.queries import offices
from tpp.reports.queries.figures import participation
from tpp.reports.queries.work import names_to_correct
from tpp.reports.rules import By, Narrowed
from tpp.reports.views.pictures import funnel_of
from tpp.reports.views.screens_of_programme import to_people
from tpp.web.guard import acting
from tpp.web.language import current

MOST_MISSING, MOST_RUNS = 8, 20


def focal_point() -> dict[str, Any]:
    now, found = clock.now(), own_figures()
    missing = offices.with_something_missing()
    return {
        "party": db.session.get(Party, acting.party_id) if acting.party_id else None,
        "calls": offices.open_calls(now),
        "seats": offices.seats_to_answer(),
        "offers": offices.offers_to_answer(now),
        "lists": offices.lists_to_correct(),
        "pairs": pairs_to_decide(),
        "names": names_to_correct(),
        "missing": missing[:MOST_MISSING],
        "missing_in_all": len(missing),
        "counts": count_by_list(acting),
        "results": offices.latest_results(),
        "funnel": list(funnel_of(found.total, to_people)),
    }


def supporter() -> dict[str, Any]:
    """Counts only: how many were planned and came, never who."""
    lines, found = offices.runs_of_supporter(acting), own_figures()
    shown = lines[:MOST_RUNS]
    return {
        "party": db.session.get(Party, acting.party_id) if acting.party_id else None,
        "lines": shown,
        "left_out": len(lines) - len(shown),
        "figures": figures_of_runs(acting, list({line.id for line in shown})),
        "gifts": gifts_to(shown),
        "funnel": list(funnel_of(found.total, lambda step: "")),
        "countries": len(found.countries),
    }


def gifts_to(lines: Any) -> dict[int, list[Any]]:
    """What this State gives to each of the runs, by its participation."""
    every = contributions_to([line.participation_id for line in lines])
    team = team_of([line.id for line in lines])
    return {giver: [gift_as_shown(it, team) for it in gifts] for giver, gifts in every.items()}


def own_figures() -> Any:
    return participation(acting, Narrowed(), By.COUNTRY, current()["code"])
