"""The register of a test, served by several processes as in production, and people who press buttons there."""

import contextlib
import http.client
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import local
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer

from tests.browser.running import ROOT, free_port, wait_for
from tests.conftest import CSRF, SECRET, remember
from tpp.db import db

WORKERS, PRESSING = 3, 12


@contextlib.contextmanager
def served(app):
    """The address of gunicorn's workers on the database of this test."""
    port = free_port()
    settings = {
        "TPP_DATA": str(app.config["TPP_DATA"]),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORT": str(port),
        "SECRET_KEY": SECRET,
        "BASE_URL": "http://localhost",
    }
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--workers", str(WORKERS)]
    db.session.rollback()
    with Path(app.config["TPP_DATA"], "served.log").open("ab") as log:
        env = {**os.environ, **settings}
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield port
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def cookie_of(app, acting):
    """What the browser of somebody who has signed in sends along."""
    token = f"pressed-{acting.account_id}"
    remember(acting, token)
    signed = app.session_interface.get_signing_serializer(app).dumps({"token": token})
    csrf = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF)
    return {"Cookie": f"tpp={signed}", "X-CSRFToken": csrf}


@dataclass
class Pressed:
    status: int
    text: str


class Presser:
    """Presses buttons in many windows at once."""

    def __init__(self, port):
        self.port, self.own = port, local()
        self.lines = []

    def press(self, path, fields, headers):
        if not hasattr(self.own, "line"):
            self.own.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.lines.append(self.own.line)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.own.line.request("POST", path, urlencode(fields, doseq=True), headers | kind)
        answer = self.own.line.getresponse()
        return Pressed(answer.status, answer.read().decode())

    def all_at_once(self, presses):
        """(path, fields, headers) each, in that order from a dozen windows."""
        try:
            with ThreadPoolExecutor(PRESSING) as windows:
                return list(windows.map(lambda it: self.press(*it), presses))
        finally:
            for line in self.lines:
                line.close()
