"""The queue between the web and the workers (Huey). It may forget: the ledger does not."""

from typing import Any

from flask import Flask

from tpp.jobs import actions
from tpp.jobs.library import Huey, SqliteHuey, redis_queue


class Queue:
    """Sends the ids of jobs to the workers."""

    def __init__(self, app: Flask):
        self.app = app
        self.huey = queue_at(app.config["JOBS_URL"])
        self.task: Any = self.huey.task(name="carry_out")(self.carry_out)

    def send(self, job_id: int) -> None:
        self.task(job_id)

    def carry_out(self, job_id: int) -> None:
        with self.app.app_context():
            actions.carry_out(job_id)


def queue_at(url: str) -> Huey:
    """A file beside the database, or Redis where workers run on several machines."""
    if not url.startswith("sqlite"):
        return redis_queue("jobs", url)
    return SqliteHuey("jobs", filename=url.removeprefix("sqlite:///"))


def init_app(app: Flask) -> None:
    app.extensions["queue"] = Queue(app)
