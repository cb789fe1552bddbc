"""Which passwords are good enough: long, and not what a guesser tries first (NIST SP 800-63B-4)."""

import unicodedata

from tpp.errors import Refused

SHORT, LONG, MOST = 8, 15, 256

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "qwertzuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
)
"""Keyboard rows and alphabets: a piece of one, in either direction, is one thing to guess."""

GUESSED_FIRST = """
access account admin administrator america angel baby bailey baseball basketball batman beautiful buster
change changeme charlie charlotte cheese chelsea chocolate computer cookie correct daniel default demo
dragon enter flower football forever freedom friend friends george ginger google guest hannah happy harley
hello hockey home horse battery staple hunter iloveyou internet jennifer jessica jordan joshua justice
killer letmein liverpool login love lovely mama maggie manager master matrix me michael michelle monday
monkey mother mustang my new nicole ninja office online orange pass passe passw0rd passwd password
passwort peace peacekeeping pepper please princess private purple qazwsx qwerty rainbow ranger robert
samsung secret security september shadow silver soccer spring starwars summer sunshine superman sweet
system temp temporary test tester testing the thomas this thunder tigger training triangular trustno
trustno1 united nations user welcome whatever william winter word work yellow you your zxcvbn
azerty bonjour correcthorsebatterystaple motdepasse contrasena contraseña hola parol пароль привет
"""
COMMON = frozenset(GUESSED_FIRST.split())
"""Words that stand on the lists of passwords found in every breach, and the words of our own trade."""

SPELT = str.maketrans("@$!013457", "asioleast")
FEWEST_PIECES, LONGEST_WORD = 4, 40
"""A password that splits into fewer guessable pieces than this is guessable as a whole."""


def plain(password: str) -> str:
    """The same password however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, has_second_factor: bool, about: tuple[str, ...] = ()) -> None:
    """15 characters, or 8 with a second factor; any characters, none demanded.

    ``about`` are words that everybody knows of the person: name and address.
    """
    least = SHORT if has_second_factor else LONG
    if len(plain(password)) < least:
        raise Refused(
            "Use at least %(least)s characters. A few words that only you would put together are good.",
            "password",
            least=least,
        )
    if len(password) > MOST:
        raise Refused("Use at most %(most)s characters.", "password", most=MOST)
    if is_guessable(password, about):
        raise Refused(
            "This password is among the first that are guessed. Choose another.", "password"
        )


def is_guessable(password: str, about: tuple[str, ...] = ()) -> bool:
    """Made of one repeated piece, or of a few common words, rows of keys and what is known of its owner."""
    letters = "".join(plain(password).casefold().split())
    known = COMMON | {part for words in about for part in parts_of(words)}
    shapes = {without_marks(letters), without_marks(letters.translate(SPELT))}
    return any(is_repeated(shape) or pieces(shape, known) < FEWEST_PIECES for shape in shapes)


def without_marks(letters: str) -> str:
    """Marks between words cost a guesser nothing; a password mostly of marks is taken as it is."""
    core = "".join(letter for letter in letters if letter.isalnum())
    return core if 2 * len(core) > len(letters) else letters


def parts_of(words: str) -> set[str]:
    split = "".join(letter if letter.isalnum() else " " for letter in words.casefold()).split()
    return {part for part in split if len(part) > 2}


def is_repeated(letters: str) -> bool:
    """One piece of up to a third of the whole, over and over: aaaaaaa, abcabcabc, 1212121."""
    longest = max(1, len(letters) // 3)
    return any(
        (letters[:size] * (len(letters) // size + 1))[: len(letters)] == letters
        for size in range(1, longest + 1)
    )


def pieces(letters: str, known: frozenset[str] | set[str]) -> int:
    """In how few pieces a guesser could put it together.

    A known word or row of keys is one piece, any other letter one of its own; digits and marks at the
    ends cost a guesser nothing.
    """
    core = letters.strip("0123456789!?.,;:-_*#+'\"()&%$€@/")
    fewest = [0]
    for end in range(1, len(core) + 1):
        starts = range(max(0, end - LONGEST_WORD), end - 1)
        whole = [fewest[start] + 1 for start in starts if is_one_piece(core[start:end], known)]
        fewest.append(min([fewest[end - 1] + 1, *whole]))
    return fewest[-1]


def is_one_piece(piece: str, known: frozenset[str] | set[str]) -> bool:
    if piece in known:
        return True
    return len(piece) > 2 and any(piece in row or piece in row[::-1] for row in ROWS)
