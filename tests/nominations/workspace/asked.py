"""What the course of these tests asks, and answers to it; papers that are sent."""

import io

from tests.files.test_rules_uploads import A_PDF
from tpp.catalogue.rules.eligibility import Criterion

RULES = [
    (Criterion.RANK_BAND, {"bands": ["or_1_4"]}, True),
    (Criterion.LANGUAGE, {"language": "fr", "level": "level_working"}, True),
    (Criterion.LICENCE, {"licence": "heavy_vehicle"}, True),
    (Criterion.PRIOR_COURSE, {"courses": ["HEE-B"]}, False),
    (Criterion.DEPLOYMENT, {"within_months": 12}, False),
    (Criterion.CLEARANCE, {"decision": "medical"}, True),
]
ANSWERS = {
    "rank_band": "or_1_4",
    "language-fr": "level_fluent",
    "licence-heavy_vehicle": "yes",
    "licence-heavy_vehicle-until": "2031-01-31",
    "prior-HEE-B": "yes",
    "deploys": "yes",
    "deploys_on": "2027-02-01",
}


def send(client, nomination, contents=A_PDF, name="a.pdf", kind="passport"):
    words = {"kind": kind, "file": (io.BytesIO(contents), name)}
    return client.post(f"/nominations/{nomination.id}/documents", data=words)
