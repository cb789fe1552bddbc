"""Who took part, read from codes and from the words of a source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tpp.errors import Refused


@dataclass(frozen=True)
class Register:
    """The codes that are known: countries by ISO3, organisations and missions by acronym."""

    countries: frozenset[str]
    others: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    """Full UN names, folded, that no other country's name contains (“Congo” is not one)."""

    def code_of(self, words: str) -> str | None:
        if words in self.countries or words in self.others:
            return words
        return self.names.get(words.casefold())


@dataclass(frozen=True)
class Named:
    """A Party that the source names, and how many people it sent where that is said."""

    code: str
    stated: int | None = None


@dataclass(frozen=True)
class Parties:
    """What one cell says: Parties, how many countries it counts, and what was not understood."""

    named: tuple[Named, ...] = ()
    countries_stated: int | None = None
    not_understood: tuple[str, ...] = ()


PREFIX = re.compile(r"(?:mission personnel|missions?)\s*:\s*", re.IGNORECASE)
CODE = re.compile(r"(?P<code>[A-Z]{2,12})(?!\w)(?:\s*\((?P<a>\d{1,5})\)|\s*:?\s+(?P<b>\d{1,5})\b)?")
JOINED = re.compile(r"\s*(?:[,&+/]|\band\b|\bet\b|\by\b)\s*")
AND_MORE = re.compile(r"\s*(?:[,&+]\s*)?\b(?:and|et|y|plus|with)\b", re.IGNORECASE)
LESS = re.compile(r"\b(?:not|no|except|excluding|without|sauf|sans|excepto)\b", re.IGNORECASE)
INCLUDING = re.compile(r"\s*(?:incl\.|including|incl|among them|:)\s*", re.IGNORECASE)
TOTAL = re.compile(
    r"(?P<open>\()?(?P<number>\d{1,3})\s+"
    r"(?:countries|member states|states|nations|pays|países)(?!\w)(?(open)\))",
    re.IGNORECASE,
)
INEXACT = re.compile(
    r"\b(?:about|around|some|over|more than|at least|nearly|almost|up to)\s*$", re.IGNORECASE
)


def certain_names(names: dict[str, str]) -> dict[str, str]:
    """Names by code turned round, leaving out those that stand inside another one's name."""
    folded = {code: name.casefold() for code, name in names.items()}
    return {
        name: code
        for code, name in folded.items()
        if not any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", other)
            for elsewhere, other in folded.items()
            if elsewhere != code
        )
    }


def parties(words: str, register: Register, field: str) -> Parties:
    """Reads a cell such as “KHM;THA;IDN and five others (9 countries)”."""
    pieces = [read_piece(piece, register, field) for piece in pieces_of(words)]
    named = merged([named for piece in pieces for named in piece.named], field)
    totals = {piece.countries_stated for piece in pieces if piece.countries_stated is not None}
    kept = [words for piece in pieces for words in piece.not_understood]
    if len(totals) > 1 or (totals and count_countries(named, register) > max(totals)):
        return Parties(named, None, (*kept, words))
    return Parties(named, max(totals, default=None), tuple(kept))


def pieces_of(words: str) -> Iterator[str]:
    plain = PREFIX.sub("", words, count=1) if PREFIX.match(words) else words
    return (piece.strip() for piece in plain.split(";") if piece.strip())


def read_piece(piece: str, register: Register, field: str) -> Parties:
    """One part of the cell: all of it, some of it, or none of it is understood."""
    if code := register.code_of(piece):
        return Parties((Named(code),))
    total, rest = without_total(piece)
    if not rest:
        return Parties((), total)
    named, tail = leading_codes(rest, register, field)
    if named and not tail:
        return Parties(tuple(named), total)
    if named and AND_MORE.match(tail) and not LESS.search(tail):
        return Parties(tuple(named), total, (piece,))
    return Parties((), total, (piece,))


def without_total(piece: str) -> tuple[int | None, str]:
    """Takes “(9 countries)” or “15 Member States incl.” out, unless it is only about so many."""
    found = TOTAL.search(piece)
    if not found or INEXACT.search(piece[: found.start()]):
        return None, piece
    before, after = piece[: found.start()], INCLUDING.sub("", piece[found.end() :], count=1)
    rest = f"{before}{after}".strip()
    return int(found["number"]), rest[1:-1] if re.fullmatch(r"\([^()]*\)", rest) else rest


def leading_codes(words: str, register: Register, field: str) -> tuple[list[Named], str]:
    """The codes with which the words begin, and what follows them."""
    named: list[Named] = []
    position = end = 0
    while found := CODE.match(words, position):
        code = found["code"]
        if code not in register.countries | register.others:
            check_not_a_code(code, words[found.end() :], field)
            break
        count = found["a"] or found["b"]
        named.append(Named(code, int(count) if count else None))
        end = found.end()
        joined = JOINED.match(words, end)
        if not joined:
            break
        position = joined.end()
    return named, words[end:]


def check_not_a_code(code: str, after: str, field: str) -> None:
    """Three capitals that stand like a code and are none are a mistake, not prose."""
    if len(code) == 3 and (not after.strip() or JOINED.match(after)):
        raise Refused(
            f"“{code}” is not the ISO3 code of a Member State, nor a known mission.", field
        )


def merged(named: list[Named], field: str) -> tuple[Named, ...]:
    """Each Party once; the same Party with two different numbers is a contradiction."""
    once: dict[str, Named] = {}
    for party in named:
        before = once.setdefault(party.code, party)
        if before.stated is None:
            once[party.code] = party
        elif party.stated not in (None, before.stated):
            raise Refused(
                f"{party.code} is named twice, with {before.stated} and {party.stated}.", field
            )
    return tuple(once.values())


def count_countries(named: tuple[Named, ...], register: Register) -> int:
    return sum(party.code in register.countries for party in named)
