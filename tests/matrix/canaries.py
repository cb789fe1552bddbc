"""Words that stand nowhere else: one for each private value of the world, and who may read which.

A canary is recognised wherever it comes out, in a page, a file, a header or a log line.
"""

import re
from dataclasses import dataclass
from datetime import date

from tests.matrix.reach import reaches
from tpp.acting import Role
from tpp.nominations.rules import Status

MARK = "kq7"
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")
ARABIC_MARK = "ققطط"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

C, F, T, P, S = Role.COORDINATOR, Role.FOCAL_POINT, Role.TRAINER, Role.TRAINEE, Role.SUPPORTER
OVERSIGHT = {C, Role.AUDITOR}
OFFICE = {*OVERSIGHT, F}
OWNER = {*OFFICE, P}
EVERYBODY_NEAR = {*OWNER, T}


@dataclass(frozen=True)
class Kind:
    """A kind of private value: what it is called, and which roles may read it at all."""

    words: str
    roles: set[Role]


KINDS = {
    "name": Kind("name", EVERYBODY_NEAR),
    "native": Kind("name in another script", EVERYBODY_NEAR),
    "rank": Kind("rank", EVERYBODY_NEAR),
    "unit": Kind("unit", EVERYBODY_NEAR),
    "born": Kind("date of birth", OWNER),
    "number": Kind("service number", OWNER),
    "mail": Kind("e-mail address of a person", OWNER),
    "flight": Kind("flight on which somebody comes", OWNER),
    "letter": Kind("joining letter of a person", OWNER),
    "contact": Kind("whom to ask, in the joining instructions", OVERSIGHT),
    "note": Kind("what the office says of its nominee", OFFICE),
    "decision": Kind("reason of a decision on a nomination", OWNER),
    "waiver": Kind("reason why a rule was overridden", OFFICE),
    "certifier": Kind(
        "who decided on a nominee and on which paper, as the office wrote it", OFFICE
    ),
    "vetter": Kind("who vetted a nominee and on which paper, as the programme wrote it", OVERSIGHT),
    "paper": Kind("a paper of a nominee; for coordinators with a grant", {Role.AUDITOR, F}),
    "call": Kind("title of a call", OFFICE),
    "excuse": Kind("why an office names nobody", OFFICE),
    "listed": Kind("what stands in a list that an office uploaded", {F}),
    "logbook": Kind("reason in the logbook", OFFICE),
    "seat": Kind("reason in the seat ledger", OFFICE),
    "group": Kind("name of a station or language group of a run", OFFICE),
    "late": Kind("reason of a corrected attendance mark", EVERYBODY_NEAR),
    "remark": Kind("remark of an assessment", EVERYBODY_NEAR),
    "points": Kind("why points of a written test were corrected", EVERYBODY_NEAR),
    "override": Kind("reason of an outcome against the rule", {*OVERSIGHT, T}),
    "dayoff": Kind("days off of a run", EVERYBODY_NEAR),
    "daynote": Kind("what the team notes of a day", {*OVERSIGHT, T}),
    "incident": Kind("what went wrong in a run", {*OVERSIGHT, T}),
    "said": Kind("what somebody said of a run, without a name", {*OVERSIGHT, T}),
    "award": Kind("note of a recommendation for certificates", {*OVERSIGHT, T}),
    "wish": Kind("how a name should be, as the person wrote it", OWNER),
    "correction": Kind("how a certificate should name somebody, and why", OWNER),
    "serial": Kind("number of a certificate", OWNER),
    "code": Kind("verification code of a certificate", OWNER),
    "page": Kind("the certificate itself", OWNER),
    "venue": Kind("a run that is not announced to everybody", {*EVERYBODY_NEAR, S}),
    "contribution": Kind("contribution of a supporting or host State", {*OVERSIGHT, F, S}),
    "officer": Kind("who holds the office of another State", OVERSIGHT),
    "officermail": Kind("e-mail address of another State's office", OVERSIGHT),
    "staffmail": Kind("e-mail address of an account", OVERSIGHT),
    "invited": Kind("who was invited", set()),
    "appointment": Kind("reason of an appointment", set()),
    "job": Kind("what went wrong in long work", OVERSIGHT),
    "secret": Kind("password hashes, second factors, tokens", set()),
    "mailed": Kind("mail that was written or sent", set()),
}
"""Which roles may read a kind of value at all - and then only of what lies within their reach.

Trainers: names, rank and unit of those who are enrolled in their own runs, and what happened there.
"""

OF_NOMINATION = ("note", "decision", "waiver", "certifier", "vetter")
"""What stands beside a nomination: a coordinator reads none of it of a draft."""

ALSO_ADMINISTRATOR = {"officer", "officermail", "staffmail", "invited", "appointment"}
"""Accounts are what an administrator keeps; nobody's record is."""


@dataclass(frozen=True)
class Canary:
    kind: str
    text: str
    place: object
    """Whose it is: a Place, a Run or a Staff of the world."""

    def __str__(self) -> str:
        return f"{self.kind} of {self.place}"


def may_read(role: Role | None, canary: Canary, own: object) -> bool:
    """May somebody of this role read this value? ``own`` is the account that reads."""
    owner, kind = canary.place, canary.kind
    if role is Role.ADMINISTRATOR:
        return kind in ALSO_ADMINISTRATOR
    if owner is own and kind in ("officer", "officermail", "staffmail"):
        return True
    if role not in KINDS[kind].roles:
        return False
    if kind == "job":
        return role is Role.AUDITOR or owner is own
    if kind in OF_NOMINATION and role is C:
        return owner.nomination is not Status.DRAFT
    return reaches(role, owner)


def word(kind: str, key: str) -> str:
    return f"{MARK}{kind}{key}"


def arabic(key: str) -> str:
    return ARABIC_MARK + key.translate(ARABIC)


def spellings(canary: Canary) -> list[str]:
    """How a value may come out: a date in several ways, and as a spreadsheet counts days."""
    if canary.kind != "born":
        return [canary.text.casefold()]
    day = date.fromisoformat(canary.text)
    month = MONTHS[day.month - 1].casefold()
    days = (day - date(1899, 12, 30)).days
    return [
        canary.text,
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        day.strftime("%d/%m/%Y"),
        f"<v>{days}</v>",
    ]


class Watch:
    """Finds canaries in any text."""

    def __init__(self, canaries: list[Canary]):
        self.known = {spelling: it for it in canaries for spelling in spellings(it)}
        others = [it for it in self.known if MARK not in it and ARABIC_MARK not in it]
        self.pattern = re.compile(
            "|".join([f"{MARK}[a-z]+", f"{ARABIC_MARK}\\w+", *map(re.escape, others)])
        )

    def found_in(self, text: str) -> set[Canary]:
        return {
            self.known[hit]
            for hit in set(self.pattern.findall(text.casefold()))
            if hit in self.known
        }
