"""A name server of a test: it answers what it was given, on this machine, by UDP."""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

LEAST = 0.05


@dataclass
class Asked:
    """Where the server is, and the names of which it was asked."""

    address: tuple[str, int]
    names: list[str] = field(default_factory=list)


@contextmanager
def serving(records: Mapping[str, Sequence[str]], *, silent: bool = False) -> Iterator[Asked]:
    """TXT records by name; each as it stands in a zone, in quotes. `silent`: it hears and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 0))
        own.settimeout(LEAST)
        asked, over = Asked(own.getsockname()), threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    packet, sender = own.recvfrom(4096)
                except TimeoutError:
                    continue
                query = dns.message.from_wire(packet)
                name = query.question[0].name.to_text().removesuffix(".").lower()
                asked.names.append(name)
                if silent:
                    continue
                reply = dns.message.make_response(query)
                reply.flags |= dns.flags.RA
                if name in records:
                    reply.answer.append(
                        dns.rrset.from_text_list(query.question[0].name, 60, "IN", "TXT", records[name])
                    )
                else:
                    reply.set_rcode(dns.rcode.NXDOMAIN)
                own.sendto(reply.to_wire(), sender)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield asked
        finally:
            over.set()
            thread.join()
