"""The accounts with which a visitor signs in, and the note that names them."""

from collections.abc import Iterable

DOMAIN = "demo.example"
"""Mail to it leads nowhere: .example is kept for examples (RFC 2606)."""

SIGN_IN = {
    "coordinator": "programme office: plans runs, selects, issues certificates",
    "coordinator2": "programme office: the second person, where two are needed",
    "trainer": "trainer: sessions today, attendance, assessments",
    "focal.ken": "national office of Kenya: nominates, answers",
    "deputy.ken": "two offices: Kenya as sender, Kenya as host",
    "trainee": "trainee: certificates, and an offer to answer",
    "supporter.jpn": "supporting State Japan: counts, no names",
    "auditor": "oversight: reads everything, the logbook too",
    "admin": "administrator: offices and accounts",
    "admin2": "second administrator",
}


def address(name: str) -> str:
    return f"{name}@{DOMAIN}"


def note(password: str, offices: Iterable[str]) -> str:
    """What is printed at the start and kept in the data folder."""
    others = " ".join(sorted(code.lower() for code in offices if code != "KEN"))
    lines = [
        "Demonstration: every person and course run in it is invented.",
        f"Password of all accounts: {password}",
        *(f"  {address(name):28} {office}" for name, office in SIGN_IN.items()),
        f"  {address('focal.…'):28} the other offices: {others}",
    ]
    return "\n".join(lines) + "\n"
