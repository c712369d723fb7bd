"""What one person got, no cache gives to another."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from proposals.models import Comment

PAGES = ["/", "/about/", "/ledger/", "/c/who-acts/", "/c/nowhere/", "/me/", "/me/follows/", "/accounts/login/"]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_kept_by_no_cache_between(
    as_: Callable[[Person | None], Client], member: Person, comment: Comment, path: str
) -> None:
    for person in (None, member):
        response: Any = as_(person).get(path)

        kept = {word.strip() for word in response["Cache-Control"].split(",")}
        assert {"private", "no-cache"} <= kept, (path, person)
        assert "Cookie" in response["Vary"]


def test_desk_is_not_even_kept_by_the_browser(as_: Callable[[Person | None], Client], secretary: Person) -> None:
    response = as_(secretary).get("/desk/")

    assert "no-store" in response["Cache-Control"]
