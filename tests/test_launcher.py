"""./dev as a person uses it: the real script, real services, real signals."""

import http.client
import json
import os
import re
import shutil
import signal
import smtplib
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from consultation.embedded import places, postgres
from consultation.embedded.services import SITE_VARIABLES

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


def clean_environment() -> dict[str, str]:
    """Without what ./dev test gives to the tests: the person's own."""
    given = {*SITE_VARIABLES, "REDIS_URL", "CONSULTATION_DATA", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in given and "DATABASE_URL" not in name}


class Demo:
    """One data directory and the ./dev demo that runs on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process: subprocess.Popen[str] | None = None
        self.output = ""
        self.port = 0

    def start(self) -> None:
        log = self.data.with_suffix(".out")
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [ROOT / "dev", "demo", "--port", "0", "--data", self.data],
                env=clean_environment(),
                stdout=out,
                stderr=out,
                text=True,
                start_new_session=True,
            )
        wait_for(
            lambda: self.process.poll() is not None or "Ready:" in log.read_text() and "@" in log.read_text(),
            2 * PATIENCE,
        )
        self.output = log.read_text()
        found = re.search(r"^Ready: http://127\.0\.0\.1:(\d+)", self.output, re.MULTILINE)
        assert found, self.output
        self.port = int(found[1])

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def environment(self) -> dict[str, str]:
        return json.loads((self.data / "services.json").read_text())["environment"]

    def processes(self) -> dict[int, str]:
        """Every living process that has to do with this directory: by its arguments, environment or place."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                arguments = (entry / "cmdline").read_bytes()
                if not arguments or int(entry.name) == os.getpid():
                    continue  # a zombie, or we ourselves
                place = (entry / "cwd").readlink()
                told = arguments + (entry / "environ").read_bytes() + os.fsencode(place)
            except OSError:
                continue
            if os.fsencode(self.data) in told:
                found[int(entry.name)] = arguments.replace(b"\0", b" ").decode(errors="replace")
        return found


def wait_for(what: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def dev(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "dev", *arguments],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo") / "data")
    running.start()
    yield running
    if running.process is not None:
        running.process.kill()
        running.process.wait()
    wait_for(lambda: not running.processes(), 20)


def test_demo_tells_its_address_and_accounts(demo: Demo) -> None:
    before, after = demo.output.split("Ready:")

    steps = re.findall(r"^  (.+) \(\d+\.\d s\)$", before, re.MULTILINE)
    accounts = re.findall(r"\b(\S+)@example\.org", after)

    assert steps[-1] == "web, worker, beat, sequencer, mail sink"
    assert {"secretariat", "moderator", "participant", "focal-point", "coordinator", "follower"} - set(
        accounts
    ) == set()


def test_demo_is_alive_and_ready(demo: Demo) -> None:
    alive = demo.get("/healthz")
    ready = demo.get("/readyz")

    assert alive[0] == 200
    assert ready[0] == 200
    assert json.loads(ready[1]) == {"database": "ok", "sequencer": "ok", "broker": "ok"}


def test_demo_keeps_its_key_and_data_to_itself(demo: Demo) -> None:
    modes = {
        name: stat.S_IMODE((demo.data / name).stat().st_mode) for name in ("", "secret_key", "services.json", "run")
    }

    assert modes == {"": 0o700, "secret_key": 0o600, "services.json": 0o600, "run": 0o700}
    assert len((demo.data / "secret_key").read_text()) >= 50


def test_demo_gives_each_process_its_role(demo: Demo) -> None:
    addresses = demo.environment()

    roles = {}
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "SEQUENCER_DATABASE_URL"):
        with psycopg.connect(addresses[name]) as connection:
            roles[name] = connection.execute("SELECT current_user").fetchone()[0]

    assert roles == {
        "DATABASE_URL": postgres.APP,
        "OWNER_DATABASE_URL": postgres.OWNER,
        "SEQUENCER_DATABASE_URL": postgres.SEQUENCER,
    }


