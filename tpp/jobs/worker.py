"""The second process: carries out jobs, sends mail, and does what is due. ``python -m tpp.jobs.worker``"""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable

import structlog
from flask import Flask

from tpp.jobs.actions import sweep
from tpp.jobs.library import Consumer
from tpp.jobs.queries import has_open

log = structlog.get_logger()

PAUSE = 2.0
"""Seconds between two rounds."""
GROWN = 64 * 2**20
"""Bytes of memory above those of the start. Typesetting takes a hundred million and gives none back."""


class Rounds(threading.Thread):
    """Every few seconds: jobs that no worker has, mail that is due, offers and seats that lapse."""

    def __init__(self, app: Flask, rounds: tuple[Callable[[], object], ...]):
        super().__init__(daemon=True, name="rounds")
        self.app, self.rounds, self.over = app, rounds, threading.Event()
        self.at_first = resident()

    def run(self) -> None:
        while not self.over.is_set():
            for deed in (*self.rounds, self.begin_anew):
                self.do(deed)
            self.over.wait(PAUSE)

    def do(self, deed: Callable[[], object]) -> None:
        """One deed that fails must not end the others; what it says may name people, so only its kind."""
        try:
            with self.app.app_context():
                deed()
        except Exception as problem:
            log.error("round failed", deed=deed.__name__, kind=type(problem).__name__)

    def begin_anew(self) -> None:
        """A worker that has grown and has nothing to do starts itself again, with the same number."""
        if resident() - self.at_first > GROWN and not has_open():
            log.info("worker begins anew", megabytes=resident() // 2**20)
            self.over.set()
            os.kill(os.getpid(), signal.SIGHUP)


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def settle_collector() -> None:
    """What was loaded at the start stays, and long work makes rows by the thousand that go by themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


class Worker(Consumer):
    """Carries out jobs, with the rounds beside it once it listens to signals."""

    def __init__(self, app: Flask):
        super().__init__(
            app.extensions["queue"].huey,
            workers=1,
            periodic=False,
            initial_delay=0.1,
            max_delay=1.0,
            check_worker_health=False,
            graceful_signal="TERM",
            shutdown_timeout=8,
        )
        self.rounds = Rounds(app, (sweep, *app.extensions["rounds"]))

    def start(self) -> None:
        super().start()
        log.info("worker listens")
        self.rounds.start()


def main() -> None:
    from wsgi import app

    settle_collector()
    sys.argv = sys.orig_argv[1:]  # by which Huey starts us again
    worker = Worker(app)
    worker.run()
    worker.rounds.over.set()
    worker.rounds.join(timeout=5)


if __name__ == "__main__":
    main()
