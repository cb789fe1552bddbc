"""Huey, the queue's library, without what it loads for stores that are not used here.

It imports psycopg and redis wherever these are installed: 16 and 6 MB in each process of a register on
SQLite.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import reload


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


with hidden("psycopg"), hidden("redis"):
    from huey import Huey, SqliteHuey, storage
    from huey.consumer import Consumer


def redis_queue(name: str, url: str) -> Huey:
    """A queue in Redis, whose library is loaded only now."""
    with hidden("psycopg"):
        stores = reload(storage)
    return Huey(name, storage_class=stores.RedisStorage, url=url)


__all__ = ["Consumer", "Huey", "SqliteHuey", "redis_queue"]
