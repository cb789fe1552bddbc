"""What a certificate costs: processor time of the press beside other ways to make the same page.

    benchmarks/certificates [--quick]

Five ways take turns in one process, round by round, on the same invented people; what is printed is
the median of the rounds. Counted is processor time, so a busy machine makes every figure larger, and
the ratios little. Each way is warm: what it does once for all (faces, style sheets, the typeset page)
was done in a round that is not counted. Every way makes the same page, so the others draw the signed
code that the paper has; its signature is made for them beforehand and not counted.
"""

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.certificates.oracle import names
from tests.certificates.specimens import make_words
from tpp.certificates.fonts import face_file, use_only_ours
from tpp.certificates.pdf import Press, page, title_of
from tpp.certificates.press import keys
from tpp.certificates.press.credential import Issuer, Maker
from tpp.certificates.press.sealing import Seal
from tpp.certificates.press.signing import Signer
from tpp.certificates.qr import bars, qr_svg
from tpp.designs.rules.looks import packaged_look
from tpp.letters import FOLDER

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / ".cache" / "certificates"))

MIXTURE = {"en": 55, "ar": 12, "ru": 8, "zh": 9, "ne": 5, "bn": 4, "km": 4, "am": 3}
"""Of a hundred people, how many write their name in the letters of which language."""
TARGETS = {"naive": 30, "reportlab + pikepdf": 6, "typst": 1.5}
EXPIRES = date(2030, 1, 1)
UNSIGNED_TARGET, MEMORY_TARGET = 45, 1.1
Way = Callable[[object, str], bytes]
"""From words, and from what the code on the page says, to a file."""


def people():
    """Words without end, unique each, in the mixture of scripts."""
    pools = {it: [n for n in names() if n.language == it] for it in MIXTURE}
    order = [it for it, share in MIXTURE.items() for _ in range(share)]
    index = 0
    while True:
        language = order[index * 37 % len(order)]
        pool = pools[language]
        name = pool[index // len(order) % len(pool)]
        code = f"{index:026d}"
        second = pool[index * 7 % len(pool)].text.split()[-1]
        yield make_words(
            name=name.text if language == "zh" else f"{name.text} {second}",
            name_language=language,
            number=f"TPP-2026-{index:06d}",
            url=f"https://verify.example.org/verify/{code}",
            url_short=f"verify.example.org/verify/{code}",
        )
        index += 1


def naive() -> Way:
    """A page of HTML into WeasyPrint, as its manual shows, without PDF/A, tags, signature."""
    use_only_ours()
    from weasyprint import CSS, HTML

    from tpp.certificates.typesetting import design

    fetcher, style = design(packaged_look()).fetcher, packaged_look().style

    def make(words, code):
        sheet = CSS(string=style, url_fetcher=fetcher, base_url="asset:")
        return HTML(
            string=page(words, code=code), url_fetcher=fetcher, base_url="asset:"
        ).write_pdf(stylesheets=[sheet])

    return make


def reportlab_and_pikepdf() -> Way:
    """Every line drawn by reportlab over a ground that was made before, merged by pikepdf."""
    import pikepdf
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    families = ("Noto Serif Display", "Noto Naskh Arabic", "Noto Serif", "Noto Serif SC")
    families += ("Noto Serif Devanagari", "Noto Serif Bengali", "Noto Serif Khmer")
    families += ("Noto Serif Ethiopic",)
    for family in families:
        pdfmetrics.registerFont(TTFont(family, str(face_file(family, "Bold"))))
    faces = {"ar": families[1], "ru": families[2], "zh": families[3], "ne": families[4]}
    faces |= {"bn": families[5], "km": families[6], "am": families[7]}
    for style in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(f"Sans {style}", str(face_file("Noto Sans", style))))
    ground, mm = decoration(), 72 / 25.4

    def make(words, code):
        drawn = BytesIO()
        canvas = Canvas(drawn, pagesize=(297 * mm, 210 * mm))
        canvas.setTitle(title_of(words, packaged_look()))
        for face, size, x, y, text in lines_of(words, faces.get(words.name_language, families[0])):
            canvas.setFont(face, size)
            canvas.drawString(x * mm, (210 - y) * mm, text)
        side, found = bars(code)
        dot = 32 * mm / side
        for x, y, length in found:
            left, bottom = 17 * mm + x * dot, 58 * mm - (y + 1) * dot
            canvas.rect(left, bottom, length * dot, dot, stroke=0, fill=1)
        canvas.save()
        with pikepdf.open(BytesIO(ground)) as below, pikepdf.open(drawn) as above:
            below.pages[0].add_overlay(above.pages[0])
            out = BytesIO()
            below.save(out)
            return out.getvalue()

    return make


def decoration() -> bytes:
    """The page without a word on it."""
    from tpp.certificates.typesetting import design

    html = "<html lang=en><title>x</title><main class='certificate completion'></main>"
    return design(packaged_look()).print(html)


