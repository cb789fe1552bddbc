"""Trying a design as long work."""

from typing import Any

from tpp.db import db
from tpp.designs import actions
from tpp.designs.models import CertificateDesign
from tpp.jobs.actions import Work, task


@task("designs.try")
def try_out(work: Work) -> dict[str, Any]:
    """Its pages with the longest and the shortest names; said in one sentence where there are none."""
    design = db.session.get_one(CertificateDesign, work.arguments["design"])
    trial = actions.try_out(design)
    work.report(1, 1, [trial.problem] if trial.problem else [])
    return {"trial": trial.id}
