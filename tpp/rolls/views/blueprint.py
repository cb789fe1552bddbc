"""What the pages of nominal rolls share: their blueprint, and the words of fields and problems."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from tpp.errors import Refused
from tpp.rolls.models import Roll, RollRow
from tpp.rolls.rules import State
from tpp.rolls.rules.checking import words_of
from tpp.rolls.rules.headings import FIELDS
from tpp.web.words import said

bp = Blueprint("rolls", __name__)


def field_words() -> dict[str, str]:
    """What each field is called on screen."""
    return {
        "name": _("Full name"),
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "native_name": _("Name in another script"),
        "native_language": _("Language of that name"),
        "sex": _("Sex"),
        "born_on": _("Date of birth"),
        "nationality": _("Nationality"),
        "service": _("Service"),
        "rank": _("Rank"),
        "rank_band": _("Rank band"),
        "unit": _("Unit"),
        "service_number": _("Service number"),
        "serves_until": _("In service until"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "mission": _("Sent by a mission"),
        "languages": _("Languages and levels"),
        "licences": _("Licences"),
        "licence_until": _("Licence valid until"),
        "prior_courses": _("Courses completed before"),
        "deploys": _("Deployment expected"),
        "deploys_on": _("Deployment expected on"),
        "deploys_to": _("Deployment to"),
        "station": _("Machine station"),
        "language_group": _("Language group"),
        "note": _("Note for the programme office"),
    }


def problem_words(problem: dict[str, Any], value: str) -> str:
    """What is wrong with a cell: one sentence that holds the value as it was given."""
    words = problem["words"]
    match problem["code"]:
        case "refused":
            return refusal_words(words)
        case "too_long":
            return _("This is longer than %(most)s letters.", most=words["most"])
        case "twice":
            return _("Row %(row)s of the file is about the same person.", row=words["row"])
        case "missing":
            return _("This is empty.")
    part = words.get("part")
    if part is not None:
        return answer_words(problem["code"], shortened(part))
    return value_words(problem["code"], shortened(value))


def answer_words(code: str, part: str) -> str:
    """What is wrong with one of several answers in a cell."""
    match code:
        case "level_missing":
            return _("“%(part)s” has no level.", part=part)
        case "language":
            return _("“%(part)s”: this language is not known.", part=part)
        case "language_level":
            return _("“%(part)s” is not a language with its level.", part=part)
        case "licence":
            return _("“%(part)s” is not a licence that the register knows.", part=part)
        case "course":
            return _("“%(part)s” is not a course that the register knows.", part=part)
    return _("“%(part)s” contradicts an answer before it.", part=part)


def value_words(code: str, value: str) -> str:
    match code:
        case "no_such_day":
            return _("“%(value)s” is a day that does not exist.", value=value)
        case "not_a_day":
            return _("“%(value)s” is not written like a day.", value=value)
        case "ambiguous_day":
            return _("“%(value)s” can be read as two days.", value=value)
        case "email":
            return _("“%(value)s” is not an e-mail address.", value=value)
        case "phone":
            return _("“%(value)s” is not a telephone number.", value=value)
        case "shortened":
            return _("“%(value)s” lost its last digits in the spreadsheet.", value=value)
        case "not_expected":
            return _("“%(value)s” does not go with a deployment that is not expected.", value=value)
        case "no_groups":
            return _("This run has no such groups.")
        case "which_licence" | "which_course":
            return _("“%(value)s” does not say which.", value=value)
    return _("“%(value)s” is not in the list of possible answers.", value=value)


def refusal_words(words: dict[str, Any]) -> str:
    others = {name: value for name, value in words.items() if name != "sentence"}
    return str(said(Refused(words["sentence"], **others)))


def expected_words(problem: dict[str, Any]) -> str:
    """What is expected instead, where the sentence about the problem does not say so."""
    match problem["code"]:
        case "no_such_day" | "not_a_day" | "ambiguous_day":
            return _("Day month year, for instance 28 2 1998")
        case "email":
            return _("With an ending, like name@example.org")
        case "phone" | "shortened":
            return _("All digits, with the code of the country, like +254 712 345 678")
        case "country":
            return _(
                "The country as the United Nations name it, in any of the six languages, or its code"
            )
        case "mission":
            return _("A mission by its acronym; empty if sent from home")
        case "missing" if problem["field"] == "name":
            return _("As in the passport; one name alone is fine")
        case "twice":
            return _("Leave one of the two rows out, or correct what makes them the same")
    return answer_expected(problem)


def answer_expected(problem: dict[str, Any]) -> str:
    """The same for an answer to a question of the course."""
    match problem["code"]:
        case "level_missing" | "language" | "language_level":
            return _("Language and level, for instance en B2; fr C1")
        case "licence" | "which_licence":
            return _("The licence and its last day, for instance light vehicle 2027-05-31")
        case "missing" if problem["field"] == "licences":
            return _("Which licence is valid until that day?")
        case "course" | "which_course" if problem["words"].get("codes"):
            return _("The code of each course: %(codes)s", codes=problem["words"]["codes"])
        case "course":
            return _("The code of each course, with semicolons")
        case "no_groups":
            return _("Empty this cell")
    return ""


def shortened(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"


def evidence_words(match: dict[str, Any]) -> str:
    """Why somebody known may be the person of the row: one phrase each."""
    phrases = {
        "same_number": _("same service number"),
        "other_number": _("another service number"),
        "same_email": _("same e-mail"),
        "same_name": _("same name"),
        "reordered_name": _("same name in another order"),
        "spelled_alike": _("name spelled alike, %(percent)s%%", percent=match["alike"]),
        "parts_missing": _(
            "part of the name is missing, %(percent)s%% alike", percent=match["alike"]
        ),
        "similar_name": _("name %(percent)s%% alike", percent=match["alike"]),
        "other_name": _("another name"),
        "common_name": _("a common name"),
        "same_birth": _("same date of birth"),
        "swapped_birth": _("day and month of birth swapped"),
        "near_birth": _("date of birth differs in one part"),
        "other_birth": _("another date of birth"),
        "birth_unknown": _("date of birth not known"),
        "other_sex": _("one a woman, one a man"),
    }
    return ", ".join(phrases[it] for it in match["evidence"] if it in phrases)


def words_in(roll: Roll, row: RollRow) -> dict[str, str]:
    """The words of a row by field, as corrected."""
    return words_of(row.cells, roll.mapping, row.corrected)


def name_in(roll: Roll, row: RollRow) -> str:
    """The name as given, with the rank before it."""
    words = words_in(roll, row)
    parts = [words.get(it, "") for it in ("name", "given_name", "family_name")]
    name = parts[0] or " ".join(filter(None, parts[1:]))
    return " ".join(filter(None, (words.get("rank", ""), name)))[:200]


def is_field(name: str) -> bool:
    return name in FIELDS


def what_it_does(state: State) -> str:
    return {
        State.NEW: _("New person, nominated"),
        State.KNOWN: _("Known person, nominated"),
        State.ALREADY: _("Nominated already: nothing"),
        State.LEFT_OUT: _("Left out: nothing"),
        State.DONE: _("Done"),
    }.get(state, "")
