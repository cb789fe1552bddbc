"""The one password of the demonstration, kept in the data folder for whoever runs the register."""

import os
import re
from pathlib import Path
from secrets import choice

from tpp.demonstration.rules.addresses import note
from tpp.demonstration.rules.names import countries
from tpp.demonstration.rules.places import SECONDED_TO, SERVING_IN

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is read for another."""
KNOWN = re.compile(r"^Password of all accounts: (.+)$", re.MULTILINE)


def kept_password(folder: Path, given: str) -> str:
    """The password that was given, else the one kept, else a new one; the note names it from now on."""
    file = folder / "demo-accounts.txt"
    known = KNOWN.search(file.read_text(encoding="utf-8")) if file.exists() else None
    password = given or (known and known[1]) or new_password()
    write(file, note(password, (*countries(), *SERVING_IN, *SECONDED_TO)))
    return password


def new_password() -> str:
    """Four words of four letters: 79 bits, easy to type."""
    return "-".join("".join(choice(LETTERS) for _ in range(4)) for _ in range(4))


def write(file: Path, text: str) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(opened, "w", encoding="utf-8") as lines:
        lines.write(text)
