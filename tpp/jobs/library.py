"""Huey, the queue's library, without what it loads for stores that are not used here.

It imports psycopg and redis wherever these are installed: 16 and 6 MB in each process of a register on
SQLite.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType


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
    from huey import Huey, SqliteHuey
    from huey.consumer import Consumer


def redis_queue(name: str, url: str) -> Huey:
    """A queue in Redis, whose library is loaded only now."""
    return Huey(name, storage_class=stores().RedisStorage, url=url)


def stores() -> ModuleType:
    """Huey's stores once more, Redis among them; those of queues that are open stay as they are."""
    found = find_spec("huey.storage")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    with hidden("psycopg"):
        found.loader.exec_module(module)
    return module


__all__ = ["Consumer", "Huey", "SqliteHuey", "redis_queue"]
