"""Prints pages of designs: run as a process of its own, one task after the other, each in a fork.

    python -I apart.py LIMITS < tasks > answers

What every task needs is loaded once, before. A fork then lowers its own limits and forbids itself, by an
audit hook (PEP 578), every file but ours, every connection and every programme; what it tried is told.
"""

import json
import os
import sys
import tempfile
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parents[2]
NEVER = (
    *("socket.", "subprocess.", "urllib.", "http.", "ftplib.", "smtplib.", "ctypes.dlopen"),
    *("os.exec", "os.posix_spawn", "os.system", "os.fork", "os.startfile", "pty.", "shutil."),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"),
)
"""Beginnings of what the interpreter reports before it is done, and a page never needs."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
COLUMNS, WIDTH, HEIGHT = 3, 560, 396
"""The picture of all pages: how many beside each other, and the dots of each."""


class Guard:
    """Denies what no page needs, and remembers what was asked for."""

    def __init__(self) -> None:
        roots = (ROOT / "static", ROOT / "templates", ROOT / "tpp", sys.prefix, sys.base_prefix)
        self.roots = tuple(f"{os.path.realpath(it)}{os.sep}" for it in roots)
        self.tried: list[str] = []

    def __call__(self, event: str, arguments: Any) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int) or self.is_ours(path, flags):
                return
            self.deny(f"open {path!s}")
        elif event.startswith(NEVER):
            self.deny(event)

    def is_ours(self, path: Any, flags: int) -> bool:
        real = os.path.realpath(os.fsdecode(path))
        return real.startswith(self.roots) and not flags & WRITES

    def deny(self, what: str) -> None:
        self.tried.append(what[:200])
        raise PermissionError(what[:200])


def limit(limits: dict[str, int]) -> None:
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(limits["waiting"])


def printed(task: dict[str, Any]) -> tuple[bytes, bytes, int]:
    """The file of all pages, its picture where one is wanted, and the number of pages."""
    from tpp.certificates import typesetting

    file, count = typesetting.design(look_of(task["look"])).proof(task["pages"])
    return file, pictured(file) if task["is_pictured"] else b"", count


def look_of(told: dict[str, Any]) -> Any:
    from tpp.designs.rules.colours import Colours
    from tpp.designs.rules.looks import Logo, Look

    logo = told["logo"] and Logo(b64decode(told["logo"][0]), *told["logo"][1:])
    return Look(told["key"], told["wording"], Colours(*told["colours"]), logo)


def pictured(file: bytes) -> bytes:
    """All pages, small, beside and below each other, as JPEG."""
    import pypdfium2
    from PIL import Image

    pages = pypdfium2.PdfDocument(file)
    rows = -(-len(pages) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * WIDTH, rows * HEIGHT), "#d8dfe7")
    for number, page in enumerate(pages):
        shown = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
        place = number % COLUMNS * WIDTH + 2, number // COLUMNS * HEIGHT + 2
        sheet.paste(shown.resize((WIDTH - 4, HEIGHT - 4), Image.Resampling.LANCZOS), place)
    out = BytesIO()
    sheet.save(out, "JPEG", quality=85)
    return out.getvalue()


def worked(task: dict[str, Any], out: BinaryIO, limits: dict[str, int]) -> None:
    """Carry out one task in this fork, and leave the answer in a file that is open already."""
    guard, file, picture, count, problem = Guard(), b"", b"", 0, ""
    limit(limits)
    sys.addaudithook(guard)
    try:
        file, picture, count = printed(task)
    except MemoryError:
        problem = "too_much"
    except BaseException as fault:  # a refused fetch is one, so that nobody swallows it
        problem = "not_ours" if type(fault).__name__ == "FatalURLFetchingError" else "broken"
    head = {"file": len(file), "picture": len(picture), "count": count, "problem": problem}
    out.write(json.dumps({**head, "tried": guard.tried[:20]}).encode() + b"\n" + file + picture)
    out.flush()


NOTHING = {"file": 0, "picture": 0, "count": 0, "problem": "too_much", "tried": []}


def answer(task: dict[str, Any], limits: dict[str, int]) -> bytes:
    """Have a fork do it; one that was ended by its limits is answered for."""
    with tempfile.TemporaryFile() as out:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                worked(task, out, limits)
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        return out.read() if status == 0 else json.dumps(NOTHING).encode() + b"\n"


def main() -> None:
    limits = json.loads(sys.argv[1])
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    warm_up()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(answer(json.loads(line), limits))
        sys.stdout.buffer.flush()


def warm_up() -> None:
    """Load everything, and look once at every typeface's name, before any task."""
    from tpp.certificates import typesetting
    from tpp.designs.rules.looks import packaged_look

    file, _ = typesetting.design(packaged_look()).proof(["<p>a<svg viewBox='0 0 1 1'></svg>"])
    pictured(file)


if __name__ == "__main__":
    main()
