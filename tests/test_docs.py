"""What the pages for readers say, checked against what is there: links, pictures, variables, commands."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from consultation.embedded.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PICTURES = ROOT / "docs" / "pictures"
LARGEST_PICTURE, ALL_PICTURES = 120_000, 6_000_000

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
DEV = re.compile(r"\./dev ([a-z]+)")
MANAGE = re.compile(r"(?:\./dev manage(?: --data \S+)?|python manage\.py) ([a-z_]+)")
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]+) \|", re.MULTILINE)

# What is not written as it stands in the settings: the address of another variable, a path in the checkout.
DEFAULTS_IN_WORDS = {
    "OWNER_DATABASE_URL": "`DATABASE_URL`",
    "SEQUENCER_DATABASE_URL": "`DATABASE_URL`",
    "CONSULTATION_DATA": "`.data` in the checkout",
    "DNS_SERVERS": "those of the machine",
}


def words(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def headings(page: Path) -> set[str]:
    """The anchors that a page's headings get where it is shown."""
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", words(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def code(page: Path) -> str:
    """Only what stands in code, in a block or in a line."""
    return "\n".join(CODE.findall(words(page)))


def local_links(page: Path) -> Iterator[tuple[str, Path, str]]:
    """Each link of a page that stays here: as written, the file it leads to, the heading in it."""
    for link in LINK.findall(FENCE.sub("", words(page))):
        if not re.match(r"[a-z]+:", link):
            file, _, anchor = link.partition("#")
            yield link, (page.parent / file).resolve() if file else page, anchor


def variables() -> dict[str, str]:
    """Each variable that settings.py and manage.py read, with its default as the documentation writes it."""
    found = {}
    tree = ast.parse((ROOT / "consultation" / "settings.py").read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and re.fullmatch(r"env\.\w+", ast.unparse(call.func)):
            found[ast.literal_eval(call.args[0])] = as_documented(call.args[1:])
    roles = runpy.run_path(str(ROOT / "manage.py"))["ROLE_VARIABLES"].values()
    return found | dict.fromkeys(roles, "") | DEFAULTS_IN_WORDS


def as_documented(default: list[ast.expr]) -> str:
    if not default:
        return "none, required"
    try:
        value = ast.literal_eval(default[0])
    except ValueError:
        return ast.unparse(default[0])
    match value:
        case bool():
            return f"`{int(value)}`"
        case list():
            return f"`{','.join(value)}`"
        case "":
            return "empty"
        case _:
            return f"`{value}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_links_to_what_is_there(page: Path) -> None:
    links = list(local_links(page))

    missing = [link for link, file, _anchor in links if not file.exists()]
    without_heading = [
        link
        for link, file, anchor in links
        if anchor and file.suffix == ".md" and file.exists() and anchor not in headings(file)
    ]

    assert (missing, without_heading) == ([], [])


def test_page_of_documentation_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"

    listed = {index, *(file for _link, file, _anchor in local_links(index))}

    pages = [page for page in PAGES if page.is_relative_to(ROOT / "docs")]
    assert [page for page in pages if page not in listed and page.parent not in listed] == []


def test_picture_is_small_and_shown() -> None:
    pictures = sorted(file for file in PICTURES.rglob("*") if file.suffix in (".png", ".webp"))
    shown = {file for page in PAGES for _link, file, _anchor in local_links(page)}

    sizes = {picture.name: picture.stat().st_size for picture in pictures}

    assert [picture.name for picture in pictures if picture not in shown] == []
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}
    assert sum(sizes.values()) <= ALL_PICTURES


def test_variable_is_documented_with_its_default() -> None:
    expected = variables()

    documented = dict(ROW.findall(words(ROOT / "docs" / "operator.md")))

    assert {name: documented.get(name, "").strip() for name in expected} == expected
    assert set(documented) == set(expected)


def test_command_of_the_launcher_that_is_named_exists() -> None:
    named = {(page.name, name) for page in PAGES for name in DEV.findall(code(page))}

    unknown = {(page, name) for page, name in named if name not in COMMANDS}

    assert unknown == set()
    assert set(COMMANDS) == {name for _page, name in named}


def test_management_command_that_is_named_exists() -> None:
    named = {(page.name, name) for page in PAGES for name in MANAGE.findall(code(page))}

    unknown = {(page, name) for page, name in named if name not in get_commands()}

    assert unknown == set()
    assert {"appoint", "issue_token", "import_contributions", "migrate"} - {name for _page, name in named} == set()
