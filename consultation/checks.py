"""What must hold of a database before the platform speaks of promises."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


@register(Tags.database)
def durable(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """201 means that it is on disk: refuse a server that may forget what it acknowledged."""
    if not databases or not settings.DURABLE:
        return []
    found: list[CheckMessage] = []
    with connections["default"].cursor() as cursor:
        for name in DURABLE:
            cursor.execute("select current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                found.append(
                    Error(
                        f"The database runs with {name} = off and may lose what it acknowledged.",
                        hint=f"Set {name} = on, or CONSULTATION_DURABLE=0 for a throw-away database.",
                        id="consultation.E001",
                    )
                )
    return found


@register(Tags.database, deploy=True)
def record_is_guarded(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Web and workers must not connect as somebody who may rewrite the public record."""
    if not databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("select to_regclass('ledger_entry') is not null")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("select has_table_privilege('ledger_entry', 'DELETE')")
        if not cursor.fetchone()[0]:
            return []
    return [
        Warning(
            "DATABASE_URL connects as a role that may delete from the public record.",
            hint="Let it connect as consultation_app; OWNER_DATABASE_URL is for migrate alone.",
            id="consultation.W001",
        )
    ]