def lines_of(words, face):
    """Every line of the page, where the design has it: face, points, millimetres, text."""
    text = packaged_look().texts["en"]
    yield "Sans Bold", 11.5, 66, 30, text["programme"]
    yield "Sans Regular", 9, 245, 30, text["office"]
    yield "Noto Serif Display", 27, 66, 55, text["title"]["completion"]
    yield "Sans Regular", 11.5, 66, 69, text["certifies"]
    yield face, 36, 66, 90, words.name
    yield "Sans Regular", 11.5, 66, 105, text["has"]["completion"]
    yield "Sans Bold", 18, 66, 117, words.course
    yield "Sans Bold", 11.5, 66, 129, words.qualification
    facts = (("dates", words.dates), ("place", words.place), ("instruction", words.hours))
    for x, (label, fact) in zip((66, 138, 210), facts, strict=True):
        yield "Sans Regular", 7.5, x, 141, text[label]
        yield "Sans Regular", 10, x, 146, fact
    signed = [(it.name, it.role) for it in words.signatories] + [(words.issued, text["issued"])]
    for x, (name, role) in zip((66, 138, 210), signed, strict=True):
        yield "Sans Bold", 9.5, x, 175, name
        yield "Sans Regular", 7.5, x, 179, role
    yield "Sans Bold", 8, 66, 193, text["number"]
    yield "Sans Regular", 8, 84, 193, words.number
    yield "Sans Bold", 8, 138, 193, text["verify"]
    yield "Sans Regular", 8, 151, 193, words.url_short
    yield "Sans Regular", 7.5, 24, 190, text["scan"]
    yield "Sans Regular", 6.5, 130, 205, words.specimen


def typst() -> Way:
    """The page in typst, compiled anew for each person; PDF/A-3a and PDF/UA-1 where it can."""
    import typst

    compiler = typst.Compiler(
        input=str(ROOT / "benchmarks" / "certificates.typ"),
        root=str(ROOT),
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
    )

    def make(words, code):
        told = {key: it for key, it in words.to_json().items() if isinstance(it, str)}
        told |= {"lang": words.name_language, "title": title_of(words, packaged_look())}
        told["qr"] = str(qr_svg(code, "QR"))
        inputs = {"words": json.dumps(told)}
        return compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"])

    return make


def unsigned() -> Way:
    """The page alone; without a key its code is the address."""
    press = Press()
    return lambda words, code: press.print(words)


@cache
def maker() -> Maker:
    with tempfile.TemporaryDirectory() as folder:
        pair = keys.opened(keys.make(Path(folder) / "keys", "A programme"))
    signer = Signer(pair.files, pair.key.certificate)
    issuer = Issuer("A programme", "https://verify.example.org", pair.key.id, pair.credentials)
    return Maker(Seal(signer, "A programme"), issuer)


def full() -> Way:
    """What is issued: PDF/A-3a and PDF/UA-1, with credential and signature; it signs its own code."""
    press = Press(maker())
    return lambda words, code: press.print(words, EXPIRES)


WAYS = {
    "naive": (naive, 3),
    "reportlab + pikepdf": (reportlab_and_pikepdf, 12),
    "typst": (typst, 30),
    "unsigned": (unsigned, 100),
    "full": (full, 100),
}
"""Each way, and how many certificates of it a round makes."""


def measured(rounds: int) -> dict[str, tuple[list[float], int]]:
    """Milliseconds of processor time a certificate, round by round, and bytes of the last."""
    ways = {name: (make(), count) for name, (make, count) in WAYS.items()}
    costs: dict[str, list[float]] = {name: [] for name in ways}
    sizes = {}
    for turn in range(rounds + 1):
        words = people()
        for name, (make, count) in ways.items():
            some = [next(words) for _ in range(count)]
            codes = [maker().code(one, EXPIRES) for one in some]
            began = time.process_time()
            for one, code in zip(some, codes, strict=True):
                sizes[name] = len(make(one, code))
            cost = (time.process_time() - began) / count * 1000
            if turn:
                costs[name].append(cost)
    return {name: (costs[name], sizes[name]) for name in ways}


def report(found: dict[str, tuple[list[float], int]]) -> None:
    cost = {name: statistics.median(costs) for name, (costs, _) in found.items()}
    print(f"{'':22}{'CPU ms':>9}{'least':>9}{'most':>9}{'bytes':>9}{'x naive':>9}")
    for name, (costs, size) in found.items():
        row = f"{cost[name]:9.2f}{min(costs):9.2f}{max(costs):9.2f}{size:9}"
        print(f"{name:22}{row}{cost['naive'] / cost[name]:9.1f}")
    for other, target in TARGETS.items():
        ratio = cost[other] / cost["full"]
        print(f"full is {ratio:.1f} x {other} (target {target}): {kept(ratio >= target)}")
    ratio = cost["naive"] / cost["unsigned"]
    print(
        f"unsigned is {ratio:.1f} x naive (target {UNSIGNED_TARGET}): {kept(ratio >= UNSIGNED_TARGET)}"
    )


def kept(is_kept: bool) -> str:
    return "kept" if is_kept else "MISSED"


def memory_of(count: int) -> float:
    """The most memory, in MB, that a process used that made so many in full."""
    program = f"from benchmarks.certificates import only; only({count})"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(run.stdout)


def only(count: int) -> None:
    make, words = full(), people()
    for _ in range(count):
        make(next(words), "")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="3 rounds, no memory; under 40 seconds"
    )
    parser.add_argument(
        "--system", action="store_true", help="job, register and store too, while the web answers"
    )
    chosen = parser.parse_args()
    if chosen.system:
        from benchmarks import certificates_system

        certificates_system.main()
        return
    quick = chosen.quick
    print(f"Python {platform.python_version()}, {platform.machine()}")
    found = measured(3 if quick else 9)
    report(found)
    if not quick:
        few, many = memory_of(100), memory_of(10_000)
        ratio = many / few
        print(
            f"memory: {few:.0f} MB for 100, {many:.0f} MB for 10,000: {ratio:.2f} x "
            f"(target {MEMORY_TARGET}): {kept(ratio <= MEMORY_TARGET)}"
        )
    naive_cost, full_cost = (statistics.median(found[name][0]) for name in ("naive", "full"))
    print(f"full {naive_cost / full_cost:.1f} x naive")


if __name__ == "__main__":
    main()
