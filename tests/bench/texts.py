"""Showing Markdown: what hostile texts cost against prose of the same length.

Each hostile text of 20,000 characters is rendered in turn with 20,000 characters of ordinary prose with links and
lists. Prints the ratio for each; compares, never judges.
"""

import sys
import time

import django

django.setup()

from texts.rules import markdown  # noqa: E402  settings first

LENGTH = 20_000
PROSE = "A sentence with [a link](https://example.org) and *weight*.\n\n- one thing\n- another thing\n\n"
HOSTILE = {
    "open brackets": "[",
    "open images": "![",
    "quotes": "> ",
    "lists": "- ",
    "emphasis": "*a_ ",
    "table rows": "|\n",
}
TIMES = 5


def milliseconds(text: str) -> float:
    begun = time.process_time()
    markdown.to_html(text)
    return (time.process_time() - begun) * 1000


def main() -> int:
    prose = (PROSE * LENGTH)[:LENGTH]
    for name, piece in HOSTILE.items():
        text = (piece * LENGTH)[:LENGTH]
        pairs = [(milliseconds(text), milliseconds(prose)) for _ in range(TIMES)]
        hostile, plain = (sorted(each)[TIMES // 2] for each in zip(*pairs, strict=True))
        print(f"{name}: {hostile:.0f} ms, prose of that length {plain:.0f} ms, ratio {hostile / plain:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
