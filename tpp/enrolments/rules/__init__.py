"""What must be true of a confirmed place. No database, no web."""

from collections.abc import Iterable
from enum import StrEnum

from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    IN_TRAINING = "in_training"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"
    RETURNED_TO_UNIT = "returned_to_unit"


FLOW = Flow(
    "place",
    Status.CONFIRMED,
    {
        "confirmed_again": {Status.WITHDRAWN: Status.CONFIRMED},
        "arrived": {Status.CONFIRMED: Status.ARRIVED, Status.NO_SHOW: Status.ARRIVED},
        "began_training": {Status.ARRIVED: Status.IN_TRAINING},
        "finished": {Status.IN_TRAINING: Status.FINISHED},
        "did_not_arrive": {Status.CONFIRMED: Status.NO_SHOW},
        "taken_back": {Status.ARRIVED: Status.CONFIRMED, Status.NO_SHOW: Status.CONFIRMED},
        "withdrawn": {Status.CONFIRMED: Status.WITHDRAWN, Status.ARRIVED: Status.WITHDRAWN},
        "returned_to_unit": {
            Status.ARRIVED: Status.RETURNED_TO_UNIT,
            Status.IN_TRAINING: Status.RETURNED_TO_UNIT,
        },
    },
)

PRESENT = frozenset({Status.ARRIVED, Status.IN_TRAINING, Status.FINISHED})
"""Statuses of somebody who came and was not sent back."""
CAME = PRESENT | {Status.RETURNED_TO_UNIT}
GONE = frozenset({Status.NO_SHOW, Status.WITHDRAWN, Status.RETURNED_TO_UNIT})
SEATED = frozenset(Status) - {Status.WITHDRAWN, Status.NO_SHOW}
"""Statuses that fill a seat. Whoever did not arrive or has withdrawn leaves a free one."""
WRITTEN_TO = frozenset({Status.CONFIRMED, Status.ARRIVED, Status.IN_TRAINING})
"""Statuses of those who get joining instructions."""
TO_TRAVEL = frozenset({Status.CONFIRMED})
"""Statuses of those who have not come yet: the journey is still to be made."""
NEEDS_REASON = frozenset({"withdrawn", "returned_to_unit"})


def check_reason(step: str, reason: str) -> None:
    if step in NEEDS_REASON and not reason.strip():
        raise Refused("Give a reason: it is kept in the history.", "reason")


def check_step(step: str) -> None:
    if step not in FLOW.steps:
        raise Refused("Choose what happened.", "step")


def check_all_can(step: str, places: Iterable[tuple[str, Status]]) -> None:
    """One step for one or many: where it does not fit for some, they are named and nobody is moved."""
    every = list(places)
    unfit = [(name, status) for name, status in every if status not in FLOW.steps[step]]
    if not unfit:
        return
    if len(every) == 1:
        raise Refused(
            "%(name)s is %(status)s and cannot be marked “%(step)s”.",
            name=unfit[0][0],
            status=unfit[0][1].replace("_", " "),
            step=step.replace("_", " "),
        )
    named = "; ".join(f"{name} is {status.replace('_', ' ')}" for name, status in unfit[:5])
    more = f" and {len(unfit) - 5} more" if len(unfit) > 5 else ""
    raise Refused(
        "Nobody was marked “%(step)s”, because it does not fit everybody: %(named)s.",
        step=step.replace("_", " "),
        named=named + more,
    )


def check_can_answer(is_selected: bool, status: str) -> None:
    if not is_selected:
        sentence = "This nomination is %(status)s: there is no offer to answer."
        raise Refused(sentence, status=status.replace("_", " "))
