"""From the graduate of a training of trainers to a course leader. No database, no web."""

from datetime import date, datetime
from enum import StrEnum

from tpp.errors import Refused
from tpp.flow import Flow


class Status(StrEnum):
    GRADUATE = "graduate"
    RECOMMENDED = "recommended"
    IN_POOL = "in_pool"
    ASSISTANT = "assistant"
    TRAINER = "trainer"
    COURSE_LEADER = "course_leader"
    PAUSED = "paused"
    LEFT = "left"


ACTIVE = (Status.IN_POOL, Status.ASSISTANT, Status.TRAINER, Status.COURSE_LEADER)
"""Whoever may be invited to a run."""

BACK = {it: f"back_{it}" for it in ACTIVE}
"""The step by which somebody comes back to what they were before a pause."""

FLOW = Flow(
    "member of the trainers' pool",
    Status.GRADUATE,
    {
        "recommended": {Status.GRADUATE: Status.RECOMMENDED},
        "taken_in": {Status.RECOMMENDED: Status.IN_POOL},
        "made_assistant": {Status.IN_POOL: Status.ASSISTANT},
        "made_trainer": {Status.ASSISTANT: Status.TRAINER},
        "made_course_leader": {Status.TRAINER: Status.COURSE_LEADER},
        "paused": dict.fromkeys(ACTIVE, Status.PAUSED),
        "left": dict.fromkeys((*Status,)[:-1], Status.LEFT),
        **{step: dict.fromkeys((Status.PAUSED, Status.LEFT), it) for it, step in BACK.items()},
    },
)


class Answer(StrEnum):
    """How far an invitation to teach in a run is."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    STAFFED = "staffed"


OPEN = (Answer.INVITED, Answer.ACCEPTED)

INVITATION = Flow(
    "invitation to teach",
    Answer.INVITED,
    {
        "accepted": {Answer.INVITED: Answer.ACCEPTED},
        "declined": {Answer.INVITED: Answer.DECLINED},
        "lapsed": {Answer.INVITED: Answer.LAPSED},
        "withdrawn": dict.fromkeys(OPEN, Answer.WITHDRAWN),
        "staffed": {Answer.ACCEPTED: Answer.STAFFED},
    },
)


def steps_of(status: Status, level: Status) -> list[str]:
    """What can be done next with somebody who is, or was before the pause, at ``level``."""
    others = {step for it, step in BACK.items() if it is not level}
    return [step for step in FLOW.steps_from(status) if step not in others]


def check_step(step: str, status: Status, level: Status, reason: str) -> None:
    if step not in steps_of(status, level):
        FLOW.after(step, status)
        raise Refused("Whoever comes back is again what they were before.")
    if not reason.strip():
        raise Refused("Give a reason: it is kept in the history.", "reason")


def check_invited(status: Status, until: datetime, now: datetime, begins: datetime) -> None:
    """May somebody be invited who is to answer until then?"""
    if status not in ACTIVE:
        raise Refused("Only members of the pool are invited. Take the person into the pool first.")
    if not now < until <= begins:
        words = "The answer is due after today and before the run begins."
        raise Refused(words, "until_on")


def check_free_until(free_until: date | None, starts_on: date, ends_on: date) -> None:
    """Somebody may be free for a part of the run only."""
    if free_until is not None and not starts_on <= free_until <= ends_on:
        raise Refused("Choose a day of the run, or leave it empty.", "free_until")
