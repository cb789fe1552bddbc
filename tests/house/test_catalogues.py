"""What leaves the register, and what the public reads of it, is said in six languages: the catalogues are
whole, and compiled as they stand."""

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
NOW = {domain: build.sentences(domain) for domain in build.SPOKEN}
pytestmark = pytest.mark.parametrize("domain", build.SPOKEN)


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_every_sentence_that_leaves_is_translated(language, domain):
    catalogue = build.kept(language, domain)
    said = {it.id for it in catalogue if it.id}
    assert said == {it.id for it in NOW[domain] if it.id}, "run: python translations/build.py"
    assert build.untranslated(catalogue) == []


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language, domain):
    compiled = build.file_of(language, domain).with_suffix(".mo").read_bytes()
    written = build.compiled(build.brought_up_to_date(language, NOW[domain], domain))
    assert compiled == written, "run: python translations/build.py"


PLACES = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_a_translation_has_the_places_of_its_sentence(language, domain):
    for message in build.kept(language, domain):
        if not message.id or message.pluralizable:
            continue
        assert sorted(PLACES.findall(message.string)) == sorted(PLACES.findall(message.id))


SPOKEN = {"ar": "\u0600-\u06ff", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff"}


@pytest.mark.parametrize("language", SPOKEN)
def test_a_translation_is_written_in_the_letters_of_its_language(language, domain):
    letters = re.compile(f"[{SPOKEN[language]}]")
    said = [it for it in build.kept(language, domain) if it.id]
    foreign = [it.id for it in said if not letters.search(str(it.string))]
    assert foreign == []
