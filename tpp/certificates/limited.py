"""Pages that somebody may have made to do harm, printed by a process with little to spend.

WeasyPrint has no limit of its own: a page can ask for minutes and gigabytes. So what people change -
words, colours, a logo - is printed once in a process of its own (``apart``) before it is put to use,
with an allowance of processor time, memory and waiting, no network, and no file but our own.
"""

import json
import os
import subprocess  # nosec B404 -- our own file, with fixed arguments
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from tpp.designs.rules.looks import Look

APART = Path(__file__).with_name("apart.py")
HANDED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR")
"""What the process is told of our surroundings: no setting and no secret of the register."""


@dataclass(frozen=True)
class Limits:
    """What one task may spend; ``total`` is what the process may keep us waiting for all of them."""

    seconds: int = 40
    memory: int = 2048 * 1024 * 1024
    waiting: int = 60
    total: int = 90


PROBLEMS = {
    "too_much": "Printing it takes more time or memory than a certificate may. Make the logo simpler.",
    "not_ours": "It asks for a picture or a file from elsewhere, which is never read.",
    "broken": "It cannot be printed. Begin again with the words and the logo of the last version.",
}


class Task(NamedTuple):
    """Pages of a design to be printed into one file, with a picture of them or without."""

    look: Look
    pages: Sequence[str]
    is_pictured: bool = False


@dataclass(frozen=True)
class Answer:
    """What came of a task: the file, its picture, how many pages; or a problem, by its name."""

    file: bytes = b""
    picture: bytes = b""
    count: int = 0
    problem: str = ""
    tried: tuple[str, ...] = ()
    """What the page had the process try and what was denied: files, connections, programmes."""


USUAL = Limits()


def printed(tasks: Sequence[Task], limits: Limits = USUAL) -> list[Answer]:
    """An answer for each task; one that asks for too much ends alone."""
    command = [sys.executable, "-I", str(APART), json.dumps(asdict(limits))]
    said = b"".join(json.dumps(as_told(it)).encode() + b"\n" for it in tasks)
    surroundings = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    try:
        done = subprocess.run(  # nosec B603 -- no word of the user's is in it
            command,
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
            timeout=limits.total,
        )
    except subprocess.TimeoutExpired:
        return [Answer(problem="too_much")] * len(tasks)
    answers = list(heard(BytesIO(done.stdout)))
    return answers + [Answer(problem="too_much")] * (len(tasks) - len(answers))


def as_told(task: Task) -> dict[str, Any]:
    look = task.look
    logo = look.logo and [b64encode(look.logo.contents).decode(), *look.logo[1:]]
    told = {"key": look.key, "wording": look.wording, "colours": look.colours, "logo": logo}
    return {"look": told, "pages": list(task.pages), "is_pictured": task.is_pictured}


def heard(answers: BytesIO) -> Iterator[Answer]:
    """Each answer is a line that says how long its file and its picture are, and then those."""
    for line in iter(answers.readline, b""):
        told = json.loads(line)
        file, picture = answers.read(told["file"]), answers.read(told["picture"])
        yield Answer(file, picture, told["count"], told["problem"], tuple(told["tried"]))
