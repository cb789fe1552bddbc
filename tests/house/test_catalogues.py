"""What leaves the register is said in six languages: the catalogues are whole, and compiled as they stand."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def load():
    spec = importlib.util.spec_from_file_location("build", ROOT / "translations" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = load()
NOW = build.sentences()


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_every_sentence_that_leaves_is_translated(language):
    catalogue = build.kept(language)
    said = {it.id for it in catalogue if it.id}
    assert said == {it.id for it in NOW if it.id}, "run: python translations/build.py"
    assert build.untranslated(catalogue) == []


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    compiled = build.file_of(language).with_suffix(".mo").read_bytes()
    written = build.compiled(build.brought_up_to_date(language, NOW))
    assert compiled == written, "run: python translations/build.py"


PLACES = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_a_translation_has_the_places_of_its_sentence(language):
    for message in build.kept(language):
        if not message.id or message.pluralizable:
            continue
        assert sorted(PLACES.findall(message.string)) == sorted(PLACES.findall(message.id))


SPOKEN = {"ar": "\u0600-\u06ff", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff"}


@pytest.mark.parametrize("language", SPOKEN)
def test_a_translation_is_written_in_the_letters_of_its_language(language):
    letters = re.compile(f"[{SPOKEN[language]}]")
    foreign = [it.id for it in build.kept(language) if it.id and not letters.search(str(it.string))]
    assert foreign == []
