"""The web process: one worker with threads. More of them go behind nginx, on any machine."""

import gc

from config import settings

bind = f"127.0.0.1:{settings().PORT}"
worker_class = "gthread"
workers = 1
threads = 8
graceful_timeout = 4  # honcho gives a process five seconds
loglevel = "warning"  # the application writes its own log of requests
control_socket_disable = True
limit_request_line = 8190  # the most it takes; the application refuses earlier, with a page


def post_worker_init(_worker):
    """What was loaded at the start stays: the collector need not look through it at every turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
