"""What leaves the register - mail, letters, lists - in the reader's language.

Its sentences have a catalogue of their own, ``translations/<language>/LC_MESSAGES/letters.po``, apart
from the words of the screens. Mark them with ``wording`` in Python and with ``_`` and ``ngettext`` in
the templates under ``templates/mail`` and ``templates/letters``, which ``render`` fills.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import Domain, force_locale, format_date, format_datetime, get_locale
from jinja2 import pass_eval_context
from markupsafe import Markup

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
FROM_THE_RIGHT = frozenset({"ar"})
FOLDER = Path(__file__).parents[1] / "translations"
DOMAIN = "letters"

catalogue = Domain([str(FOLDER)], DOMAIN)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """What is said within is said in this language, and in English where it is not one of the six."""
    with force_locale(language if language in LANGUAGES else "en"):
        yield


def direction(language: str) -> str:
    return "rtl" if language in FROM_THE_RIGHT else "ltr"


def wording(sentence: str, **words: Any) -> str:
    """A sentence in the language of now, with its words in place."""
    return filled(catalogue.get_translations().ugettext(sentence), words)


def wordings(one: str, many: str, num: int, **words: Any) -> str:
    """A sentence about a number, in the form that the language has for it."""
    return filled(catalogue.get_translations().ungettext(one, many, num), {"num": num, **words})


def filled(sentence: str, words: dict[str, Any]) -> str:
    return sentence % words if "%" in sentence else sentence


def day(of: date | str, style: str = "long") -> str:
    """A day as one writes it; messages keep days as ISO 8601."""
    return format_date(date.fromisoformat(of) if isinstance(of, str) else of, usual(style))


def usual(style: str) -> str:
    """In English the day comes before the month, as in the papers of the United Nations."""
    is_english = str(get_locale()).startswith("en")
    return "d MMMM y" if is_english and style == "long" else style


def moment(at: datetime | str, zone: str, style: str = "long") -> str:
    """A day and a time on the wall of a zone, which is named."""
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = when.astimezone(ZoneInfo(zone))
    clock = format_datetime(local, "HH:mm", rebase=False)
    return f"{day(local.date(), style)} {clock} ({zone})"


def render(template: str, language: str, **words: Any) -> str:
    """A template of what leaves the register, as text or HTML by its name."""
    with in_language(language):
        return render_template(template, **{**words, **SPOKEN, **reading(language)})


def reading(language: str) -> dict[str, str]:
    code = language if language in LANGUAGES else "en"
    return {"language": code, "side": direction(code)}


@pass_eval_context
def one(context: Any, sentence: str, **words: Any) -> str:
    """``_`` of these templates; the words of others are escaped where the letter is HTML."""
    said = catalogue.get_translations().ugettext(sentence)
    return filled(kind_of(context)(said), words)


@pass_eval_context
def counted(context: Any, singular: str, plural: str, num: int, **words: Any) -> str:
    """``ngettext`` of these templates."""
    said = catalogue.get_translations().ungettext(singular, plural, num)
    return filled(kind_of(context)(said), {"num": num, **words})


def kind_of(context: Any) -> type[str]:
    """Sentences of ours are markup in HTML, so that what is filled in is escaped."""
    return Markup if context.autoescape else str


def paragraphs(text: str) -> list[str]:
    """What somebody typed with empty lines between, part by part."""
    return [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]


SPOKEN = {
    "_": one,
    "gettext": one,
    "ngettext": counted,
    "day": day,
    "moment": moment,
    "paragraphs": paragraphs,
}
"""What a template calls; ``day`` and ``moment`` write dates as the language does."""
