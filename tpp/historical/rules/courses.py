"""Which course of the catalogue a source means, by a table of known spellings."""

from tpp.historical.rules.reading import lines_of

COLUMNS = ("course_type", "level", "course")

Spellings = dict[tuple[str, str], str]


def spellings(content: bytes) -> Spellings:
    """The table data/course_spellings.csv: words and level of a source, and the course meant."""
    lines, refusals = lines_of(content, COLUMNS)
    if refusals:
        raise ValueError(f"course spellings, line {refusals[0].line}: {refusals[0].reason}")
    return {
        spelling(line.cells["course_type"], line.cells["level"]): line.cells["course"]
        for line in lines
    }


def course_of(course_type: str, level: str, known: Spellings) -> str | None:
    """The code of the course, or nothing: what is merely similar is not the same course."""
    return known.get(spelling(course_type, level))


def spelling(course_type: str, level: str) -> tuple[str, str]:
    return course_type.casefold().replace("’", "'").replace("–", "-"), level.casefold()
