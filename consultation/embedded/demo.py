"""./dev demo: everything on one machine, ready in seconds, gone without a trace in the process list."""

import http.client
import socket
import sys
import time
from collections.abc import Sequence

from consultation.embedded.children import Child, Failed, Stop, end_those_left
from consultation.embedded.places import CHECKOUT, DataDirectory
from consultation.embedded.services import MANAGE, Services, demo_environment
from consultation.embedded.terminal import say, step


def run(data: DataDirectory, *, port: int, fresh: bool) -> None:
    """Run until asked to stop. Raises Failed with a sentence for the person at the terminal."""
    began = time.monotonic()
    web = _listen(port)
    port = web.getsockname()[1]
    say(f"Data in {data.path}")
    if fresh:
        end_those_left(data)
        data.empty()
        say("  emptied")
    services = Services(data)
    children = services.children
    try:
        services.start()
        mail = _listen(0)
        environment = demo_environment(services, port=port, mail=f"smtp://127.0.0.1:{mail.getsockname()[1]}")
        accounts = _prepare(data, environment)
        with step("web, worker, beat, sequencer, mail sink"):
            for child in _platform(data, environment, web, mail):
                child.start()
                children.append(child)
                services.remember(children)
            _wait_until_ready(children, port)
        services.publish(environment, children)
        say(
            f"\nReady: http://127.0.0.1:{port}   (after {time.monotonic() - began:.0f} s; Ctrl-C ends it)\n\n{accounts}"
        )
        _watch(services, environment)
    except Stop:
        say("\nStopping.")
    finally:
        services.stop()


def _listen(port: int) -> socket.socket:
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
    except OSError as error:
        raise Failed(f"Port {port} on 127.0.0.1 cannot be had ({error.strerror}). Name another: --port 8001") from None
    return taken


def _prepare(data: DataDirectory, environment: dict[str, str]) -> str:
    told = data.path / "accounts.txt"
    owner = {**environment, "DATABASE_URL": environment["OWNER_DATABASE_URL"]}
    owner["DJANGO_SETTINGS_MODULE"] = "consultation.settings"
    prepared = Child(
        name="preparation",
        argv=[sys.executable, "-m", "consultation.embedded.prepare", str(told)],
        log=data.logs / "prepare.log",
        env=owner,
    )
    prepared.start(to_terminal=True)
    try:
        if prepared.wait():
            raise Failed(f"The demonstration could not be prepared:\n{prepared.last_words(40)}")
    finally:
        prepared.stop()
    try:
        return told.read_text(encoding="utf-8").rstrip()
    finally:
        told.unlink()


def _platform(
    data: DataDirectory, environment: dict[str, str], web: socket.socket, mail: socket.socket
) -> Sequence[Child]:
    celery = [sys.executable, "-m", "celery", "-A", "consultation"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:consultation.embedded.web"]

    def child(name: str, argv: Sequence[str], *fds: int) -> Child:
        return Child(name=name, argv=argv, log=data.logs / f"{name}.log", env=environment, pass_fds=fds)

    return [
        child(
            "sink",
            # Isolated from the checkout: the mail library needs a package that has the name of our app `public`.
            [sys.executable, "-I", str(CHECKOUT / "consultation/embedded/sink.py"), "--fd", str(mail.fileno())]
            + ["--directory", str(data.mailbox)],
            mail.fileno(),
        ),
        child("sequencer", [*MANAGE, "run_sequencer"]),
        child("web", [*gunicorn, "--bind", f"fd://{web.fileno()}", "consultation.wsgi:application"], web.fileno()),
        child(
            "worker",
            [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"]
            + ["--without-gossip", "--without-mingle", "--without-heartbeat"],
        ),
        child("beat", [*celery, "beat", "--loglevel", "INFO", "--schedule", str(data.beat / "schedule")]),
    ]


def _wait_until_ready(children: Sequence[Child], port: int) -> None:
    deadline = time.monotonic() + 60
    for path in ("/healthz", "/readyz"):
        while (status := _status(port, path)) != 200:
            for child in children:
                if not child.running:
                    raise Failed(f"{child.name} ended at its start:\n{child.last_words()}")
            if time.monotonic() > deadline:
                web = next(child for child in children if child.name == "web")
                raise Failed(f"{path} answers {status or 'nothing'} after a minute:\n{web.last_words()}")
            time.sleep(0.1)


def _status(port: int, path: str) -> int:
    """The status of one GET; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _watch(services: Services, environment: dict[str, str]) -> None:
    while True:
        time.sleep(0.5)
        for child in services.children:
            if child.running:
                continue
            say(f"{child.name} has ended; its last words are in {child.log}")
            if child.gives_up:
                raise Failed(f"{child.name} does not stay up:\n{child.last_words()}")
            child.start()
            services.publish(environment, services.children)
