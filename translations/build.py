"""Brings the catalogues up to date with the sentences: python translations/build.py

Two catalogues in ``<language>/LC_MESSAGES``: ``letters.po`` for what leaves the register, marked in the
templates of mail and letters and in Python (``tpp/wording.py``); ``verify.po`` for the public pages of
verification and the layout around them. Adds what is new without a translation, takes away what is said
no more, and compiles. Says what still wants a translation, and ends with 1 while something does.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
LANGUAGES = ("fr", "es", "ar", "ru", "zh")
"""English is the language of the sentences themselves."""

NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""What is compiled twice is the same twice."""

IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}
IN_PYTHON = {"wording": None, "wordings": (1, 2)}

SPOKEN = {
    "letters": (
        ("templates/mail", "**.*", "jinja2"),
        ("templates/letters", "**.*", "jinja2"),
        ("tpp", "**.py", "python"),
    ),
    "verify": (
        ("templates/certificates", "verify.html", "jinja2"),
        ("templates/certificates", "verify*.html", "jinja2"),
        ("templates/certificates", "_key.html", "jinja2"),
        ("templates/questionnaires", "answer*.html", "jinja2"),
        ("templates/questionnaires", "printed.html", "jinja2"),
        ("templates/layouts", "base.html", "jinja2"),
    ),
}
"""Each catalogue, and where its sentences stand."""


def sentences(domain: str = "letters") -> Catalog:
    """Every sentence of a catalogue, with the files that say it."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for folder, files, method in SPOKEN[domain]:
        keywords = IN_PYTHON if method == "python" else IN_TEMPLATES
        collect(found, folder, [(files, method)], keywords)
    return found


def collect(found: Catalog, folder: str, methods: list, keywords: dict) -> None:
    for name, _line, words, comments, _context in extract_from_dir(
        ROOT / folder, methods, keywords=keywords, comment_tags=("Translators:",)
    ):
        found.add(words, locations=[(f"{folder}/{name}", None)], auto_comments=comments)


def file_of(language: str, domain: str = "letters") -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def kept(language: str, domain: str = "letters") -> Catalog:
    """What was translated so far."""
    path = file_of(language, domain)
    if not path.exists():
        return Catalog(locale=language, domain=domain, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain, charset="utf-8")


ABOUT = {
    "letters": "# What leaves the training register. Wants a native reader.",
    "verify": "# The public pages of verification. Wants a native reader.",
}


def brought_up_to_date(language: str, now: Catalog, domain: str = "letters") -> Catalog:
    """Today's sentences with the translations that there are."""
    before = kept(language, domain)
    after = Catalog(locale=language, domain=domain, fuzzy=False)
    after.header_comment = ABOUT[domain]
    for message in sorted((it for it in now if it.id), key=lambda it: str(it.id)):
        known = before.get(message.id)
        empty = ("",) * after.num_plurals if message.pluralizable else ""
        words = known.string if known is not None and known.string else empty
        places = sorted(set(message.locations))
        after.add(message.id, words, locations=places, auto_comments=message.auto_comments)
    return after


def as_text(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=False, include_lineno=False)
    dated = ("POT-", "PO-Rev", "Generated-By", "Last-T", "Report-", "Language-T", "Project-")
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(
        line for line in lines if not line.startswith(tuple(f'"{it}' for it in dated))
    ).encode()


def compiled(catalogue: Catalog) -> bytes:
    """What gettext reads, without the day on which it was made."""
    out, plain = BytesIO(), read_po(BytesIO(as_text(catalogue)), locale=catalogue.locale)
    plain.creation_date = plain.revision_date = NO_DAY
    write_mo(out, plain)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    said = (it for it in catalogue if it.id)
    return [
        str(it.id)
        for it in said
        if not (all(it.string) if isinstance(it.string, tuple) else it.string)
    ]


def main() -> int:
    return 1 if sum(map(renew, SPOKEN)) else 0


def renew(domain: str) -> int:
    """Write a catalogue anew in every language; how many sentences want a translation."""
    now, missing = sentences(domain), 0
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language, now, domain)
        path = file_of(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        for sentence in untranslated(catalogue):
            missing += 1
            print(f"{language}: {sentence}")  # noqa: T201
    return missing


if __name__ == "__main__":
    sys.exit(main())
