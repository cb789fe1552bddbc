"""Keeping passwords: Argon2id, and the same work whether or not there is such an account."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tpp.accounts.models import Account
from tpp.accounts.rules.passwords import MOST, plain

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB, two passes, one lane (OWASP's first choice)."""


def hashed(password: str) -> str:
    return HASHER.hash(plain(password))


@cache
def nobodys() -> str:
    """A hash that fits no password, to be compared where there is no account."""
    return HASHER.hash("nobody has this password")


def is_right(account: Account | None, password: str) -> bool:
    """Is this the account's password? Takes as long for nobody's."""
    usable = account is not None and account.is_active and bool(account.password_hash)
    known = account.password_hash if account is not None and usable else nobodys()
    try:
        HASHER.verify(known, plain(password[: MOST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return usable


def is_outdated(account: Account) -> bool:
    """Was it hashed with other parameters than today's?"""
    return HASHER.check_needs_rehash(account.password_hash)
