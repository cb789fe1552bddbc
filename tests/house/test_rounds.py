"""What the worker does every few seconds it does as itself: nobody has lent it a scope."""

import pytest
from structlog.testing import capture_logs

from tests.conftest import make_app
from tests.migrate import migrate
from tpp.db import db
from tpp.jobs import worker


@pytest.fixture
def register(tmp_path):
    """A register with an authority for time stamps, so that asking for them is among the rounds."""
    app = make_app(tmp_path, TSA_URL="http://127.0.0.1:9/")
    with app.app_context():
        migrate(db.engine)
        db.engine.dispose()
    return app


def test_every_round_of_a_worker_goes_without_a_fault(register):
    rounds = worker.Rounds(register, tuple(register.extensions["rounds"]))
    with capture_logs() as told:
        for deed in rounds.rounds:
            rounds.do(deed)
    assert len(rounds.rounds) > 8
    assert told == []
