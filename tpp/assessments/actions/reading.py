"""Points out of an uploaded file: every row is read before anything is said, and nothing is written."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tpp.assessments.rules.written import TAKEN_BACK
from tpp.attendance.queries import Trainee
from tpp.catalogue.models import WrittenTest
from tpp.errors import Refused
from tpp.people.rules import folded
from tpp.rolls.actions.reading import read
from tpp.sentences import Sentence, say

NUMBER, NAME, POINTS = 0, 1, 3
"""Columns of the sheet that the register gives out: number of the place, name, country, points."""
MOST_ROWS = 2000


class PointsRead(NamedTuple):
    """Points by place, and what is wrong by row of the file; with a problem nothing is taken over."""

    points: dict[int, int | None]
    problems: list[tuple[int, Sentence]]


def read_points_file(contents: bytes, test: WrittenTest, people: Sequence[Trainee]) -> PointsRead:
    """Refused where the file cannot be read at all."""
    known, found = {str(it.enrolment_id): it for it in people}, PointsRead({}, [])
    with read(contents) as table:
        for number, cells in list(table.rows)[1:MOST_ROWS]:
            if any(cells):
                take(found, number, [*cells, "", "", "", ""], test, known)
    if not found.points and not found.problems:
        raise Refused("The file holds no points. Fill in the last column of the sheet.", "file")
    return found


def take(
    found: PointsRead,
    number: int,
    cells: list[str],
    test: WrittenTest,
    known: Mapping[str, Trainee],
) -> None:
    typed = whole(cells[POINTS].strip())
    if not typed:
        return
    it = known.get(whole(cells[NUMBER].strip()))
    problem = problem_of(it, cells[NAME], typed, test, found.points)
    if problem or it is None:
        found.problems.append((number, problem or NOBODY))
    else:
        found.points[it.enrolment_id] = None if typed in TAKEN_BACK else int(typed)


NOBODY = say("Nobody in this run has this number: use the sheet of this run.")


def problem_of(
    it: Trainee | None,
    name: str,
    typed: str,
    test: WrittenTest,
    points: Mapping[int, int | None],
) -> Sentence | None:
    if it is None:
        return NOBODY
    if folded(name.removeprefix("'")) != folded(it.name):
        return say("The name is not the one that the register has for this number.")
    if it.enrolment_id in points:
        return say("This person stands in the file twice.")
    if typed not in TAKEN_BACK and not is_points(typed, test.points):
        return say("Points are a whole number from 0 to %(most)s.", most=test.points)
    return None


def is_points(typed: str, most: int) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= 4 and int(typed) <= most


def whole(typed: str) -> str:
    """Spreadsheets write 12 as 12.0."""
    return typed.removesuffix(".0")
