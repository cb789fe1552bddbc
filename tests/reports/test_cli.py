"""Figures are checked and mended from the command line."""

import sqlalchemy as sa

from tests.factories import make_enrolment, make_nomination
from tpp.db import transaction
from tpp.reports.models import Standing


def run(app, *words):
    return app.test_cli_runner().invoke(args=["figures", *words])


def test_the_check_says_that_all_is_well(app):
    make_enrolment()
    answer = run(app, "check")
    assert answer.exit_code == 0
    assert "Every standing is what the records say." in answer.output


def test_the_check_names_what_differs_and_the_rebuild_mends_it(app):
    nomination, _ = make_nomination(), make_nomination()
    with transaction() as session:
        session.execute(
            sa.update(Standing).where(Standing.nomination_id == nomination.id).values(reached=31)
        )
    answer = run(app, "check")
    assert answer.exit_code == 1
    assert f"nominations {nomination.id})" in answer.output
    assert "2 standings derived" in run(app, "rebuild").output
    assert run(app, "check").exit_code == 0
