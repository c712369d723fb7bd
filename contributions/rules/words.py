import json
import re
from collections.abc import Mapping

from texts.rules import markdown, spaces

# A contribution without a title is listed under its first words, as many as stand on a line.
TITLE_WORDS = 80


def committed(title: str, text: str, answers: Mapping[str, str] | None = None) -> str:
    """The words of a contribution as the record commits to them: canonical JSON of title, text and answers, if any."""
    words: dict[str, object] = {"text": text, "title": title}
    if answers:
        words["answers"] = dict(answers)
    return json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def first_words(text: str) -> str:
    """What a text without a title is listed under: its first line, cut after a whole word."""
    line = spaces.line(markdown.to_plain(text[: 10 * TITLE_WORDS]).strip().split("\n")[0])
    if len(line) <= TITLE_WORDS:
        return line
    cut = line[:TITLE_WORDS]
    return re.sub(r"\s+\S*$", "", cut) + "…"
