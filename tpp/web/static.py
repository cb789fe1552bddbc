"""Style, scripts and pictures: served by WhiteNoise under an address that names their contents.

Their compressed twins are made once, when contents change, and kept in the data folder.
"""

import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

FOLDER = Path(__file__).parents[2] / "static"
SERVED = ("css", "js", "vendor", "images", "icons.svg", "favicon.svg")
MAKING = "making-"
"""How the name of a folder begins that a starting process is still filling."""


def init_app(app: Flask) -> None:
    mark = fingerprint()
    prefix = f"static/{mark}"
    folder = compressed(Path(app.config["TPP_DATA"]) / "static", mark)
    app.jinja_env.globals["static"] = lambda path: f"/{prefix}/{path}"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(folder), prefix=prefix, immutable_file_test=lambda *_: True
    )


def fingerprint() -> str:
    """Twelve hex digits that change with any served file: browsers may keep them for a year."""
    total = sha256()
    for path in sorted(served_files()):
        total.update(str(path.relative_to(FOLDER)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def served_files() -> list[Path]:
    parts = [FOLDER / part for part in SERVED]
    found = (part.rglob("*") if part.is_dir() else [part] for part in parts)
    return [path for paths in found for path in paths if path.is_file()]


def compressed(kept: Path, mark: str) -> Path:
    """The folder of the served files with their compressed twins; older ones are removed."""
    folder = kept / mark
    if folder.exists():
        return folder
    kept.mkdir(exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=MAKING, dir=kept))
    compressor = Compressor(quiet=True)
    for path in served_files():
        copy = making / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if compressor.should_compress(copy.name):
            list(compressor.compress(str(copy)))
    for old in kept.iterdir():
        if old != folder and not old.name.startswith(MAKING):
            shutil.rmtree(old, ignore_errors=True)
    try:
        making.rename(folder)
    except OSError:  # web and worker start together, and the other one was first
        shutil.rmtree(making, ignore_errors=True)
    return folder
