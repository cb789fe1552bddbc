"""People, places and outcomes counted by hand."""

import pytest

from tests.reports.world import World


@pytest.fixture
def world(app):
    return World()
