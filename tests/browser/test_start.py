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
