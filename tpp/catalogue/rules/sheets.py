"""How a competency is assessed, and what completes a course: as a course version lays it down."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from tpp.errors import Refused


class CompetencyKind(StrEnum):
    """What an assessor writes down."""

    MARK = "mark"
    """A mark in per cent."""
    LEVEL = "level"
    """A step of the practical scale."""
    PASS_FAIL = "pass_fail"
    STEPS = "steps"
    """Several tasks, each on the practical scale; some of them critical."""


class Level(StrEnum):
    """The practical scale, from the lowest step to the highest."""

    NOT_YET = "not_yet"
    WITH_HELP = "with_help"
    ALONE = "alone"
    CAN_TEACH = "can_teach"


class WrittenKind(StrEnum):
    PRE = "pre_test"
    POST = "post_test"
    OTHER = "other_test"


LEVELS = tuple(Level)
MOST_ASSESSORS = 2
SHEET: dict[str, Any] = {
    "kind": CompetencyKind.MARK,
    "pass_mark_percent": None,
    "pass_level": None,
    "tasks": [],
    "tasks_needed": None,
    "attempts_allowed": None,
    "assessors": 1,
    "is_critical": False,
}
"""How a competency is assessed where the catalogue does not say it."""
COMPLETION = {"competencies", "conduct", "moderation_margin_percent", "set_by", "set_on"}


def sheet_of(course: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """The assessment of one competency of the catalogue file; raises Refused where it cannot be used."""
    given = {name: written[name] for name in SHEET if name in written}
    sheet = SHEET | given | {"tasks": [task(course, it) for it in written.get("tasks", [])]}
    check_known(course, written["code"], sheet)
    check_numbers(course, written["code"], sheet)
    return sheet


def task(course: str, written: Mapping[str, Any]) -> dict[str, Any]:
    if not written.get("code") or not written.get("title"):
        raise Refused(f"Course {course} has a task without a code or a title.")
    critical = bool(written.get("critical", False))
    return {"code": written["code"], "title": written["title"], "critical": critical}


def check_known(course: str, code: str, sheet: Mapping[str, Any]) -> None:
    """Words of the scale are known, and only tasks and the scale ask for a level that passes."""
    kind, level = sheet["kind"], sheet["pass_level"]
    if kind not in set(CompetencyKind):
        raise Refused(f"Course {course}: {code} is assessed by {kind}, which nobody knows.")
    on_scale = kind in (CompetencyKind.LEVEL, CompetencyKind.STEPS)
    if on_scale != (level in set(Level)):
        raise Refused(f"Course {course}: say which level passes {code}, if it is on the scale.")
    if bool(sheet["tasks"]) != (kind == CompetencyKind.STEPS):
        raise Refused(f"Course {course}: {code} has tasks if, and only if, its kind is steps.")
    codes = [it["code"] for it in sheet["tasks"]]
    if len(codes) != len(set(codes)):
        raise Refused(f"Course {course}: two tasks of {code} have the same code.")


def check_numbers(course: str, code: str, sheet: Mapping[str, Any]) -> None:
    mark, needed, allowed = (
        sheet[name] for name in ("pass_mark_percent", "tasks_needed", "attempts_allowed")
    )
    if not 1 <= sheet["assessors"] <= MOST_ASSESSORS:
        raise Refused(f"Course {course}: {code} is assessed by one person or by two.")
    if mark is not None and not (sheet["kind"] == CompetencyKind.MARK and 0 <= mark <= 100):
        raise Refused(f"Course {course}: the pass mark of {code} is a share from 0 to 100.")
    if needed is not None and not 1 <= needed <= len(sheet["tasks"]):
        raise Refused(f"Course {course}: {code} needs more tasks than it has.")
    if allowed is not None and allowed < 1:
        raise Refused(f"Course {course}: {code} allows at least one attempt.")


def completion_of(course: str, block: Mapping[str, Any], codes: Sequence[str]) -> dict[str, Any]:
    """The completion rule that a version keeps; empty where the catalogue writes none."""
    if not block:
        return {}
    if set(block) - COMPLETION or not {"set_by", "set_on"} <= set(block):
        needs = ", ".join(sorted(COMPLETION))
        raise Refused(f"Course {course}: a completion rule has {needs}; the last two always.")
    groups = [group(course, it, codes) for it in block.get("competencies", [{}])]
    return {
        "competencies": groups,
        "conduct": bool(block.get("conduct", False)),
        "set_by": block["set_by"],
        "set_on": block["set_on"].isoformat(),
    }


def group(course: str, written: Mapping[str, Any], codes: Sequence[str]) -> dict[str, Any]:
    """So many of these competencies; of all where none is named, all of them where no number is."""
    named, at_least = list(written.get("codes", [])), written.get("at_least")
    unknown = sorted(set(named) - set(codes))
    if unknown:
        raise Refused(f"Course {course} asks for {unknown[0]}, which it does not assess.")
    if at_least is not None and not 1 <= at_least <= len(named or codes):
        raise Refused(f"Course {course} asks for more competencies than it has.")
    return {"codes": named, "at_least": at_least}


def margin_of(course: str, block: Mapping[str, Any]) -> int | None:
    margin = block.get("moderation_margin_percent")
    if margin is not None and not 0 <= margin <= 100:
        raise Refused(f"Course {course}: the margin of moderation is from 0 to 100.")
    return margin


def written_of(course: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """One written test of the catalogue file: its points, and the share without which nobody completes."""
    kind, points = written.get("kind", WrittenKind.OTHER), written.get("points", 100)
    needed = written.get("needed_percent")
    if kind not in set(WrittenKind):
        raise Refused(f"Course {course} has a test of the kind {kind}, which nobody knows.")
    if not 1 <= points <= 1000 or (needed is not None and not 0 <= needed <= 100):
        raise Refused(
            f"Course {course}: points are from 1 to 1000, the share needed from 0 to 100."
        )
    facts = {"code": written["code"], "title": written["title"], "kind": WrittenKind(kind)}
    return {**facts, "points": points, "needed_percent": needed}
