"""Invented people, their second records as offices would write them, and those who only look like them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tpp.demonstration.rules.names import countries, draw_name, lists
from tpp.people.rules import Sex
from tpp.people.rules.matching import Facts, swapped_day

SPELLINGS = (
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("kh", "h"), ("sh", "ch"), ("y", "i"), ("dj", "j"), ("j", "dj"),
    ("q", "k"), ("ck", "k"), ("ph", "f"), ("ss", "s"), ("mm", "m"), ("ll", "l"), ("w", "ou"), ("ai", "ay"),
    ("ei", "ai"), ("v", "w"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("tt", "t"), ("nn", "n"),
    ("i", "y"), ("u", "ou"), ("e", "a"), ("o", "u"), ("ah", "a"), ("z", "s"), ("c", "k"),
)  # fmt: skip
SHORT = {
    "Joseph": "Joe", "Samuel": "Sam", "Stephen": "Steve", "Daniel": "Dan", "William": "Bill", "Robert": "Bob",
    "Michael": "Mike", "Nicholas": "Nick", "Alexander": "Sasha", "Mohammed": "Mamadou", "Youssef": "Joseph",
    "Peter": "Pete", "Patrick": "Pat", "Catherine": "Kate", "Elizabeth": "Liz", "Fatima": "Fatou",
}  # fmt: skip


@dataclass(frozen=True)
class Kin:
    """One record: a name in Latin letters, one in another script, and the facts."""

    name: str
    native: str
    born_on: date | None
    number: str
    country: str
    sex: Sex

    def facts(self) -> Facts:
        names = tuple(it for it in (self.name, self.native) if it)
        return Facts(names, self.born_on, self.number, sex=self.sex)


def drawn(chance: Random, number: int) -> Kin:
    country = chance.choice(countries())
    sex = chance.choice((Sex.WOMAN, Sex.MAN, Sex.MAN, Sex.MAN))
    name = draw_name(chance, country, sex)
    latin, native = name.latin, name.native
    if (
        chance.random() < 0.6
    ):  # a second family or father's name: without, too few names for so many
        more = draw_name(chance, country, sex)
        latin = f"{latin} {more.latin.split()[-1]}"
        if native and more.native:
            native = f"{native} {more.native.split()[-1]}"
    born = date(1970, 1, 1) + timedelta(days=chance.randrange(12_000))
    if chance.random() < 0.04:
        born = born.replace(month=1, day=1)
    has_number = chance.random() < 0.6
    return Kin(latin, native, born, f"{country}-{number:06d}" if has_number else "", country, sex)


def again(chance: Random, kin: Kin) -> tuple[Kin, list[str]]:
    """The same person as another office, or the same one a year later, would write; and how."""
    ways = [chance.choice(NAME_WAYS)]
    if chance.random() < 0.3:
        ways.append(chance.choice(NAME_WAYS))
    ways.append(chance.choices(BIRTH_WAYS, (70, 15, 8, 7))[0])
    for way in ways:
        kin = way(chance, kin)
    if chance.random() < 0.6:
        kin = replace(kin, number="")
    return kin, [way.__name__ for way in ways]


def other_script(chance: Random, kin: Kin) -> Kin:
    if kin.native:
        return replace(kin, name=kin.native, native="")
    return spelled(chance, kin)


def spelled(chance: Random, kin: Kin) -> Kin:
    text = kin.name.lower()
    fitting = [pair for pair in SPELLINGS if pair[0] in text]
    for before, after in chance.sample(fitting, min(len(fitting), chance.choice((1, 1, 2)))):
        text = text.replace(before, after, 1)
    return replace(kin, name=text.title(), native="")


def other_order(chance: Random, kin: Kin) -> Kin:
    words = kin.name.split()
    chance.shuffle(words)
    return replace(kin, name=" ".join(words))


def mistyped(chance: Random, kin: Kin) -> Kin:
    text, at = kin.name, chance.randrange(1, max(2, len(kin.name) - 1))
    letter = chance.choice("aeioulnrst")
    text = chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :],
        )
    )
    return replace(kin, name=text, native="")


def part_missing(chance: Random, kin: Kin) -> Kin:
    words = kin.name.split()
    if len(words) < 3:
        return initial(chance, kin)
    del words[chance.randrange(len(words))]
    return replace(kin, name=" ".join(words), native="")


def initial(chance: Random, kin: Kin) -> Kin:
    words = kin.name.split()
    if len(words) > 1:
        at = chance.randrange(len(words) - 1)
        words[at] = f"{words[at][0]}."
    return replace(kin, name=" ".join(words), native="")


def short_form(chance: Random, kin: Kin) -> Kin:
    words = [SHORT.get(word, word) for word in kin.name.split()]
    known = replace(kin, name=" ".join(words), native="")
    return known if known.name != kin.name else spelled(chance, kin)


def born_same(chance: Random, kin: Kin) -> Kin:
    return kin


def born_unknown(chance: Random, kin: Kin) -> Kin:
    return replace(kin, born_on=None)


def born_swapped(chance: Random, kin: Kin) -> Kin:
    return replace(kin, born_on=swapped_day(kin.born_on) or kin.born_on)


def born_slipped(chance: Random, kin: Kin) -> Kin:
    assert kin.born_on
    return replace(kin, born_on=date(kin.born_on.year, kin.born_on.month, chance.randrange(1, 10)))


NAME_WAYS = (other_script, spelled, other_order, mistyped, part_missing, initial, short_form)
BIRTH_WAYS = (born_same, born_unknown, born_swapped, born_slipped)


def stranger(chance: Random, kin: Kin) -> tuple[Kin, str]:
    """Somebody who is not in the register, but looks like somebody who is."""
    way = chance.choice(STRANGERS)
    return replace(way(chance, kin), number=""), way.__name__


def sibling(chance: Random, kin: Kin) -> Kin:
    """The same names but for the first one, born some years apart."""
    given = chance.choice(givens(kin))
    words = kin.name.split()
    words[0 if kin.country not in ("CHN", "KOR", "JPN") else -1] = given
    return replace(kin, name=" ".join(words), native="", born_on=years_off(chance, kin))


def twin(chance: Random, kin: Kin) -> Kin:
    return replace(sibling(chance, kin), born_on=kin.born_on)


def namesake(chance: Random, kin: Kin) -> Kin:
    """The very same name, born on another day."""
    return replace(kin, born_on=years_off(chance, kin))


def namesake_spelled(chance: Random, kin: Kin) -> Kin:
    return replace(spelled(chance, kin), born_on=years_off(chance, kin))


def same_birthday(chance: Random, kin: Kin) -> Kin:
    """Another name of the same country, born on the same day."""
    return replace(drawn_in(chance, kin), born_on=kin.born_on)


def drawn_in(chance: Random, kin: Kin) -> Kin:
    name = draw_name(chance, kin.country, kin.sex)
    return replace(kin, name=name.latin, native=name.native)


def years_off(chance: Random, kin: Kin) -> date:
    assert kin.born_on
    return kin.born_on + timedelta(days=chance.choice((-1, 1)) * chance.randrange(200, 3000))


def givens(kin: Kin) -> list[str]:
    known = lists()[kin.country]
    source = known["women" if kin.sex is Sex.WOMAN else "men"]
    others = [it.split("|")[0] for it in source]
    return [it for it in others if it not in kin.name.split()]


STRANGERS = (sibling, twin, namesake, namesake_spelled, same_birthday)
