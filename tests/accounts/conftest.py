"""Two administrators."""

import pytest

from tests.factories import make_acting
from tpp.acting import Role


@pytest.fixture
def admin(app):
    return make_acting(Role.ADMINISTRATOR)


@pytest.fixture
def second(app, admin):
    return make_acting(Role.ADMINISTRATOR)
