"""The pillars, and what a course version lays down. No database, no web."""

from collections import Counter
from enum import StrEnum
from typing import Any

from tpp.errors import Refused


class Pillar(StrEnum):
    ENGINEERING = "engineering"
    MEDICAL = "medical"
    C4ISR = "c4isr"


PILLAR_CODES = {Pillar.ENGINEERING: "ENG", Pillar.MEDICAL: "MED", Pillar.C4ISR: "C4I"}


class CourseKind(StrEnum):
    COURSE = "course"
    TRAINING_OF_TRAINERS = "training_of_trainers"


class Delivery(StrEnum):
    IN_PERSON = "in_person"
    MOBILE = "mobile"
    REMOTE = "remote"
    BLENDED = "blended"


def check_competencies(course: str, skills: list[dict[str, Any]], machines: list[str]) -> None:
    """A code stands once in a course, and a machine is one that the catalogue knows."""
    twice = [code for code, times in Counter(it["code"] for it in skills).items() if times > 1]
    if twice:
        raise Refused(f"Course {course} has the competency {twice[0]} twice: rename one of them.")
    unknown = [it["machine"] for it in skills if it.get("machine") not in (None, "", *machines)]
    if unknown:
        raise Refused(f"Course {course} names the machine {unknown[0]}: add it to machines first.")
    if not skills:
        raise Refused(f"Course {course} has no competency: a course is completed by passing some.")
