"""A stranger's file is looked into by a process of its own, which may be slow, greedy or killed: the site goes on.

It starts without the site's settings and environment, so that nothing of them can leave with a file.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SECONDS = 8  # of CPU
PATIENCE = 20  # seconds on the wall
MEMORY = 768 * 1024 * 1024
OUTPUT = 120 * 1024 * 1024

ROOT = str(Path(__file__).resolve().parents[2])
# -I leaves the present folder and the environment's paths out, so the child is told where the code lies.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from texts.files.inside.serve import main;"
    "main(*sys.argv[2:4], *map(int, sys.argv[4:]))"
)


def do(act: str, content: bytes, argument: str = "") -> tuple[dict[str, Any], bytes]:
    """Have "module.verb" of `texts.files.inside` done on a file; return its answer and the file it gives back.

    The answer has `bad` and `values` where the file was refused, and where the child did not live to answer.
    """
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as answered:
        sent.write(content)
        sent.seek(0)
        try:
            ended = subprocess.run(
                [
                    *(sys.executable, "-I", "-c", _START, ROOT),
                    *(act, argument, str(SECONDS), str(MEMORY), str(OUTPUT)),
                ],
                stdin=sent,
                stdout=answered,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
                cwd="/",
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"bad": "too_much", "values": {}}, b""
        if ended.returncode != 0:
            return {"bad": "too_much", "values": {}}, b""
        answered.seek(0)
        line, _, file = answered.read().partition(b"\n")
    return json.loads(line), file
