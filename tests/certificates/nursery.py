"""Workers for a test that kills them: each line read starts one, as a process of its own.

    python -m tests.certificates.nursery

What a worker must import and warm up is done once here and inherited by each of them (fork), so that
fifty of them cost little more than one. The answer to a line is the number of the process.
"""

import os
import sys

from tests.certificates.specimens import make_words
from tpp.certificates.pdf import render
from tpp.jobs import worker
from wsgi import app


def main() -> None:
    assert app, "what every worker works for"
    render(make_words())
    say("ready")
    for _line in sys.stdin:
        say(start())


def say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def start() -> int:
    """The number of a new worker; the one before it, if it was killed, is buried."""
    while living() and os.waitpid(-1, os.WNOHANG)[0]:
        pass
    child = os.fork()
    if child == 0:
        worker.main()
        os._exit(0)
    return child


def living() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


if __name__ == "__main__":
    main()
