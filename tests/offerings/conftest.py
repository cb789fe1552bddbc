"""Who plans."""

import pytest

from tests.factories import (
    make_acting,
)


@pytest.fixture
def office(browser):
    return browser(make_acting())
