"""Servers as settings name them: 192.0.2.1, 192.0.2.1:5353, 2001:db8::1, [2001:db8::1]:5353."""

import re
from ipaddress import ip_address

from django.core.exceptions import ImproperlyConfigured

PORT = 53
_WITH_PORT = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<four>[0-9.]+)):(?P<port>[0-9]{1,5})")


def read(named: str) -> tuple[str, int]:
    """Address and port. A name is none: it would have to be asked of a name server."""
    named = named.strip()
    found = _WITH_PORT.fullmatch(named)
    address, port = (found["six"] or found["four"], int(found["port"])) if found else (named.strip("[]"), PORT)
    try:
        ip_address(address)
    except ValueError:
        raise ImproperlyConfigured(f"DNS_SERVERS names servers by their address, not as {named!r}.") from None
    if not 0 < port < 65536:
        raise ImproperlyConfigured(f"DNS_SERVERS: {port} is no port.")
    return address, port
