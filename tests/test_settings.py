"""What an installation is refused for, and what its logs leave out."""

import os
import subprocess
import sys

import pytest
from django.core.checks import Error
from django.db import connection
from django.test import Client

from consultation import checks
from web.logs import without_secrets

STRONG = "k" * 25 + "Z9_" * 10
GOOD = {"SECRET_KEY": STRONG, "SITE_URL": "https://consult.example", "DATABASE_URL": "postgresql://a@localhost/b"}


def refusal(**changed: str) -> str:
    """What the settings say to this environment; empty where they take it."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changed}
    command = [sys.executable, "-c", "import consultation.settings"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_settings_take_a_good_environment() -> None:
    assert refusal() == ""


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"EMAIL_URL": "smtp+tls://user:secret@mail.example:587"}, "EMAIL_URL"),
    ],
)
def test_settings_refuse_what_is_not_safe(changed: dict[str, str], word: str) -> None:
    assert word in refusal(**changed)


@pytest.mark.django_db
def test_database_that_may_forget_is_refused(settings: object) -> None:
    """The test cluster is fast and not durable: exactly what an installation must not run on."""
    assert checks.durable(databases=["default"]) == []

    settings.DURABLE = True  # type: ignore[attr-defined]
    found = checks.durable(databases=["default"])
    assert {type(each) for each in found} == {Error}
    assert Client().get("/readyz").status_code == 503


@pytest.mark.django_db
def test_role_that_may_rewrite_the_record_is_named() -> None:
    assert [each.id for each in checks.record_is_guarded(databases=["default"])] == ["consultation.W001"]

    with connection.cursor() as cursor:
        cursor.execute("set local role consultation_app")
        assert checks.record_is_guarded(databases=["default"]) == []
        cursor.execute("reset role")


@pytest.mark.parametrize(
    ("request_line", "logged"),
    [
        ("GET /unsubscribe/WyJkYWls:1x:sig/", "GET /unsubscribe/…/"),
        ("GET /accounts/confirm-email/MQ:1x:sig/", "GET /accounts/confirm-email/…/"),
        ("POST /accounts/password/reset/key/1-abc/", "POST /accounts/password/reset/key/…/"),
        ("GET /ledger/?after=secret", "GET /ledger/"),
        ("GET /c/who-acts-next/", "GET /c/who-acts-next/"),
    ],
)
def test_logs_leave_out_what_opens_something(request_line: str, logged: str) -> None:
    assert without_secrets(None, "info", {"request": request_line})["request"] == logged


@pytest.mark.django_db
def test_healthz_asks_nobody() -> None:
    assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db
def test_readyz_names_the_broker_and_does_not_fail_on_it(settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["broker"].startswith("away")
