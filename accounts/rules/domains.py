"""Domains of mail addresses. An address counts when it is at exactly the noted domain, never at one that ends alike."""

import re

# Old and new rules for international domains read these letters differently: such a domain is written as xn--….
_AMBIGUOUS = re.compile("[ßẞς\u200c\u200d]")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.ASCII)


def canonical(domain: str) -> str | None:
    """A domain as the network writes it: lower case, international letters encoded. None where it is none."""
    domain = domain.strip().removesuffix(".")
    if _AMBIGUOUS.search(domain):
        return None
    try:
        name = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or labels[-1].isdigit():
        return None
    return name if all(_LABEL.fullmatch(label) for label in labels) else None


def of_address(address: str) -> str | None:
    """The domain behind the last @."""
    local, at, domain = address.strip().rpartition("@")
    return canonical(domain) if local and at else None


def is_at(address: str, domain: str) -> bool:
    """Whether an address is at exactly this domain."""
    wanted = canonical(domain)
    return wanted is not None and of_address(address) == wanted
