"""Which tests run on the same worker, because what they share takes long to make."""

import pytest

TOGETHER = {
    "tests/browser/test_after_issue.py": "journeys",
    "tests/browser/test_main_job.py": "journeys",
    "tests/browser/test_selection.py": "journeys",
    "tests/browser/test_short_journeys.py": "journeys",
    "tests/browser/test_pages.py": "pages",
    "tests/browser/test_weight.py": "pages",
    "tests/demonstration/test_actions.py": "demonstration",
    "tests/demonstration/test_cli.py": "first start",
}
MATRIX = "tests/matrix/"


def matrix(nodeid: str) -> str:
    """Its world is built once on each database: by the worker that has all tests on that database."""
    return f"{MATRIX}{'postgresql' if '[postgresql' in nodeid else 'sqlite'}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Grouped(LoadScopeScheduling):
        """The files of a group together, every other test wherever there is room."""

        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return TOGETHER.get(file) or (matrix(nodeid) if file.startswith(MATRIX) else nodeid)

    return Grouped(config, log)
