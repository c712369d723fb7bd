"""What the person at the terminal reads."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """A line with the seconds that the work inside took."""
    began = time.monotonic()
    yield
    say(f"  {name} ({time.monotonic() - began:.1f} s)")
