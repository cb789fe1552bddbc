"""How a name sounds whatever script it is written in: its parts in Latin letters, and their consonants.

Writing systems of the trade go through a table of letters (anyascii). What that loses - the vowels of
Arabic and Hebrew, which of several Latin spellings was chosen - is levelled by comparing consonants in
classes. Names in Japanese characters are read as Chinese ones: a known weakness.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

PARTICLES = frozenset(["al", "el", "ul", "ur", "ibn", "bin", "ben", "bint"])
"""Said or left out as one likes."""
SERVANT = frozenset(["abd", "abdel", "abdul", "abdal", "abdoul", "abdur", "abdou", "bd"])
"""The first half of names such as Abd al-Rahman, which is written as one word or as three."""

CJK = re.compile("[\u3400-\u9fff\uac00-\ud7af]{2,4}")
CAPITAL = re.compile("[A-Z][a-z]*")
ARTICLE = re.compile("(?<!\\S)\u0627\u0644(?=\\S{3})")
"""The Arabic article, written together with its word."""
JOINERS = re.compile("[\u2018\u2019\u02bc\u02bb'`\u00b4\u0640]")
HYPHEN = re.compile("[\u002d\u2010\u2011](?=\\S)")
PARTS = re.compile("[a-z]+")
NO_VOWELS = re.compile("[\u0590-\u05ff\u0600-\u06ff]")
"""Scripts that leave vowels out."""

SOUNDS = (
    ("tsch", "s"), ("dzh", "g"), ("sch", "s"), ("tch", "s"), ("dj", "g"), ("ch", "s"), ("sh", "s"),
    ("sz", "s"), ("cz", "s"), ("zh", "s"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "t"), ("ts", "s"), ("tz", "s"), ("dz", "s"), ("ck", "k"), ("x", "ks"), ("q", "k"),
    ("c", "k"), ("z", "s"), ("v", "f"), ("j", "g"), ("d", "t"), ("p", "b"),
)  # fmt: skip
SOUND = dict(SOUNDS)
SOUNDING = re.compile("|".join(letters for letters, _ in SOUNDS))
FIRST_OU = re.compile("^ou(?=[aeiy])")
FIRST_Y = re.compile("^y(?=[a-z])")
SILENT = re.compile("(?<!^)[wy]|[aeiou]")
TWICE = re.compile(r"(.)\1+")

ONE_NAME = (
    "mohammed mohamed mohammad muhammed mhmd muhammad mamadou mamadu muhammadu mahamadou mahamat"
    " mahamane momodou mehmet mohamud",
    "mahmoud mahmud mahmood mehmood mahmut mhmwd",
    "osman ousmane uthman othman usman othmane", "abdullah abdoulaye abdullahi abdulahi",
    "ibrahim ibrahima brahim abraham avraham", "joseph youssef yusuf yousouf jose giuseppe yosef joe",
    "aleksandr alexander sasha alexandre alejandro iskander alex", "aleksei alexei alyosha alexis",
    "ivan john jean juan joao johannes vanya", "mikhail michael michel miguel misha mike",
    "nikolai nicholas nicolas kolya nick", "dmitri dimitri dima", "vladimir volodymyr vova",
    "yevgeny evgeny eugene zhenya", "ekaterina catherine katerina katya kateryna kate",
    "anastasia nastya", "tatiana tanya", "elena olena helena lena", "maria mary marie mariam maryam",
    "william bill will guillaume", "robert bob rob", "richard dick rick", "james jim jaime",
    "peter pierre pedro pyotr petro", "paul pablo pavel pavlo", "andrew andre andrei andriy",
    "daniel dan danny", "samuel sam", "david dave dawit daoud dawood daud", "thomas tom",
    "elizabeth liz beth elisabeth", "margaret maggie peggy", "edward ed ted", "anthony tony antonio",
    "francis francois francisco frank", "solomon suleiman souleymane sulaiman", "moses musa moussa",
    "fatima fatoumata fatou fatma", "aisha aissatou aicha ayesha aissata", "hassan lassana",
    "georgios george giorgi georges giorgos jorge yorgos", "konstantinos constantine kostas",
    "stephen steven etienne stefan esteban", "luke lucas luc", "mark marc marcos", "simon simeon",
    "kim gim", "lee yi rhee", "park bak pak", "choi choe", "jung jeong chung cheong",
)  # fmt: skip
"""Forms and short forms of one name, of which one person uses several."""


def written(name: str) -> set[tuple[str, ...]]:
    """The parts of a name, with those that a hyphen joins as two and as one."""
    return {parts(name), parts(HYPHEN.sub("", name))}


def latin(text: str) -> str:
    """A name in small Latin letters, its parts told apart by single spaces."""
    text = ARTICLE.sub("", unicodedata.normalize("NFKC", text)).replace("\u05d5", "w")
    return anyascii(JOINERS.sub("", CJK.sub(family_first, text))).lower()


def family_first(found: re.Match[str]) -> str:
    """Chinese and Korean names are written without spaces: the family name and the given one."""
    first, *rest = CAPITAL.findall(anyascii(found[0])) or [anyascii(found[0])]
    return f"{first} {''.join(rest)}".strip()


@lru_cache(5_000)
def parts(text: str) -> tuple[str, ...]:
    """The parts of a name that tell people apart, in Latin letters and in their order."""
    words = PARTS.findall(JOINERS.sub("", latin(text)))
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in SERVANT and word not in PARTICLES:
            joined[-1] += word
        elif word not in PARTICLES or len(words) == 1:
            joined.append(word)
    return tuple(joined) or tuple(words)


@lru_cache(10_000)
def sound(part: str) -> str:
    """The consonants of a part of a name in classes of those that spellings confuse."""
    heard = FIRST_Y.sub("j", FIRST_OU.sub("w", part))
    heard = SOUNDING.sub(lambda found: SOUND[found[0]], heard)
    heard = TWICE.sub(r"\1", SILENT.sub("", heard))
    if len(heard) > 2:
        heard = heard.removesuffix("h")
    if len(heard) > 3 and heard.startswith("btl"):  # the article inside Abd al-Rahman
        heard = "bt" + heard[3:]
    return heard or "a"


def first_letter(part: str) -> str:
    """With what a part of a name begins, in classes of letters: what an initial says of it."""
    return FIRST.get(part[0], part[0])


def one_name(part: str) -> str:
    """The part itself, or one word for all the forms of its name."""
    return FORMS.get(part, part)


FIRST = dict.fromkeys("aeiou", "a") | dict.fromkeys("kq", "c") | {"y": "j", "w": "v", "g": "j"}

FORMS = {form: forms.split()[0] for forms in ONE_NAME for form in forms.split()}


def lacks_vowels(text: str) -> bool:
    return bool(NO_VOWELS.search(text))
