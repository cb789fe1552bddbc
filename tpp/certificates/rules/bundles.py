"""What the files in a bundle are called."""

import unicodedata


def path_in(party: str, name: str, serial: str) -> str:
    """Country, name and number, without what a folder cannot hold: Kenya/Asha Wanjiru TPP-….pdf."""
    return f"{plain(party)}/{' '.join(f'{plain(name)} {serial}'.split())}.pdf"


def plain(text: str) -> str:
    """Letters, marks, digits and dashes of any script; nothing that leads out of a folder."""
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c == "-" else " " for c in text)
    return " ".join(kept.split())[:80].strip() or "-"
