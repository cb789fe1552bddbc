"""Who nominates and who decides."""

import pytest

from tests.factories import make_acting, make_focal_point


@pytest.fixture
def office(browser, kenya):
    return browser(make_focal_point(kenya.party))


@pytest.fixture
def programme(browser):
    return browser(make_acting())
