"""The command at a terminal."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Person
from contributions.models import Contribution
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
CSV = "number,title,text\n1,A,One.\n2,B,\n3,C,Three.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contributions.csv"
    path.write_text(CSV)
    return path


def run(*args: Any, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_contributions", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def why_not(*args: Any, **options: Any) -> str:
    with pytest.raises(CommandError) as caught:
        run(*args, **options)
    return str(caught.value)


def test_command_tells_what_it_did(call: Round, file: Path) -> None:
    out, err = run(file, consultation="who-acts")

    assert out.splitlines() == [
        "Round 1: Call for inputs: 3 rows.",
        "  2 written",
        "2 contributions were added.",
        "1 row was left out.",
    ]
    assert err.splitlines() == ["Line 3 is left out: It has no text."]


def test_command_run_again_says_that_nothing_was_added(call: Round, file: Path) -> None:
    run(file, consultation="who-acts")

    out, _err = run(file, consultation="who-acts")

    assert out.splitlines()[1:] == ["Nothing was added.", "2 were in already.", "1 row was left out."]


def test_command_maps_columns(call: Round, file: Path) -> None:
    file.write_text("Heading,Words\nA,One.\n")

    run(file, "--map", "Heading=title", "--map", "Words=text", consultation="who-acts")

    assert Contribution.objects.get().text == "One."


def test_command_names_the_round_when_there_are_several_calls(call: Round, file: Path, secretary: Person) -> None:
    factories.make_round(secretary, call.consultation, purpose="call_for_inputs")

    said = why_not(file, consultation="who-acts")
    run(file, consultation="who-acts", round=2)

    assert said == (
        "This consultation has several calls for inputs: name the round, one of 1, 2. Nothing was imported."
    )
    assert set(Contribution.objects.values_list("round__number", flat=True)) == {2}


def test_command_without_a_call_says_what_to_do(round: Round, file: Path) -> None:
    assert why_not(file, consultation="who-acts") == (
        "This consultation has no call for inputs. Plan one first; it may lie in the past. Nothing was imported."
    )
    assert why_not(file, consultation="who-acts", round=1) == (
        "Round 1 is not a call for inputs, so it takes no contributions. Nothing was imported."
    )
    assert why_not(file, consultation="who-acts", round=9) == (
        "This consultation has no round 9. Nothing was imported."
    )


def test_command_with_unknown_names_says_so(consultation: Consultation, file: Path) -> None:
    assert why_not(file, consultation="nowhere") == "There is no consultation “nowhere”. There are: who-acts."
    assert why_not(file, consultation="who-acts", by="nobody@example.org") == (
        "Nobody has an account with the address nobody@example.org."
    )
    missing = file.with_name("missing.csv")
    assert why_not(missing, consultation="who-acts") == f"{missing} cannot be read: No such file or directory."


def test_command_refuses_a_broken_file_with_its_line(call: Round, file: Path) -> None:
    file.write_bytes(b"title,text\nA,caf\xe9\n")

    assert why_not(file, consultation="who-acts") == (
        "Line 2: this is not UTF-8. Save the file as CSV in UTF-8 and try again. Nothing was imported."
    )


def test_command_refuses_a_bad_map(call: Round, file: Path) -> None:
    assert why_not(file, "--map", "text", consultation="who-acts") == (
        "“text” is not of the form column=field. Nothing was imported."
    )


def test_command_in_the_name_of_somebody_without_office_is_refused(call: Round, file: Path, member: Person) -> None:
    assert why_not(file, consultation="who-acts", by=member.email) == (
        "Only the secretariat records and imports contributions. Nothing was imported."
    )
