"""Huey, the queue's library, without what it loads for a store that is not used here.

It imports psycopg wherever that is installed: 16 MB in each process of a register on SQLite.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden(module: str) -> Iterator[None]:
    """As if the module were not installed, unless it is loaded already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


with hidden("psycopg"):
    from huey import Huey, RedisHuey, SqliteHuey
    from huey.consumer import Consumer

__all__ = ["Consumer", "Huey", "RedisHuey", "SqliteHuey"]
