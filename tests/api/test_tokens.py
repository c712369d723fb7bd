import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from integrations.models import AccessToken
from integrations.rules import tokens
from tests.api.conftest import Partner


def issue(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("issue_token", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_command_gives_the_token_alone_on_the_last_line(member: Person, db: None) -> None:
    lines = issue(member.email, "--scopes", "read,comment")

    assert re.fullmatch(r"cons_[A-Za-z0-9_-]{43}", lines[-1])
    assert [line for line in lines[:-1] if lines[-1] in line] == []
    assert Partner(lines[-1]).get("/comments/").status_code == 200


def test_only_the_hash_is_kept(member: Person, caplog: Any) -> None:
    token = issue(member.email, "--scopes", "read")[-1]

    row = AccessToken.objects.get()
    Partner(token).get("/comments/")

    assert (bytes(row.digest), row.scopes, row.expires_at) == (tokens.digest(token), ["read"], None)
    assert token not in str(AccessToken.objects.values().get()) + caplog.text


def test_token_ends_after_its_days(member: Person) -> None:
    issue(member.email.upper(), "--days", "30")

    left = AccessToken.objects.get().expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < left < timedelta(days=30, seconds=1)


@pytest.mark.parametrize("arguments", [["--scopes", "everything"], ["--scopes", ""], ["--days", "0"]])
def test_what_cannot_be_a_token_is_refused(member: Person, arguments: list[str]) -> None:
    with pytest.raises(CommandError), transaction.atomic():
        issue(member.email, *arguments)

    assert AccessToken.objects.count() == 0


def test_nobody_gets_no_token(db: None) -> None:
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        issue("nobody@example.org")
