"""Whatever is typed or uploaded for a design: nothing is fetched, nothing read, everything ends."""

import re
import socket
import threading
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.certificates.attacks import ENDLESS, READS, documents
from tpp.certificates.limited import Limits, Task, printed
from tpp.certificates.pdf import page
from tpp.certificates.rules import DRAFT, Names, Variant
from tpp.certificates.trial import words_of
from tpp.designs.rules.colours import Colours, check_colours
from tpp.designs.rules.looks import Logo, made_look, packaged_look
from tpp.designs.rules.texts import FIELDS, LANGUAGES, check_text, check_texts, usual
from tpp.errors import Refused
from tpp.files.pictures import cleaned
from tpp.signatories.rules import check_words

LIMITS = Limits(seconds=1, waiting=60, total=240)
DANGER = re.compile(
    rb"script|href|url\(|<!|<\?|style|import|foreign|image|use|on\w+=", re.IGNORECASE
)


@pytest.fixture(scope="module")
def web():
    """An address that listens and counts who comes."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ends = threading.Event()

        def listen():
            while not ends.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(caller)
                caller.close()

        listener = threading.Thread(target=listen)
        listener.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        ends.set()
        listener.join()


@pytest.fixture(scope="module")
def attacks(web, tmp_path_factory):
    """Documents by name, who called, and what stands in the file that nobody may read."""
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><title>XYZZY secret</title></svg>")
    return documents(web[0], str(secret)), web[1]


def refused(check, *arguments):
    try:
        check(*arguments)
    except Refused:
        return True
    return False


def test_there_are_documents_enough():
    assert len(READS) + len(ENDLESS) >= 30


def test_in_every_field_it_is_refused_or_is_the_text_that_it_is(attacks):
    found, calls = attacks
    taken = []
    for name, text in found.items():
        for language in LANGUAGES:
            for field in FIELDS:
                if not refused(check_text, text, field, language):
                    taken.append((name, language, field))
        assert refused(check_texts, usual(), text), f"{name} as a language"
        assert refused(check_colours, Colours(text, "#000000")), f"{name} as a colour"
        assert refused(check_colours, Colours("#000000", text)), f"{name} as a colour"
        refused(check_words, {"en": text}, {"en": text})
    assert calls == []
    printed_as_text(found, taken)
    assert calls == []


def printed_as_text(found, taken):
    """What a field takes stands in the page with every sign of it escaped."""
    assert {language for _, language, _ in taken} == set(LANGUAGES)
    once = {(name, field): language for name, language, field in taken}
    for (name, field), language in once.items():
        texts = usual()
        texts[language] = {**texts[language], field: found[name]}
        look = made_look("d2v1", texts, packaged_look().colours, None)
        variant = Variant.PARTICIPATION if "participation" in field else Variant.COMPLETION
        words = words_of(look, None, language, variant, Names("A", "en"))
        html = page(replace(words, number=DRAFT.serial), look)
        assert found[name] not in html
        assert html.count("<img") == html.count("<script") == html.count("<link") == 0
        assert html.count("<style") == 0


def test_as_an_uploaded_picture_it_is_refused_or_drawn_without_what_it_asked_for(attacks):
    found, calls = attacks
    kept = {}
    for name, text in found.items():
        with suppress(Refused):
            kept[name] = cleaned(text.encode(), "logo").contents
    assert {name: it for name, it in kept.items() if DANGER.search(it)} == {}
    assert calls == []


@pytest.fixture(scope="module")
def answers(attacks):
    """Each document as a whole page, drawings as a logo too, as if they had got past every check."""
    found, _ = attacks
    head = "<!doctype html><html lang=en><title>t</title>"
    whole = {name: it for name, it in found.items() if name in READS or "<svg " not in it}
    tasks = {name: Task(packaged_look(), [head + text]) for name, text in whole.items()}
    empty = f"{head}<main class='certificate completion'></main>"
    for name in (it for it in found if "<svg " in found[it]):
        logo = Logo(found[name].encode(), "image/svg+xml", 9, 9)
        tasks[f"{name}, as a logo"] = Task(replace(packaged_look(), logo=logo), [empty])
    return dict(zip(tasks, printed(list(tasks.values()), LIMITS), strict=True))


def test_as_a_whole_page_it_fetches_nothing_and_reads_no_file(attacks, answers):
    _, calls = attacks
    assert calls == []
    # A typeface of its own would get a folder for a while, which is denied as well.
    assert {what for it in answers.values() for what in it.tried} == {"os.mkdir"}
    assert [name for name, it in answers.items() if b"XYZZY" in inflated(it.file)] == []
    assert {it.problem for name, it in answers.items() if name in READS} == {
        "",
        "not_ours",
        "broken",
    }
    assert [name for name, it in answers.items() if it.problem == "not_ours"]


def test_as_a_whole_page_it_ends_within_its_limits(answers):
    assert answers["nested flex"].problem == "too_much"
    assert answers["use bomb, as a logo"].problem == "too_much"


def inflated(file):
    """A PDF with its streams unpacked."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", file, re.DOTALL)
    return file + b"".join(map(unpacked, parts))


def unpacked(part):
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part


def test_the_process_denies_files_and_connections_whoever_asks(tmp_path):
    """The wall behind the walls: even code of ours that went wrong could not."""
    from tpp.certificates.apart import ROOT, Guard

    guard = Guard()
    for event, arguments in (
        ("open", (str(tmp_path / "x"), "r", 0)),
        ("open", ("/etc/passwd", "r", 0)),
        ("open", (str(ROOT / "static" / "x"), "w", 1)),
        ("open", (str(ROOT / "static" / ".." / "config.py"), "r", 0)),
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("subprocess.Popen", ("sh", [], None, None)),
        ("os.system", ("true",)),
    ):
        with pytest.raises(PermissionError):
            guard(event, arguments)
    guard("open", (str(ROOT / "static" / "icons.svg"), "r", 0))
    assert len(guard.tried) == 7
