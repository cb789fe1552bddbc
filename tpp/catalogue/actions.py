"""Loading the catalogue: courses, their versions, and the competencies of each."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tpp.catalogue.models import Competency, Course, CourseVersion, EligibilityRule, WrittenTest
from tpp.catalogue.queries import (
    competencies_of,
    is_used,
    latest_version,
    rules_of,
    written_tests_of,
)
from tpp.catalogue.rules import CourseKind, Delivery, Pillar, check_competencies
from tpp.catalogue.rules.eligibility import Criterion, check_rule
from tpp.catalogue.rules.sheets import SHEET, completion_of, margin_of, sheet_of, written_of
from tpp.db import db, transaction

FILE = Path(__file__).parents[2] / "data" / "catalogue.toml"
KEPT = ("known_from", "women_only")
"""What a version keeps about its course beside its columns, where the file says it."""


@transaction()
def load_catalogue(file: Path = FILE) -> Counter[str]:
    """Bring the courses in line with the file; says how many were created, updated, unchanged.

    What a course teaches and demands is never edited once a run uses it: a changed file makes the
    next version, and runs keep theirs.
    """
    catalogue = tomllib.loads(file.read_text(encoding="utf-8"))
    return Counter(settle(course, catalogue) for course in catalogue["course"])


def settle(written: dict[str, Any], catalogue: dict[str, Any]) -> str:
    """One course of the file: created, updated or unchanged."""
    course = db.session.scalar(sa.select(Course).where(Course.code == written["code"]))
    is_new = course is None
    course = course or Course(code=written["code"])
    changed = change(course, course_facts(written))
    db.session.add(course)
    db.session.flush()
    parts = parts_of(written, catalogue)
    renewed = settle_version(course, version_facts(written, catalogue), parts)
    if is_new:
        return "created"
    return "updated" if changed or renewed else "unchanged"


Parts = dict[Any, list[dict[str, Any]]]
"""What a version is made of beside its own facts: kind of row -> rows, in order."""


def parts_of(written: dict[str, Any], catalogue: dict[str, Any]) -> Parts:
    return {
        Competency: taught(written, catalogue),
        WrittenTest: [written_of(written["code"], it) for it in written.get("tests", [])],
        EligibilityRule: demanded(written, catalogue),
    }


def settle_version(course: Course, facts: dict[str, Any], parts: Parts) -> bool:
    """Write the latest version anew, or the next one where runs use it; False when all is so."""
    latest = latest_version(course)
    if latest and not differs(latest, facts, parts):
        return False
    if latest and not is_used(latest):
        for part in parts:
            db.session.execute(sa.delete(part).where(part.version_id == latest.id))
        version = latest
    else:
        version = CourseVersion(course_id=course.id, number=latest.number + 1 if latest else 1)
    change(version, facts)
    db.session.add(version)
    db.session.flush()
    for part, rows in parts.items():
        for position, row in enumerate(rows, start=1):
            db.session.add(part(version_id=version.id, position=position, **row))
    return True


def differs(version: CourseVersion, facts: dict[str, Any], parts: Parts) -> bool:
    stand = {
        Competency: written_out(competencies_of(version), COMPETENCY),
        WrittenTest: written_out(written_tests_of(version), WRITTEN),
        EligibilityRule: written_out(rules_of(version), RULE),
    }
    return stand != parts or any(getattr(version, name) != facts[name] for name in facts)


def written_out(rows: Sequence[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]


def change(row: Course | CourseVersion, facts: dict[str, Any]) -> bool:
    """Set what differs; True when anything did."""
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def course_facts(written: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": written["title"],
        "pillar": Pillar(written["pillar"]),
        "level": written.get("level", ""),
        "kind": CourseKind(written["kind"]),
        "delivery": Delivery(written["delivery"]),
        "known_since": written.get("known_since"),
        "is_offered": written["offered"],
    }


def titles_by_outcome(qualifications: list[dict[str, str]]) -> dict[str, list[str]]:
    """What each outcome carries, the usual one first."""
    found: dict[str, list[str]] = {}
    for it in qualifications:
        found.setdefault(it["outcome"], []).append(it["title"])
    return found


def version_facts(written: dict[str, Any], catalogue: dict[str, Any]) -> dict[str, Any]:
    thresholds = catalogue["thresholds"] | written.get("thresholds", {})
    granted = titles_by_outcome(written["qualification"])
    duration, completion = written.get("duration_days", {}), written.get("completion", {})
    return {
        "objectives": written["objectives"],
        "languages": written.get("languages", []),
        "duration_days": duration.get("to"),
        "qualification": granted["completed"][0],
        "attendance_share_percent": thresholds["attendance_share_percent"],
        "pass_mark_percent": thresholds["pass_mark_percent"],
        "validity_months": thresholds.get("validity_months"),
        "completion": completion_of(written["code"], completion, codes_of(written, catalogue)),
        "moderation_margin_percent": margin_of(written["code"], completion),
        "set_by": thresholds["set_by"],
        "set_on": thresholds["set_on"],
        "facts": {
            "duration_days": duration,
            "qualifications": {outcome: titles[0] for outcome, titles in granted.items()},
            "further_qualifications": {outcome: titles[1:] for outcome, titles in granted.items()},
            **{name: written[name] for name in KEPT if name in written},
        },
    }


def taught(written: dict[str, Any], catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    """The competencies of a course, in order: those of its sets, then its own."""
    together = skills_of(written, catalogue)
    check_competencies(written["code"], together, catalogue["machines"])
    return [competency_row(written["code"], it) for it in together]


def skills_of(written: dict[str, Any], catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    sets = (catalogue["competency_sets"][name] for name in written.get("competency_sets", []))
    return [skill for one in sets for skill in one] + written.get("competencies", [])


def codes_of(written: dict[str, Any], catalogue: dict[str, Any]) -> list[str]:
    return [it["code"] for it in skills_of(written, catalogue)]


def competency_row(course: str, skill: dict[str, Any]) -> dict[str, Any]:
    plain = {"code": skill["code"], "title": skill["title"], "machine": skill.get("machine", "")}
    return plain | sheet_of(course, skill)


COMPETENCY = ("code", "title", "machine", *SHEET)
WRITTEN = ("code", "title", "kind", "points", "needed_percent")
RULE = ("criterion", "parameters", "is_required", "is_example", "set_by", "set_on")
"""What is written of a rule, beside the version that it belongs to and its place in it."""


def demanded(written: dict[str, Any], catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    """Who may take a course, in order: the rules of its sets, then its own."""
    block = catalogue.get("eligibility", {})
    sets = (block["sets"][name] for name in written.get("eligibility_sets", []))
    together = [rule for one in sets for rule in one] + written.get("eligibility", [])
    return [rule_row(written["code"], dict(rule), block) for rule in together]


def rule_row(course: str, rule: dict[str, Any], block: dict[str, Any]) -> dict[str, Any]:
    criterion, is_required = rule.pop("rule"), rule.pop("required", True)
    check_rule(course, criterion, rule)
    return {
        "criterion": Criterion(criterion),
        "parameters": rule,
        "is_required": is_required,
        "is_example": block.get("examples", False),
        "set_by": block["set_by"],
        "set_on": block["set_on"],
    }