def test_demo_database_is_durable(demo: Demo) -> None:
    with psycopg.connect(demo.environment()["DATABASE_URL"]) as connection:
        settings = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in postgres.NOT_DURABLE}

    assert settings == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def test_demo_mail_ends_in_the_mailbox(demo: Demo) -> None:
    address = demo.environment()["EMAIL_URL"].removeprefix("smtp://").split(":")
    canary = f"canary-{time.time_ns()}"

    with smtplib.SMTP(address[0], int(address[1])) as sender:
        sender.sendmail("a@example.org", ["b@example.org"], f"Subject: {canary}\r\n\r\nWords.\r\n")

    texts = [path.read_text() for path in (demo.data / "mailbox").glob("*.eml")]
    found = [text for text in texts if canary in text]
    assert [text.splitlines()[0] for text in found] == ["X-Delivered-To: b@example.org"]


def test_demo_on_data_in_use_says_so(demo: Demo) -> None:
    second = dev("demo", "--port", "0", "--data", demo.data)

    assert second.returncode == 1
    assert second.stderr.splitlines() == [
        f"./dev demo (process {demo.process.pid}) already works on the data in {demo.data}. "
        "End it first, or name another directory: --data DIR"
    ]


def test_demo_on_a_taken_port_says_so(demo: Demo, tmp_path: Path) -> None:
    second = dev("demo", "--port", str(demo.port), "--data", tmp_path / "other")

    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {demo.port} on 127.0.0.1 cannot be had (Address already in use).")


def test_manage_works_beside_the_demo(demo: Demo) -> None:
    asked = "import os; print(os.environ['DATABASE_URL'])"

    beside = dev("manage", "--data", demo.data, "shell", "--no-imports", "-c", asked)

    assert beside.stdout.splitlines()[-1:] == [demo.environment()["DATABASE_URL"]], beside.stderr
    assert demo.get("/healthz")[0] == 200


def test_demo_starts_again_what_died(demo: Demo) -> None:
    def sequencers() -> list[int]:
        return [number for number, arguments in demo.processes().items() if "run_sequencer" in arguments]

    (first,) = sequencers()
    os.kill(first, signal.SIGKILL)

    assert wait_for(lambda: sequencers() not in ([], [first]), 15)
    assert demo.get("/readyz")[0] == 200


@pytest.mark.slow
def test_demo_killed_leaves_no_process_and_starts_again(demo: Demo) -> None:
    before = demo.processes()
    demo.process.kill()
    demo.process.wait()
    gone = wait_for(lambda: not demo.processes(), 10)
    left = demo.processes()

    demo.start()
    again = demo.get("/readyz")[0]
    demo.process.terminate()
    code = demo.process.wait(PATIENCE)

    assert len(before) >= 10
    assert (gone, left) == (True, {})
    assert again == 200
    assert code == 0
    assert demo.processes() == {}
    assert json.loads((demo.data / "services.json").read_text()) == {}


@pytest.mark.slow
def test_manage_alone_starts_and_ends_its_services(tmp_path: Path) -> None:
    alone = Demo(tmp_path / "data")
    asked = "from accounts.models import Person; print(Person.objects.count())"

    counted = dev("manage", "--data", alone.data, "shell", "--no-imports", "-c", asked)

    assert counted.stdout.splitlines()[-1:] == ["0"], counted.stderr
    assert alone.processes() == {}


def test_tests_run_as_owner_on_a_fast_cluster() -> None:
    roles = {name: re.findall(r"//(\w+)@", os.environ[name]) for name in ("DATABASE_URL", "APP_DATABASE_URL")}
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        settings = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in postgres.NOT_DURABLE}

    assert os.environ["CONSULTATION_DURABLE"] == "0"
    assert roles == {"DATABASE_URL": [postgres.OWNER], "APP_DATABASE_URL": [postgres.APP]}
    assert settings == postgres.NOT_DURABLE


def test_sockets_of_a_deep_directory_are_short(tmp_path: Path) -> None:
    deep = places.DataDirectory(tmp_path / ("d" * 100))

    sockets = deep.sockets
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(sockets / ".s.PGSQL.5432"))
    deep.remove()

    assert stat.S_IMODE(places.DataDirectory(tmp_path / ("d" * 100)).sockets.stat().st_mode) == 0o700
    assert len(os.fsencode(sockets)) <= places.LONGEST_SOCKET_DIRECTORY
    shutil.rmtree(sockets)


