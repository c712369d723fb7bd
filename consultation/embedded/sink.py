"""The demonstration's mail server: takes every message and delivers none; each becomes a file in a directory."""

import argparse
import asyncio
import itertools
import os
import signal
import socket
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Writes each message as `<moment>-<count>.eml`, whole or not at all; the names sort by arrival."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.count = itertools.count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns() // 1_000_000}-{os.getpid()}-{next(self.count):04}"
        to = ", ".join(envelope.rcpt_tos).replace("\n", " ")
        content = envelope.original_content or b""
        unfinished = self.directory / f".{name}.new"
        # To whom it went is not in the message itself: a digest names nobody else.
        unfinished.write_bytes(f"X-Delivered-To: {to}\r\n".encode("utf-8", "surrogateescape") + content)
        unfinished.rename(self.directory / f"{name}.eml")
        return "250 Kept in the mailbox of this demonstration"


async def serve(listening: socket.socket, directory: Path) -> None:
    """Take mail on a bound socket until TERM."""
    loop = asyncio.get_running_loop()
    box = Mailbox(directory)
    server = await loop.create_server(lambda: SMTP(box, hostname="localhost", enable_SMTPUTF8=True), sock=listening)
    ended = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, ended.set)
    await ended.wait()
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="the bound socket that was handed down")
    parser.add_argument("--directory", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(serve(socket.socket(fileno=options.fd), options.directory))


if __name__ == "__main__":
    main()
