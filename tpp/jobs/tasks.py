"""The queue between the web and the workers (Huey). It may forget: the ledger does not."""

from typing import Any

from flask import Flask
from huey import Huey, SqliteHuey

from tpp.jobs import actions


class Queue:
    """Sends the ids of jobs to the workers."""

    def __init__(self, app: Flask):
        self.app = app
        self.huey: Huey = SqliteHuey("jobs", filename=app.config["JOBS_URL"].split("///", 1)[1])
        self.task: Any = self.huey.task(name="carry_out")(self.carry_out)

    def send(self, job_id: int) -> None:
        self.task(job_id)

    def carry_out(self, job_id: int) -> None:
        with self.app.app_context():
            actions.carry_out(job_id)


def init_app(app: Flask) -> None:
    app.extensions["queue"] = Queue(app)
