"""A Redis server of the tests' own, on a Unix socket, gone when they end."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh, empty server."""
    folder = Path(tempfile.mkdtemp(prefix="tpp-redis-"))
    socket = folder / "socket"
    # Debian's redis-tools holds the server itself: one program that acts by the name it is called.
    program = shutil.which("redis-check-rdb")
    if program is None:
        raise RuntimeError("Redis is not installed: run ./test, which installs it.")
    settings = ("--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder)
    command = ["redis-server", *map(str, settings)]
    process = subprocess.Popen(command, executable=program, stdout=subprocess.DEVNULL)
    try:
        url = f"unix://{socket}"
        wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            with redis.from_url(url) as client:
                client.ping()
            return
        except redis.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError("Redis did not start.")
