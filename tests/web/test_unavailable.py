import json
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import RequestFactory

from web.unavailable import server_error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (InterfaceError("connection is closed"), (503, "away", "3")),
        (OperationalError("no connection"), (503, "away", "3")),
        (DatabaseError("a defect"), (500, "broken", None)),
        (ValueError("a defect"), (500, "broken", None)),
    ],
)
def test_api_says_in_its_own_form_that_it_broke(rf: RequestFactory, error: Exception, expected: Any) -> None:
    try:
        raise error
    except Exception:
        response = server_error(rf.post("/api/v1/comments/"))

    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert (body["status"], body["code"], response.get("Retry-After")) == expected
    assert response.status_code == body["status"]
