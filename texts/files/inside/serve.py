"""The child's side: one file from standard input, one answer to standard output.

The answer is a line of JSON and, where the act gives a file back, that file behind it.
"""

import json
import resource
import sys
from importlib import import_module

from texts.files.inside.bad import Bad


def main(act: str, argument: str, seconds: int, memory: int, output: int) -> None:
    """Bound this process (seconds of CPU, bytes of memory and of output), do the act on what was sent, answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        module, _, verb = act.partition(".")
        answer, file = getattr(import_module(f"texts.files.inside.{module}"), verb)(content, argument)
    except Bad as bad:
        answer, file = {"bad": bad.reason, "values": bad.values}, b""
    except (MemoryError, RecursionError):
        answer, file = {"bad": "too_much", "values": {}}, b""
    # Readers of strangers' files fail in as many ways as there are broken files. All of them mean the same.
    except Exception:
        answer, file = {"bad": "broken", "values": {}}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + file)
    sys.stdout.buffer.flush()
