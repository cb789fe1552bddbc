"""Collect the certificate's typefaces and say what they are.

For whoever adds or renews a face, not for running the register:

    python -m tpp.certificates.vendor FOLDER [FOLDER ...]

finds each face of ``FACES`` in the folders (an unpacked package each), copies it whole under its
plain name, cuts the Chinese one, and writes ``manifest.json``: source, version, sha256, characters.
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tpp.letters import FOLDER, MANIFEST

BOTH = ("Regular", "Bold")
FACES = {
    "Noto Serif Display": ("Regular", "Italic", "Bold"),
    "Noto Serif": BOTH,
    "Noto Sans": ("Regular", "Italic", "Bold"),
    "Noto Sans Arabic": BOTH,
    "Noto Naskh Arabic": BOTH,
    "Noto Serif Ethiopic": BOTH,
    "Noto Serif Khmer": BOTH,
    "Noto Serif Devanagari": BOTH,
    "Noto Serif Bengali": BOTH,
    "Noto Serif Gurmukhi": BOTH,
    "Noto Serif Gujarati": BOTH,
    "Noto Serif Malayalam": BOTH,
    "Noto Serif Sinhala": BOTH,
    "Noto Serif Tamil": BOTH,
    "Noto Sans Myanmar": BOTH,
    "Noto Serif Thai": BOTH,
    "Noto Serif Lao": BOTH,
    "Noto Serif Georgian": BOTH,
    "Noto Serif Armenian": BOTH,
    "Noto Serif Hebrew": BOTH,
    "Noto Sans Thaana": BOTH,
    "Noto Serif SC": ("Bold",),
}
OLDER = ("Noto Sans Arabic", "Noto Naskh Arabic")
"""From Debian: newer versions draw dots apart from letters, and text copied out loses them."""

STYLES = {"Regular": "400Regular", "Bold": "700Bold", "Italic": "400Regular_Italic"}
CUT = "Noto Serif SC"

GIVEN_NAMES = (
    "喆堃玥珺翀煊芃祎燚昉旻晗晞暄曈玹琎琤璟璠瑄祺昇昱晟昕婳嫣妍婧媛婕姝娅钰铄锴镕鑫垚犇淼焱骉懿彧翊翎翛翙彣峣崟嵘沄沅沚泓洺浠淏涵湉"
    "漪潇澍澔濛瀚灏炜炫烜烨焜煜熠燊燚珩琮琛琪琬瑀瑗璐璇瓒祯禛禧竑筠筱箐粲绎绮缇缦翯芊芮芷茜茗荞荻莘莞菡菀萱葳蒽蓁蔚蕙薇藜蘅衎袆詝谌"
    "赟迦逸邈郗郦钧铭锜镔闫阚陞霁霏霖靖韬韫颀颢飏馨骁骐骞骥鹄鹓麒麟黛龑仝佟侃俶俣倩偲傒僖勍勖匡卞卲厍叡咏哿喬囡圳埈埜堉墉墡壎奕妤姮"
)
"""Characters frequent in given names, many of which the national set of 1980 lacks."""


def national_set() -> set[str]:
    """GB 2312, the 6,763 characters of daily use, and those of ``GIVEN_NAMES``."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return (
        set(chain(*(pair.decode("gb2312", "ignore") for pair in pairs)))
        | set(GIVEN_NAMES)
        | set(" ·　，。、")
    )


def found(family: str, style: str, folders: list[Path]) -> Path:
    stem = family.replace(" ", "")
    names = (f"{stem}_{STYLES[style]}.ttf",) * (family not in OLDER) + (f"{stem}-{style}.ttf",)
    for folder, name in ((folder, name) for folder in folders for name in names):
        for path in sorted(folder.rglob(name)):
            return path
    raise SystemExit(f"{family} {style} is in none of the folders")


def cut(source: Path, target: Path) -> None:
    """A face without what a line never uses: vertical setting, 24,000 rare characters."""
    options = subset.Options(
        hinting=False, notdef_outline=True, layout_features=["kern", "ccmp", "locl", "mark", "mkmk"]
    )
    options.drop_tables += ["vhea", "vmtx", "BASE", "DSIG"]
    options.recalc_timestamp = False
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(national_set())))
    subsetter.subset(font)
    font.save(target)


def ranges(codes: Iterable[int]) -> list[list[int]]:
    """Code points as [first, last] pairs."""
    pairs: list[list[int]] = []
    for code in sorted(codes):
        if pairs and pairs[-1][1] == code - 1:
            pairs[-1][1] = code
        else:
            pairs.append([code, code])
    return pairs


def entry(family: str, style: str, path: Path, source: Path) -> dict:
    font = TTFont(path, lazy=True)
    package = next((p for p in source.parents if (p / "package.json").exists()), None)
    return {
        "file": path.name,
        "family": family,
        "style": style,
        "version": font["name"].getDebugName(5).split(";")[0],
        "copyright": font["name"].getDebugName(0),
        "source": package_name(package) if package else "Debian fonts-noto-core 20201225-1",
        "cut": family == CUT,
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "characters": ranges(font.getBestCmap()),
    }


def package_name(folder: Path) -> str:
    package = json.loads((folder / "package.json").read_text(encoding="utf8"))
    return f"npm {package['name']} {package['version']}"


def main(folders: list[Path]) -> None:
    faces = []
    for family, style in ((family, style) for family, styles in FACES.items() for style in styles):
        source, target = (
            found(family, style, folders),
            FOLDER / f"{family.replace(' ', '')}-{style}.ttf",
        )
        cut(source, target) if family == CUT else shutil.copyfile(source, target)
        faces.append(entry(family, style, target, source))
    lines = ",\n".join(json.dumps(face) for face in faces)
    MANIFEST.write_text(f"[\n{lines}\n]\n", encoding="utf8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
