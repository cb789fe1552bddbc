"""A prepared register to measure: loaded once for each state of the code, then copied."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
PASSWORD = "password of the benchmark"
EDGES = {"views", "views.py", "forms.py", "sheets.py", "pdf.py", "web"}
"""Parts that only show: they do not change what is loaded."""


def ingredients():
    """One word for all that decides what a loaded register holds."""
    word = hashlib.sha256()
    for folder in ("migrations", "data", "tpp"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.is_file() and path.suffix != ".pyc" and not EDGES & set(path.parts):
                word.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return word.hexdigest()[:16]


def cached(people, as_loaded=False):
    """The folder of a register with so many people, if it was loaded with this very code, or with any."""
    word = "*" if as_loaded else ingredients()
    return next(CACHE.glob(f"benchmark-{people}-{word}"), None)


def prepared(people, as_loaded=False):
    """The folder of a register with so many people; loads it where it is not there yet."""
    folder = cached(people, as_loaded) or CACHE / f"benchmark-{people}-{ingredients()}"
    if not folder.exists():
        CACHE.mkdir(exist_ok=True)
        for old in CACHE.glob(f"benchmark-{people}-*"):
            shutil.rmtree(old)
        unfinished = Path(tempfile.mkdtemp(prefix="loading-", dir=CACHE))
        print(f"Loading {people:,} people, once for this state of the code …", file=sys.stderr)
        began = time.monotonic()
        flask(unfinished, "prepare")
        flask(unfinished, "demo", "load", "--people", str(people))
        print(f"… {time.monotonic() - began:.0f} s.", file=sys.stderr)
        unfinished.rename(folder)
    return folder


def settings(folder, **more):
    env = {key: word for key, word in os.environ.items() if not key.endswith("_URL")}
    env |= {"TPP_DATA": str(folder), "TPP_DEMO": "0", "TPP_DEMO_PASSWORD": PASSWORD}
    return env | {"PYTHONUNBUFFERED": "1", **more}


def flask(folder, *words):
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    subprocess.run(command, cwd=ROOT, env=settings(folder), check=True, stdout=subprocess.DEVNULL)


class Running:
    """The web process and the worker, as ``./run`` starts them, on a copy of a register."""

    def __init__(self, folder, port, web, worker):
        self.folder, self.port, self.web, self.worker = folder, port, web, worker

    def cpu(self):
        """Seconds of processor that the tree of the web process has used so far."""
        return sum(map(cpu_of, tree(self.web.pid)))

    def memory(self):
        """Proportional and resident memory in MB of both processes and all their children."""
        every = [*tree(self.web.pid), *tree(self.worker.pid)]
        return sum(pss_of(pid) for pid in every) / 1024, sum(rss_of(pid) for pid in every) / 1024


@contextmanager
def running(prepared_folder):
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for file in prepared_folder.glob("register.db*"):
            shutil.copy(file, folder)
        port = free_port()
        env = settings(folder, PORT=str(port))
        with open(Path(folder, "log"), "wb") as log:
            start = {"cwd": ROOT, "env": env, "stdout": log, "stderr": log}
            web = subprocess.Popen([sys.executable, "-m", "gunicorn", "wsgi:app"], **start)
            worker = subprocess.Popen([sys.executable, "-m", "tpp.jobs.worker"], **start)
            try:
                wait_for(port, (web, worker), Path(folder, "log"))
                yield Running(Path(folder), port, web, worker)
            finally:
                for process in (web, worker):
                    process.terminate()
                for process in (web, worker):
                    process.wait(20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, processes, log, seconds=120):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            sys.exit(f"A process ended at once:\n{log.read_text()[-2000:]}")
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    sys.exit(f"The web process does not answer:\n{log.read_text()[-2000:]}")


# What Linux knows of a process


TICK = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """The process and everything it started."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(word) for file in listed for word in file.read_text().split()]
    return [pid, *(one for child in children for one in tree(child))]


def cpu_of(pid):
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / TICK


def pss_of(pid):
    try:
        return kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
    except ProcessLookupError:  # it has ended, and nobody has asked how
        return 0


def rss_of(pid):
    return kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:")


def kilobytes(file, name):
    lines = (line.split() for line in file.read_text().splitlines())
    return next((int(words[1]) for words in lines if words[0] == name), 0)
