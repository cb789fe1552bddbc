"""What the office said of a nominee for one run, by the names of the questions that ask for it."""

from typing import Any

from tpp.nominations.models import Nomination
from tpp.people.rules import Answer


def expected_of(nomination: Nomination) -> dict[str, Any]:
    mission = nomination.deploys_to
    known: dict[str, Any] = {
        "deploys": nomination.deploys,
        "deploys_on": nomination.deploys_on,
        "deploys_to": mission.code if mission else "",
        "station": str(nomination.station_id or ""),
        "language_group": str(nomination.language_group_id or ""),
    }
    declared = (nomination.declared or {}).items()
    return known | {f"prior-{code}": Answer(said) for code, said in declared}
