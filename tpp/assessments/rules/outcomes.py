"""What is decided of a person in a run, and when that may change. No database, no web."""

from enum import StrEnum

from tpp.attendance.rules import TAKEN_IN
from tpp.enrolments.rules import CAME
from tpp.enrolments.rules import Status as PlaceStatus
from tpp.errors import Refused
from tpp.flow import Flow
from tpp.offerings.rules import Status as RunStatus


class Status(StrEnum):
    """The outcome of a person in a run; apart from the status of the place."""

    NOT_EVALUATED = "not_evaluated"
    COMPLETED = "completed"
    PARTICIPATED = "participated"
    NOT_COMPLETED = "not_completed"
    FAILED = "failed"


class Conduct(StrEnum):
    """Whether somebody kept to the rules of the course: the decision alone, never what happened."""

    GOOD = "conduct_good"
    NOT_GOOD = "conduct_not_good"
    UNKNOWN = "conduct_unknown"


DECIDED = (Status.COMPLETED, Status.PARTICIPATED, Status.NOT_COMPLETED, Status.FAILED)
ANY = (Status.NOT_EVALUATED, *DECIDED)

FLOW = Flow(
    "outcome",
    Status.NOT_EVALUATED,
    {
        "completed": dict.fromkeys(ANY, Status.COMPLETED),
        "participated": dict.fromkeys(ANY, Status.PARTICIPATED),
        "not_completed": dict.fromkeys(ANY, Status.NOT_COMPLETED),
        "failed": dict.fromkeys(ANY, Status.FAILED),
    },
)


def check_assessment_open(run: RunStatus) -> None:
    if run not in TAKEN_IN:
        raise Refused(
            "This course run is %(status)s: results are recorded from its confirmation until it is"
            " closed. Ask the programme office.",
            status=run.replace("_", " "),
        )


def check_came(place: PlaceStatus) -> None:
    if place not in CAME:
        raise Refused("Only somebody who arrived can be assessed. Take attendance first.")


def check_all_held(still_to_come: int) -> None:
    """Outcomes wait for the last session."""
    if still_to_come:
        raise Refused(
            "Sessions of this run are still to come. Record outcomes after the last one, or cancel"
            " the sessions that will not be held."
        )


def check_override(rule: Status, standing: Status, wanted: Status, reason: str) -> None:
    """An override says what the rule does not, and why."""
    if wanted not in DECIDED:
        raise Refused("Choose the outcome that should stand.", "outcome")
    if wanted is rule:
        raise Refused(
            "The completion rule says the same: record outcomes for the run instead.", "outcome"
        )
    if wanted is standing:
        raise Refused("This outcome stands already.", "outcome")
    if not reason.strip():
        raise Refused(
            "Say why the rule should not decide here: a second person reads it.", "reason"
        )


def check_second_person(asked_by: int | None, confirming: int | None) -> None:
    if asked_by is None or confirming is None or asked_by == confirming:
        raise Refused("Somebody else has to confirm what you asked for.")


def check_not_certified(is_certified: bool) -> None:
    if is_certified:
        raise Refused(
            "A certificate was issued on this outcome. Revoke the certificate before it is changed."
        )


# Two assessors


def check_other_assessor(first: int | None, second: int | None) -> None:
    if first is None or second is None or first == second:
        raise Refused("The second assessor is somebody else than the first.")


def check_neither(deciding: int | None, *assessors: int | None) -> None:
    if deciding is None or deciding in assessors:
        raise Refused("Neither of the two assessors decides between them. Ask somebody else.")


def check_between_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why this result should stand.", "reason")
