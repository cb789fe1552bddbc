"""The second process: carries out jobs, sends mail, and does what is due. ``python -m tpp.jobs.worker``"""

import gc
import threading
from collections.abc import Callable

import structlog
from flask import Flask
from huey.consumer import Consumer

from tpp.jobs.actions import sweep

log = structlog.get_logger()

PAUSE = 2.0
"""Seconds between two rounds."""


class Rounds(threading.Thread):
    """Every few seconds: jobs that no worker has, mail that is due, offers and seats that lapse."""

    def __init__(self, app: Flask, rounds: tuple[Callable[[], object], ...]):
        super().__init__(daemon=True, name="rounds")
        self.app, self.rounds, self.over = app, rounds, threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            for deed in self.rounds:
                self.do(deed)
            self.over.wait(PAUSE)

    def do(self, deed: Callable[[], object]) -> None:
        """One deed that fails must not end the others; what it says may name people, so only its kind."""
        try:
            with self.app.app_context():
                deed()
        except Exception as problem:
            log.error("round failed", deed=deed.__name__, kind=type(problem).__name__)


def settle_collector() -> None:
    """What was loaded at the start stays, and long work makes rows by the thousand that go by themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def main() -> None:
    from wsgi import app

    settle_collector()
    rounds = Rounds(app, (sweep, *app.extensions["rounds"]))
    consumer = Consumer(
        app.extensions["queue"].huey,
        workers=1,
        periodic=False,
        initial_delay=0.1,
        max_delay=1.0,
        check_worker_health=False,
        graceful_signal="TERM",
        shutdown_timeout=8,
    )
    rounds.start()
    consumer.run()
    rounds.over.set()
    rounds.join(timeout=5)


if __name__ == "__main__":
    main()
