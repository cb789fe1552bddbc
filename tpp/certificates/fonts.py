"""The certificate's own typefaces: the same bytes, so the same page, on every machine."""

import atexit
import json
import os
import shutil
import tempfile
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "static" / "fonts" / "certificates"
MANIFEST = FOLDER / "manifest.json"

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def faces() -> list[dict]:
    return json.loads(MANIFEST.read_text(encoding="utf8"))


@cache
def characters(family: str) -> frozenset[int]:
    """Code points that each upright style of a family has: the name lines use one each."""
    styles = [
        face["characters"]
        for face in faces()
        if face["family"] == family and face["style"] != "Italic"
    ]
    return frozenset.intersection(
        *(frozenset(c for a, b in style for c in range(a, b + 1)) for style in styles)
    )


@cache
def all_characters() -> frozenset[int]:
    return frozenset().union(*(characters(face["family"]) for face in faces()))


def is_invisible(character: str) -> bool:
    """Joiners and spaces need no drawing."""
    return unicodedata.category(character) in ("Cf", "Zs")


def missing_glyphs(text: str) -> str:
    """The characters of a text that no typeface of ours has, each once."""
    return "".join(
        c for c in dict.fromkeys(text) if ord(c) not in all_characters() and not is_invisible(c)
    )


@cache
def face_file(family: str, style: str) -> Path:
    names = {(face["family"], face["style"]): face["file"] for face in faces()}
    return FOLDER / names.get((family, style), names.get((family, "Bold"), ""))


@cache
def use_only_ours() -> None:
    """Point fontconfig at our folder alone. Must run before WeasyPrint is imported.

    The folder for its cache is this process's own: a shared one could be prepared by a stranger.
    """
    folder = Path(tempfile.mkdtemp(prefix="certificate-fonts-"))
    configuration = folder / "fonts.conf"
    configuration.write_text(
        CONFIGURATION.format(fonts=FOLDER, cache=folder / "cache"), encoding="utf8"
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    atexit.register(remove, folder, os.getpid())


def remove(folder: Path, owner: int) -> None:
    """Leave nothing behind; a forked worker leaves the folder to the process that made it."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
