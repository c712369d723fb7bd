"""The door for files that people send: what each is, the file without its notes, the words in it.

Everything is decided by what stands in a file, never by its name. Each call starts one limited process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.functional import Promise

from texts.files import child, words
from texts.files.kinds import READABLE, Kind


class Unacceptable(ValueError):
    """The file cannot be taken: the name of the reason, a translatable sentence with %-placeholders, its values."""

    def __init__(self, reason: str, values: Mapping[str, Any] | None = None) -> None:
        self.reason = reason
        self.sentence: str | Promise
        self.sentence, self.values = words.reason(reason, values or {})
        super().__init__(reason)

    def __str__(self) -> str:
        return str(self.sentence) % self.values


@dataclass(frozen=True)
class Taken:
    """A file that may be kept: its kind, and its content without metadata."""

    kind: Kind
    content: bytes


def sniff(content: bytes, name: str) -> Kind:
    """What the file is. The name only tells .txt, .md and .csv apart. Raises `Unacceptable`."""
    return Kind(_done("sniffing.sniff", content, _ending(name))[0]["kind"])


def stripped(content: bytes, kind: Kind) -> bytes:
    """The file without metadata: see `images`, `package` and `pdf` for what goes. Raises `Unacceptable`."""
    return _done("sniffing.strip", content, kind)[1]


def taken(content: bytes, name: str) -> Taken:
    """`sniff` and `stripped` in one process. Raises `Unacceptable`."""
    answer, file = _done("sniffing.take", content, _ending(name))
    return Taken(Kind(answer["kind"]), file)


def read_text(content: bytes, kind: Kind, limit: int) -> tuple[str, list[str]]:
    """The file's words as Markdown of at most `limit` characters, and sentences on what could not be kept.

    Plain text and Markdown stay as they were typed. Raises `Unacceptable`.
    """
    if kind not in READABLE:
        raise Unacceptable("unreadable")
    text = _done(f"reading.{kind}", content, str(limit))
    return text[1].decode(), [words.note(name, count) for name, count in text[0]["notes"].items()]


def _done(act: str, content: bytes, argument: str) -> tuple[dict[str, Any], bytes]:
    answer, file = child.do(act, content, argument)
    if "bad" in answer:
        raise Unacceptable(answer["bad"], answer["values"])
    return answer, file


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
