"""The command line behind ./dev."""

import argparse
import sys
from collections.abc import Sequence

from consultation.embedded import checks, demo, manage, proofs, suite
from consultation.embedded.children import Failed, Stop, stop_when_asked
from consultation.embedded.places import Held, chosen


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments
    stop_when_asked()
    try:
        return COMMANDS[command](rest)
    except Failed as failed:
        print(failed, file=sys.stderr, flush=True)
        return 1
    except Stop:
        return 130


def _demo(rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev demo", description="A consultation with its services, on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8000, help="default 8000; 0 takes any that is free")
    parser.add_argument("--data", metavar="DIR", help="where its data are kept (default: .data, or CONSULTATION_DATA)")
    parser.add_argument("--fresh", action="store_true", help="begin with empty data")
    options = parser.parse_args(rest)
    data = chosen(options.data)
    try:
        data.hold("./dev demo")
    except Held as held:
        raise Failed(
            f"{held} already works on the data in {data.path}. End it first, or name another directory: --data DIR"
        ) from None
    demo.run(data, port=options.port, fresh=options.fresh)
    return 0


def _manage(rest: Sequence[str]) -> int:
    named = None
    if rest and rest[0] == "--data" and len(rest) > 1:
        named, rest = rest[1], rest[2:]
    elif rest and rest[0].startswith("--data="):
        named, rest = rest[0].removeprefix("--data="), rest[1:]
    return manage.run(chosen(named), rest)


def _one_name(kind: str, rest: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"./dev {kind}", description=f"The programs in tests/{kind}/.")
    parser.add_argument("name", nargs="?", help="one of them (default: all)")
    return proofs.run(kind, parser.parse_args(rest).name)


def _check(rest: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="./dev check", description=checks.__doc__).parse_args(rest)
    return checks.run()


COMMANDS = {
    "demo": _demo,
    "test": suite.run,
    "check": _check,
    "bench": lambda rest: _one_name("bench", rest),
    "prove": lambda rest: _one_name("prove", rest),
    "manage": _manage,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