def test_secret_key_is_made_once(tmp_path: Path) -> None:
    data = places.DataDirectory(tmp_path / "data")

    first, second = data.secret_key(), data.secret_key()

    assert first == second
    assert first != places.DataDirectory(tmp_path / "other").secret_key()


def test_data_are_held_by_one_at_a_time(tmp_path: Path) -> None:
    held = places.DataDirectory(tmp_path)
    held.hold("./dev demo")

    with pytest.raises(places.Held) as refused:
        places.DataDirectory(tmp_path).hold("./dev manage")

    assert str(refused.value) == f"./dev demo (process {os.getpid()})"


def test_fresh_removes_our_data_and_nothing_else(tmp_path: Path) -> None:
    data = places.DataDirectory(tmp_path)
    data.secret_key()
    (data.mailbox / "1.eml").write_text("words")
    (tmp_path / "diary.txt").write_text("somebody else’s")

    data.empty()

    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_locks_agree_and_name_no_address() -> None:
    lists = {name: (ROOT / "requirements" / f"{name}.txt").read_text() for name in ("uv", "base", "demo", "dev")}

    versions = {name: dict(re.findall(r"^([\w.-]+)==([^ ;]+)", text, re.MULTILINE)) for name, text in lists.items()}

    whole = versions["dev"]
    assert [each for name in lists for each in versions[name].items() if whole[each[0]] != each[1]] == []
    assert [
        name for name, text in lists.items() if re.search(r"https?:|file:|--(?:extra-)?index|find-links", text)
    ] == []
    assert whole["django"].startswith("6.1.")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout that has nothing but the script, and a machine that has nothing but its tools."""
    checkout = tmp_path / "checkout"
    (checkout / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "dev", checkout)
    for name in ("uv", "demo", "dev"):
        (checkout / "requirements" / f"{name}.txt").touch()
    package = checkout / "consultation" / "embedded"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text("import sys\nprint(sys.version_info[:2], sys.argv[1:])\n")
    (checkout / "bin").mkdir()
    for tool in (
        "cat",
        "cmp",
        "cp",
        "cut",
        "date",
        "dirname",
        "flock",
        "getent",
        "id",
        "mkdir",
        "readlink",
        "rm",
        "sed",
    ):
        if found := shutil.which(tool):
            (checkout / "bin" / tool).symlink_to(found)
    return checkout


def run_bare(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", checkout / "dev", *arguments],
        env={"PATH": str(checkout / "bin"), **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


@pytest.mark.slow
def test_dev_takes_a_python_that_runs(bare: Path) -> None:
    home = bare / "home"
    real = home / ".pyenv" / "versions" / f"3.{sys.version_info[1]}.0" / "bin" / "python3"
    real.parent.mkdir(parents=True)
    real.write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n')
    shim = bare / "bin" / "python3.14"
    shim.write_text("#!/bin/sh\necho 'no such version' >&2\nexit 127\n")
    for script in (real, shim):
        script.chmod(0o755)

    first = run_bare(bare, "manage", "one two", HOME=str(home))
    second = run_bare(bare, "manage", "again")

    version = tuple(sys.version_info[:2])
    assert first.stdout.splitlines()[-1] == f"{version} ['manage', 'one two']", first.stderr
    assert second.stdout.splitlines() == [f"{version} ['manage', 'again']"]


def test_dev_without_a_python_says_what_to_do(bare: Path) -> None:
    refused = run_bare(bare, "demo", HOME=str(bare), PYTHON="/nonexistent/python")

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[0] == "No Python 3.12, 3.13 or 3.14 with venv was found."


def test_dev_without_a_command_lists_them(bare: Path) -> None:
    told = run_bare(bare)
    wrong = run_bare(bare, "dmeo")

    commands = re.findall(r"^  \./dev (\w+)", told.stdout, re.MULTILINE)
    assert commands == ["demo", "test", "check", "bench", "manage"]
    assert (told.returncode, wrong.returncode) == (0, 2)
    assert wrong.stdout == told.stdout
