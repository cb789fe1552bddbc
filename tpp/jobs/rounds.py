"""Rounds of the worker that need not be gone at every turn."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

Round = Callable[[], Any]


def every(pause: timedelta) -> Callable[[Round], Round]:
    """At most once in so long, in this process; the first time at once."""

    def seldom(deed: Round) -> Round:
        due = 0.0

        @wraps(deed)
        def perhaps() -> Any:
            nonlocal due
            if time.monotonic() < due:
                return None
            due = time.monotonic() + pause.total_seconds()
            return deed()

        return perhaps

    return seldom
