"""The house's own rules: each contract refuses the import it forbids, and the models keep to their floor."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
# From the roof down; what stands together in one row does not know the other.
ROWS = [
    {"consultation"},
    {"secretariat", "public"},
    {"reports"},
    {"integrations", "digests"},
    {"moderation"},
    {"proposals"},
    {"contributions"},
    {"rounds"},
    {"accounts"},
    {"ledger"},
    {"jobs"},
    {"texts", "web"},
]
APPS = set().union(*ROWS)
INNER_FLOORS = ("models", "actions", "permissions", "compose", "emails", "rules")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The apps and their contracts, to be broken."""
    place = tmp_path_factory.mktemp("house")
    for app in APPS:
        shutil.copytree(ROOT / app, place / app, ignore=shutil.ignore_patterns("__pycache__", "templates", "static"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def lint(place: Path, contract: str) -> tuple[int, str]:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [program, "--no-cache", "--contract", contract], cwd=place, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("contract", "file", "wrong"),
    [
        ("tower", "ledger/rules/wrong.py", "import rounds.models"),
        ("tower", "secretariat/wrong.py", "import public.urls"),
        ("tower", "digests/rules/wrong.py", "import integrations.models"),
        ("floors", "rounds/models/wrong.py", "import rounds.actions"),
        ("floors", "proposals/rules/wrong.py", "import proposals.models"),
        ("floors", "rounds/helpers.py", "wrong = 1"),
        ("inside", "contributions/actions/wrong.py", "import rest_framework"),
        ("inside", "ledger/actions/wrong.py", "import celery"),
        ("circles", "rounds/models/wrong.py", "import rounds.models.wrong_too"),
    ],
)
def test_contract_refuses_a_wrong_import(copy: Path, contract: str, file: str, wrong: str) -> None:
    added = [copy / file]
    if contract == "circles":
        added.append(copy / "rounds/models/wrong_too.py")
        added[1].write_text("import rounds.models.wrong\n", encoding="utf-8")
    before = lint(copy, contract)
    added[0].write_text(f"{wrong}\n", encoding="utf-8")

    refused = lint(copy, contract)
    for path in added:
        path.unlink()

    assert before[0] == 0, before[1]
    assert refused[0] == 1, refused[1]


def test_tower_holds_every_app() -> None:
    here = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert here == APPS


def test_inner_floors_know_nothing_of_http() -> None:
    """django.http is a part of an outside package, which import-linter cannot tell from the whole."""
    outside = ("django.http", "django.shortcuts", "django.views", "django.test", "django.contrib.messages")
    found = set()

    for app in APPS - {"web", "texts", "consultation", "public", "secretariat"}:
        for floor in INNER_FLOORS:
            for path in [ROOT / app / f"{floor}.py", *(ROOT / app / floor).rglob("*.py")]:
                if path.exists():
                    found |= {(str(path.relative_to(ROOT)), name) for name in imported(path)}

    assert {(path, name) for path, name in found if name.startswith(outside)} == set()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_foreign_keys_across_apps_have_no_way_back() -> None:
    """A lower app does not know an upper one, so no attribute leads from its rows up."""
    across = [
        (field, str(field))
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label not in (model._meta.app_label, "auth", "contenttypes")
    ]

    with_way_back = [name for field, name in across if not (field.remote_field.related_name or "").endswith("+")]

    assert len(across) > 0
    assert with_way_back == []


def test_foreign_keys_lead_down() -> None:
    floor = {app: number for number, row in enumerate(ROWS) for app in row}

    up = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and floor.get(field.related_model._meta.app_label, len(ROWS)) < floor[model._meta.app_label]
    ]

    assert up == []


def test_no_signal_no_clever_save() -> None:
    """An act that happens beside an action would be missing from the record."""
    found = []

    for app in APPS - {"consultation"}:
        for path in (ROOT / app).rglob("*.py"):
            wrong = {name for name in imported(path) if name.startswith("django.db.models.signals")}
            found += [f"{path.relative_to(ROOT)} imports {name}" for name in sorted(wrong)]

    assert found == []


def test_no_page_says_an_unsafe_string_is_safe() -> None:
    found = []

    for app in APPS - {"texts", "consultation"}:
        for path in (ROOT / app).rglob("*.py"):
            found += [f"{path.relative_to(ROOT)}: {name}" for name in imported(path) if name.endswith(".mark_safe")]

    assert found == []


def test_modules_stay_readable() -> None:
    """Past about 300 lines a module becomes a package of nouns."""
    prose = ROOT / "consultation" / "demo"
    one_file = ROOT / "consultation" / "settings.py"

    long = {
        str(path.relative_to(ROOT)): lines
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and prose not in path.parents and path != one_file
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 360
    }

    assert long == {}
