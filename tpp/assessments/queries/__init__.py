"""Reading assessments: what is demanded, what is on record, what the rule says, what was decided."""

from tpp.assessments.queries.demanded import (
    Station,
    competencies,
    sheet_of,
    sheets_of,
    stations,
    thresholds_of,
    written_tests,
)
from tpp.assessments.queries.judging import (
    Judged,
    certified,
    completed_courses,
    evidence_of,
    judged,
    judged_by,
    one_place,
    outcome_of,
    outcomes_of,
    still_to_come,
)
from tpp.assessments.queries.recorded import (
    attempts_of,
    conduct_of,
    last_attempts,
    lines_of,
    points_of,
)

__all__ = [
    "Judged",
    "Station",
    "attempts_of",
    "certified",
    "competencies",
    "completed_courses",
    "conduct_of",
    "evidence_of",
    "judged",
    "judged_by",
    "last_attempts",
    "lines_of",
    "one_place",
    "outcome_of",
    "outcomes_of",
    "points_of",
    "sheet_of",
    "sheets_of",
    "stations",
    "still_to_come",
    "thresholds_of",
    "written_tests",
]
