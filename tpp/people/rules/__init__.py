"""What must be true of a person's record. No database, no web."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tpp.errors import Refused


class Sex(StrEnum):
    """Used for counting only. Unknown is not a no."""

    WOMAN = "woman"
    MAN = "man"
    UNKNOWN = "unknown"


class Service(StrEnum):
    MILITARY = "military"
    POLICE = "police"
    CIVILIAN = "civilian"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    NATIVE = "native"
    FORMER = "former"
    PRINTED = "printed"


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


class Sign(StrEnum):
    """Something that speaks for two records being one human being, or against it."""

    SAME_NAME = "same_name"
    REORDERED_NAME = "reordered_name"
    SPELLED_ALIKE = "spelled_alike"
    PARTS_MISSING = "parts_missing"
    SIMILAR_NAME = "similar_name"
    OTHER_NAME = "other_name"
    COMMON_NAME = "common_name"
    SAME_BIRTH = "same_birth"
    SWAPPED_BIRTH = "swapped_birth"
    NEAR_BIRTH = "near_birth"
    BIRTH_UNKNOWN = "birth_unknown"
    OTHER_BIRTH = "other_birth"
    SAME_NUMBER = "same_number"
    OTHER_NUMBER = "other_number"
    SAME_EMAIL = "same_email"
    OTHER_COUNTRY = "other_country"
    OTHER_SEX = "other_sex"


def folded(text: str) -> str:
    """A name as it is searched for: no case, no accents, single spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.split())


def check_born(born_on: date | None, today: date) -> None:
    """Between 15 and 100 years ago, where it is known."""
    if born_on is None:
        return
    years = (today - born_on).days / 365.25
    if not 15 <= years <= 100:
        raise Refused(
            "Check the date of birth: it makes the person too young or too old.", "born_on"
        )


class RankBand(StrEnum):
    """What a rank amounts to, whatever the service calls it: grades as many forces compare them."""

    OR_1_4 = "or_1_4"
    OR_5_9 = "or_5_9"
    OF_1_2 = "of_1_2"
    OF_3_5 = "of_3_5"
    OF_6_10 = "of_6_10"
    POLICE_CONSTABLE = "police_constable"
    POLICE_INSPECTOR = "police_inspector"
    POLICE_SENIOR = "police_senior"
    CIVILIAN = "civilian_band"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """What an office says where it may also say nothing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class LanguageLevel(StrEnum):
    """How well somebody speaks a language, with the levels of the European framework beside it."""

    NONE = "level_none"
    BASIC = "level_basic"
    INTERMEDIATE = "level_intermediate"
    WORKING = "level_working"
    FLUENT = "level_fluent"


class LicenceKind(StrEnum):
    """What somebody may drive or operate."""

    LIGHT_VEHICLE = "light_vehicle"
    HEAVY_VEHICLE = "heavy_vehicle"
    PLANT = "plant"
    UN_PERMIT = "un_permit"
    REMOTE_PILOT = "remote_pilot"


@dataclass(frozen=True)
class HeldLicence:
    """What is known of one licence; ``valid_until`` is its last day, None where not stated."""

    is_held: bool
    valid_until: date | None = None


@dataclass(frozen=True)
class Stated:
    """What an office states of somebody, as far as it was asked; None takes back what was stated."""

    facts: Mapping[str, RankBand | date | None] = field(default_factory=dict)
    """``rank_band`` and ``serves_until``: those of the two that were asked."""
    languages: Mapping[str, LanguageLevel | None] = field(default_factory=dict)
    licences: Mapping[LicenceKind, HeldLicence | None] = field(default_factory=dict)
