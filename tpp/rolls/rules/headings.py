"""Headings of nominal rolls in six languages, and which of them stands for what."""

import unicodedata
from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from tpp.catalogue.rules.eligibility import Criterion
from tpp.rolls.rules.synonyms import ALSO
from tpp.rolls.rules.titles import TITLES
from tpp.seats.rules import GroupKind

FIELDS = (
    "name",
    "given_name",
    "family_name",
    "native_name",
    "native_language",
    "sex",
    "born_on",
    "nationality",
    "service",
    "rank",
    "rank_band",
    "unit",
    "service_number",
    "serves_until",
    "email",
    "phone",
    "mission",
    "languages",
    "licences",
    "licence_until",
    "prior_courses",
    "deploys",
    "deploys_on",
    "deploys_to",
    "station",
    "language_group",
    "note",
)
"""What a column can be about. The two parts of a name are put together where a list has them apart."""

IN_TEMPLATE = tuple(it for it in FIELDS if it not in ("given_name", "family_name"))
WHERE_ASKED: dict[str, str] = {
    "languages": Criterion.LANGUAGE,
    "licences": Criterion.LICENCE,
    "licence_until": Criterion.LICENCE,
    "prior_courses": Criterion.PRIOR_COURSE,
    "deploys": Criterion.DEPLOYMENT,
    "deploys_on": Criterion.DEPLOYMENT,
    "deploys_to": Criterion.DEPLOYMENT,
    "station": GroupKind.STATION,
    "language_group": GroupKind.LANGUAGE,
}
"""Columns that the template has only where the course asks, or the run has such groups."""


def in_template(asked: Collection[str]) -> tuple[str, ...]:
    """The columns of the template of a run, by the criteria and kinds of groups that it asks about."""
    return tuple(it for it in IN_TEMPLATE if WHERE_ASKED.get(it) in (None, *asked))


ALIKE = 88
"""Per cent of likeness from which a heading with a slip of the keyboard is still taken for a known one."""

ARABIC = str.maketrans("أإآٱىة", "اااايه", "\u0640")


@lru_cache(4096)
def folded(heading: str) -> str:
    """A heading without case, accents, punctuation, and the Arabic spellings that vary."""
    plain = unicodedata.normalize("NFKD", heading.translate(ARABIC).casefold())
    letters = (
        it if it.isalnum() else " " for it in plain if unicodedata.category(it) not in ("Mn", "Cf")
    )
    return " ".join("".join(letters).split())


@cache
def known() -> dict[str, str]:
    """Every known heading, folded, and the field it stands for."""
    found = {folded(word): field for field, words in ALSO.items() for word in words.split(";")}
    for titles in TITLES.values():
        found |= {folded(title): field for field, title in titles.items()}
    return found


def field_of(heading: str) -> tuple[str, float]:
    """The field that a heading stands for, and how sure that is from 0 to 100; "" where it is not known."""
    plain = folded(heading)
    if not plain or len(plain) > 80:
        return "", 0
    for words in (plain, folded(heading.partition("(")[0])):
        if words in known():
            return known()[words], 100
    near = process.extractOne(plain, known().keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if near and len(plain) > 4:
        return known()[near[0]], near[1]
    return "", 0


def guessed(heads: Sequence[str]) -> dict[str, int]:
    """Field and place of its column; of two columns for one field the surer, then the first, has it."""
    best: dict[str, tuple[float, int]] = {}
    for place, head in enumerate(heads):
        field, sure = field_of(head)
        if field and (field not in best or sure > best[field][0]):
            best[field] = (sure, place)
    return {field: place for field, (_, place) in best.items()}


def known_in(text: str) -> int:
    """How many known headings stand in the beginning of a text, however its columns are separated."""
    cells = text.replace("\r", "\n").replace("\n", ";").replace(",", ";").replace("\t", ";")
    return sum(folded(cell) in known() for cell in cells.split(";")[:200])


def is_enough(mapping: dict[str, int]) -> bool:
    """Can rows be read by this? They need a name, whole or in parts."""
    return "name" in mapping or "family_name" in mapping or "given_name" in mapping
