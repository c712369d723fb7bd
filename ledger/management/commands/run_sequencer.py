import signal
import threading
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from ledger.actions import sequence

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Number the public record. One runs at a time; a second waits until the first is gone."

    WAIT = 0.25
    RETRY = 1.0

    def handle(self, *args: Any, **options: Any) -> None:
        # Refuses to number in a database that may forget what it acknowledged.
        self.check(databases=["default"])
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        held = False
        while not stop.is_set():
            try:
                if not held:
                    held = sequence.hold()
                    if held:
                        log.info("sequencer.started")
                    else:
                        stop.wait(self.RETRY)
                        continue
                if sequence.number_batch() < sequence.BATCH:
                    stop.wait(self.WAIT)
            except (OperationalError, InterfaceError) as error:
                # The lock went with the connection: begin again when the database is back.
                log.warning("sequencer.database", error=str(error))
                connection.close()
                held = False
                stop.wait(self.RETRY)
        connection.close()
        log.info("sequencer.stopped")
