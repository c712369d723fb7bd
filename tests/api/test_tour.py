"""The commands of docs/integrator.md run as they stand there."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from integrations.actions import tokens
from proposals.models import Comment
from rounds.models import Question
from tests import factories

PAGE = Path(__file__).parents[2] / "docs" / "integrator.md"
MISSING = [tool for tool in ("curl", "jq") if shutil.which(tool) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"not on this machine: {', '.join(MISSING)}")
@pytest.mark.django_db(transaction=True)
def test_tour_runs(live_server: Any, settle: Callable[[], None], settings: Any) -> None:
    settings.SITE_URL = live_server.url
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary)
    consultation = factories.make_consultation(secretary, host, slug="who-acts-next")
    round = factories.make_round(secretary, consultation, closes_in=timedelta(days=9))
    draft = factories.make_proposal(secretary, round, paragraphs=7)
    member = factories.make_person()
    for _ in range(25):
        factories.make_comment(member, round, draft)
    settle()
    _row, token = tokens.issue(person=member, scopes=["read", "comment"], now=timezone.now())
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    script = "\n".join(blocks).replace("http://127.0.0.1:8000", live_server.url)
    _row, office = tokens.issue(person=secretary, scopes=["read", "comment"], now=timezone.now())
    script = re.sub(r"^token=.*issue_token.*", f"token={token}", script, flags=re.MULTILINE)
    script = re.sub(r"^office=.*issue_token.*", f"office={office}", script, flags=re.MULTILINE)

    _row, desk = tokens.issue(person=secretary, scopes=["moderate"], now=timezone.now())
    script = re.sub(r"^desk=.*issue_token.*", f"desk={desk}", script, flags=re.MULTILINE)

    done = subprocess.run(["sh", "-eu", "-c", script], capture_output=True, text=True, timeout=60, check=False)

    filed = Comment.objects.get(kind="question")
    assert (done.returncode, done.stderr) == (0, "")
    assert (filed.text, filed.channel, filed.paragraph and filed.paragraph.anchor) == (
        "Who counts as a *group* here?",
        "api",
        "7",
    )
    assert done.stdout.count(f'"id": "{filed.pk}"') == 1
    assert "HTTP/1.1 201 Created" in done.stdout
    assert done.stdout.count("\tpublished\n") == 26
    asked = Question.objects.get(round__consultation__slug="who-acts-then")
    assert (asked.text, asked.word_limit, asked.round.consultation.published_at) == ("Who acts then?", 500, None)
    assert done.stdout.rstrip().splitlines()[-4:] == [
        '"The Forum decides."',
        '{"verb":"keep","office":"secretariat"}',
        '{"status":412,"code":"decided_meanwhile"}',
        "0",
    ]
