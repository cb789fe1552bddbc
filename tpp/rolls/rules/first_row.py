"""Whether a list begins with headings or with a person: nobody is lost by being taken for a heading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tpp.rolls.rules import cells, days
from tpp.rolls.rules.headings import field_of, folded, guessed

HEAD_WITHIN = 15
"""Rows among which the headings are looked for: above them stand titles of the list."""
NUMBER, WORDS = "number", "name"
"""Kinds of cells that are no answer in a closed list; what is plain words may be a name or a heading."""


@dataclass(frozen=True)
class Top:
    """Place of the row that is headings, or would be if the list had some; and whether it is."""

    place: int
    has_headings: bool


def top_of(
    rows: Sequence[Sequence[str]], countries: Collection[str], taught: Collection[str] = ()
) -> Top:
    """A guess out of the first rows. ``taught``: headings, folded, that the office explained before."""
    first = rows[:HEAD_WITHIN]
    counts = [headings_in(row, taught) for row in first]
    if max(counts, default=0) >= 2:
        place = counts.index(max(counts))
        if not any(is_plainly_data(cell) for cell in first[place]):
            return Top(place, True)
    widths = [sum(bool(cell) for cell in row) for row in first]
    place = widths.index(max(widths)) if widths else 0
    return Top(
        place, bool(first) and are_headings(first[place], first[place + 1 :], countries, taught)
    )


def headings_in(row: Sequence[str], taught: Collection[str]) -> int:
    """How many headings of a row are known; words like "femme" are an answer as well, and do not count."""
    said = [cell for cell in row if folded(cell) not in answers()]
    return max(len(guessed(said)), sum(folded(cell)[:200] in taught for cell in said if cell))


def answers() -> set[str]:
    return {*cells.sexes(), *cells.services()}


def are_headings(
    row: Sequence[str],
    below: Sequence[Sequence[str]],
    countries: Collection[str],
    taught: Collection[str],
) -> bool:
    """A row with an answer or a number is a person; else headings are known, or differ from what is below."""
    if any(kind_of(cell, countries) != WORDS for cell in row if cell):
        return False
    return bool(headings_in(row, taught)) or any(
        kind_of(other[place], countries) != WORDS
        for other in below
        for place, cell in enumerate(row)
        if cell and place < len(other) and other[place]
    )


def kind_of(cell: str, countries: Collection[str]) -> str:
    """The field that a cell is an answer to by its look, NUMBER or WORDS."""
    plain = folded(cell)
    if is_plainly_data(cell):
        return "email" if "@" in cell else "born_on"
    for field, known in (
        ("sex", cells.sexes()),
        ("service", cells.services()),
        ("nationality", countries),
    ):
        if plain in known and field_of(cell)[0] in ("", field):
            return field
    is_number = any(it.isdigit() for it in plain) and not any(it.isalpha() for it in plain)
    return NUMBER if is_number else WORDS


def is_plainly_data(cell: str) -> bool:
    return "@" in cell or is_day(cell)


def is_day(cell: str) -> bool:
    try:
        days.day_of(cell[:60], None)
    except days.Unreadable:
        return False
    except (days.Ambiguous, days.NoSuchDay):
        return True
    return True


def meant(rows: Sequence[Sequence[str]], countries: Collection[str]) -> dict[str, int]:
    """Field and place of its column in a list without headings, by what the cells look like."""
    found: dict[str, int] = {}
    for place in range(max((len(row) for row in rows), default=0)):
        said = {
            kind_of(row[place], countries)
            for row in rows
            if row[place : place + 1] not in ([], [""])
        }
        if len(said) == 1:
            found.setdefault(said.pop(), place)
    return {field: place for field, place in found.items() if field != NUMBER}
