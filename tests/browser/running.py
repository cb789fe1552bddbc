"""A register as it runs in production: prepared by its own commands, web and worker as processes."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from config import Settings
from tpp import create_app
from tpp.db import db
from tpp.scope import EVERYTHING, see

ROOT = Path(__file__).parents[2]
PASSWORD = "a long demonstration password"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@dataclass
class Register:
    """A running register: its address, its folder, and a way into its database."""

    url: str
    data: Path
    app: Flask
    env: dict[str, str]
    processes: list[subprocess.Popen] = field(default_factory=list)

    def command(self, *words: str) -> None:
        """Run one of the register's commands to its end."""
        done = subprocess.run(words, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, (
            f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )

    def start(self, *command: str) -> None:
        with (self.data / "processes.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        self.processes.append(process)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
            process.kill()
            process.wait()
        with self.app.app_context():
            db.engine.dispose()

    @contextlib.contextmanager
    def records(self) -> Iterator[None]:
        """Read and write its rows directly: for laying what a test needs, and for looking after."""
        with self.app.app_context():
            see(EVERYTHING)
            yield
            db.session.remove()


@contextlib.contextmanager
def running(
    data: Path, *more_commands: list[str], lay: Callable[[], None] | None = None
) -> Iterator[Register]:
    """Prepare a register in this folder, start its two processes, and stop them in the end."""
    port = free_port()
    settings = {
        "TPP_DATA": str(data),
        "PORT": str(port),
        "TPP_DEMO": "0",
        "TPP_DEMO_PASSWORD": PASSWORD,
        "SECRET_KEY": "a-secret-key-for-tests-of-32-characters",
    }
    url = f"http://127.0.0.1:{port}"
    register = Register(url, data, create_app(Settings(settings)), {**os.environ, **settings})
    try:
        for command in ([*FLASK, "prepare"], *more_commands):
            register.command(*command)
        if lay:
            with register.records():
                lay()
        register.start(sys.executable, "-m", "gunicorn", "wsgi:app")
        register.start(sys.executable, "-m", "tpp.jobs.worker")
        wait_for(url + "/healthz")
        yield register
    finally:
        register.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")
