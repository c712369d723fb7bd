"""How gunicorn serves the demonstration. An installation gives the same on the command line (docker-compose.yml)."""

from typing import Any

from consultation.embedded.ties import end_with_parent

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 5
# Loaded once and then forked: half the start, half the memory.
preload_app = True
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """A worker looks for its master only now and then; the kernel tells it at once."""
    end_with_parent()
