"""Our own typefaces for whatever is printed: the same bytes, so the same page, on every machine."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from threading import Lock

from tpp.letters import FOLDER, faces

ONE_AT_A_TIME = Lock()
"""Pango's font map is shared by all pages, and no two threads may use it at once."""

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


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
