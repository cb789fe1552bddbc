"""What stands in a PDF that a stranger sent, read by a process of its own with little to lose.

The process is this very file, run alone: it knows nothing of the register, has no environment, opens no
file, and ends at its limits of time and memory, whatever the PDF does.
"""

import json
import subprocess  # nosec B404 -- our own file, with fixed arguments
import sys
from threading import BoundedSemaphore
from typing import Any, NamedTuple

SECONDS, MEMORY, LONGEST = 5, 400 * 1024 * 1024, 20_000
READERS = BoundedSemaphore(2)
"""So many at once in one web process: the others wait a little, then are asked to come again."""
PATIENCE = 5.0


class Unread(Exception):
    """The file could not be read within the limits."""


class Busy(Exception):
    """Too many files are being read."""


class Read(NamedTuple):
    """What a file says on its first page and of itself."""

    text: str = ""
    addresses: tuple[str, ...] = ()
    pages: int = 0
    has_program: bool = False
    is_encrypted: bool = False


def read(contents: bytes) -> Read:
    """Read a file apart; raises Unread or Busy."""
    if not READERS.acquire(timeout=PATIENCE):
        raise Busy
    try:
        done = subprocess.run(  # nosec B603 -- no word of it comes from outside
            [sys.executable, "-I", __file__, str(SECONDS), str(MEMORY)],
            input=contents,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS + 3,
            env={},
            cwd="/",
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as problem:
        raise Unread from problem
    finally:
        READERS.release()
    return Read(**{**found, "addresses": tuple(found["addresses"])})


# In the process of its own


NEVER = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "urllib.")
"""Beginnings of what the interpreter reports before it is done (PEP 578), and a reader never needs."""


def deny(event: str, _arguments: Any) -> None:
    if event.startswith(NEVER):
        raise PermissionError(event)


def confine(seconds: int, memory: int) -> None:
    """From here on: little memory, little time, no new file, no connection, no other program."""
    import resource

    sys.addaudithook(deny)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def told(contents: bytes, *limits: int) -> dict[str, Any]:
    from io import BytesIO

    from pypdf import PdfReader

    confine(*limits)
    reader = PdfReader(BytesIO(contents), strict=False)
    if reader.is_encrypted:
        return Read(is_encrypted=True)._asdict()
    page = reader.pages[0]
    text = page.extract_text()[:LONGEST]
    return {
        "text": text,
        "addresses": [*addresses(page), "".join(text.split())][:20],
        "pages": len(reader.pages),
        "has_program": has_program(reader.root_object, page),
        "is_encrypted": False,
    }


def addresses(page: Any) -> list[str]:
    """Where the links of a page lead."""
    found = []
    for link in list(page.get("/Annots") or ())[:100]:
        action = link.get_object().get("/A")
        if action is not None:
            found.append(str(action.get_object().get("/URI", ""))[:500])
    return found


def has_program(root: Any, page: Any) -> bool:
    """Whether the file would do something by itself when it is opened, but show a page."""
    names, opening = (root.get(key) for key in ("/Names", "/OpenAction"))
    if names is not None and "/JavaScript" in names.get_object():
        return True
    action = opening.get_object() if opening is not None else None
    does = isinstance(action, dict) and action.get("/S") != "/GoTo"
    return does or "/AA" in root or "/AA" in page


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told(sys.stdin.buffer.read(), *map(int, sys.argv[1:]))))
