"""Workers for a test that kills them: each line read starts one, as a process of its own.

    python -m tests.certificates.nursery JOB

What a worker must import and warm up is done once here and inherited by each of them (fork), so that
two hundred of them cost little more than one: this process begins the job itself, and says how many
seconds a handful takes to print. The answer to a line is the number of a new worker.
"""

import os
import sys
import time

from tpp.certificates import tasks
from tpp.certificates.models import Certificate
from tpp.certificates.queries import words_of_these
from tpp.certificates.sealing import maker
from tpp.clock import now
from tpp.db import db
from tpp.jobs.actions import TASKS, carry_out
from tpp.jobs.queries import waiting
from tpp.jobs.rules import Stopped
from tpp.scope import EVERYTHING, seeing
from wsgi import app

assert TASKS, "what every worker can do"


def main() -> None:
    say(warm(int(sys.argv[1])))
    for _line in sys.stdin:
        say(start())


def say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def warm(job_id: int) -> float:
    """Enter one handful and print it, so that the page is typeset; how long printing it again took.

    Nothing is stored: the store's own threads would not live on in a worker.
    """
    took = 0.0

    def printed(certificates: list[Certificate]) -> None:
        nonlocal took
        words = words_of_these(certificates)
        for _ in range(2):
            began = time.monotonic()
            for it in certificates:
                tasks.press(maker()).print(words[it.id], it.expires_on)
            took = time.monotonic() - began
        raise Stopped

    stored, tasks.stored = tasks.stored, printed
    with app.app_context():
        carry_out(job_id)
        db.session.remove()
        db.engine.dispose()
    tasks.stored = stored
    return took


def start() -> int:
    """The number of a new worker; those before it that were killed are buried."""
    while living() and os.waitpid(-1, os.WNOHANG)[0]:
        pass
    child = os.fork()
    if child == 0:
        work()
    return child


def work() -> None:
    """Take up whatever nobody has, as the sweep does, until nothing is left."""
    with app.app_context(), seeing(EVERYTHING):
        while True:
            ids = db.session.scalars(waiting(now())).all()
            for job_id in ids:
                carry_out(job_id)
            if not ids:
                time.sleep(0.01)


def living() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


if __name__ == "__main__":
    main()
