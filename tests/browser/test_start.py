"""What ``./run`` starts answers, and leaves nothing behind when it is stopped."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.running import ROOT, free_port, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture
def started(tmp_path):
    port, data = free_port(), tmp_path / "data"
    tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    env = os.environ | {"TPP_DATA": str(data), "PORT": str(port), "TPP_DEMO": "0", "PATH": tools}
    command = [sys.executable, "bin/start.py"]
    output = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=output, stderr=subprocess.STDOUT
    )
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_the_register_starts_answers_and_stops_with_all_its_processes(started):
    process, url = started
    wait_for(url + "/healthz")
    with urllib.request.urlopen(url + "/readyz", timeout=5) as answer:
        assert answer.status == 200

    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)

    assert f"The register is at {url}/" in said
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url + "/healthz", timeout=2)


def below(pid):
    """Every process that this one started, and those that they started."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield child
        yield from below(child)


def settings_of(pid):
    lines = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_what_the_worker_writes_leads_to_the_address_of_the_web(started):
    """honcho gives each process a PORT of its own; links in mail and in QR codes must not follow it."""
    process, url = started
    wait_for(url + "/healthz")
    workers = [
        pid for pid in below(process.pid) if "tpp.jobs" in Path(f"/proc/{pid}/cmdline").read_text()
    ]
    assert workers
    assert {settings_of(pid).get("BASE_URL") for pid in workers} == {url}
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
