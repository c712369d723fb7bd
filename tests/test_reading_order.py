"""Every page in the order in which it is heard: one title, headings without gaps, all named, nothing that counts.

The stage and the addresses are those of tests/test_outlets.py, so that a new route is read here too.
"""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import Person
from tests import factories, test_outlets

pytestmark = pytest.mark.django_db

stage = test_outlets.stage

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TYPED = {"input", "select", "textarea"}
NAMED = {"nav", "aside", "form"}
# Of each route as many addresses; the matrix of outlets fetches them all.
ADDRESSES = 4


class Heard(HTMLParser):
    """A page as somebody hears it who cannot see it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.headings: list[int] = []
        self.landmarks: Counter[str] = Counter()
        self.title = ""
        self.language = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self._labels: set[str] = set()
        self._refers: list[tuple[str, str]] = []
        self._fields: list[tuple[str, dict[str, str]]] = []
        self.feed(page)
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if "id" in has:
            self.ids[has["id"]] += 1
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self._refers += [(f"{tag} {name}", each) for each in has.get(name, "").split()]
        if tag == "a" and has.get("href", "").startswith("#"):
            self._refers.append(("a", has["href"][1:]))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        match tag:
            case "html":
                self.language = has.get("lang", "")
            case "label":
                self._labels.add(has.get("for", ""))
            case "img" if "alt" not in has:
                self.faults.append("an img without alt")
            case "svg" if has.get("aria-hidden") != "true" and not (has.get("role") == "img" and named(has)):
                self.faults.append("an svg that is neither hidden nor named")
            case "main" | "header" | "footer":
                self.landmarks[tag] += 1 if tag == "main" or len(self._open) == 2 else 0
            case "nav" | "aside" if not named(has):
                self.faults.append(f"a {tag} without a name")
            case "article" if not named(has):
                self.faults.append("an article without a name")
            case "th" if not has.get("scope"):
                self.faults.append("a th without its scope")
        if tag in TYPED and has.get("type") not in ("hidden", "submit"):
            within = any(name == "label" for name, _has in self._open)
            self._fields.append((tag, has | ({"within": "label"} if within else {})))
        # A status is said once, when it is there; what counts or runs on would never be silent.
        if has.get("aria-live") or has.get("role") in ("timer", "log", "marquee"):
            self.faults.append(f"a {tag} that speaks by itself: {has}")
        if tag not in VOID:
            self._open.append((tag, has))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _has = self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "title":
            self.title += data

    def _judge(self) -> None:
        if not self.language:
            self.faults.append("no language")
        if not self.title.strip():
            self.faults.append("no title")
        if self.landmarks != {"main": 1, "header": 1, "footer": 1}:
            self.faults.append(f"landmarks {dict(self.landmarks)}")
        if self.headings.count(1) != 1 or self.headings[0] != 1:
            self.faults.append(f"headings {self.headings}")
        gaps = [(one, two) for one, two in zip(self.headings, self.headings[1:], strict=False) if two > one + 1]
        self.faults += [f"h{two} after h{one}" for one, two in gaps]
        self.faults += [f"id {name} stands {n} times" for name, n in self.ids.items() if n > 1]
        self.faults += [f"{what} refers to {name}" for what, name in self._refers if name not in self.ids]
        for tag, has in self._fields:
            if not (named(has) or "within" in has or has.get("id") in self._labels):
                self.faults.append(f"a {tag} without a label: {has.get('name')}")


def named(has: dict[str, str]) -> bool:
    return bool(has.get("aria-label") or has.get("aria-labelledby"))


def pages(client: Client, stage: test_outlets.Stage) -> Iterator[tuple[str, str, int, Heard]]:
    """Each page of ours that somebody can open: its route, its address, its status, what is heard."""
    for route, (_what, addresses) in test_outlets.ROUTES.items():
        if route.startswith("api/"):
            continue
        for address in addresses(stage)[:ADDRESSES]:
            response = client.get(address)
            if response.headers["Content-Type"].startswith("text/html") and response.status_code < 300:
                yield route, address, response.status_code, Heard(response.text)


@pytest.fixture
def client_of(stage: test_outlets.Stage, secretary: Person) -> dict[str, Client]:
    clients = {name: stage.client(name) for name in ("anonymous", "author", "moderator", "focal point")}
    clients["secretary"] = Client()
    factories.sign_in(clients["secretary"], secretary)
    return clients


@pytest.mark.slow
@pytest.mark.parametrize("viewer", ["anonymous", "author", "moderator", "focal point", "secretary"])
def test_page_is_heard_in_order(viewer: str, client_of: dict[str, Client], stage: test_outlets.Stage) -> None:
    found = {}
    titles: dict[str, set[str]] = {}

    for route, address, _status, heard in pages(client_of[viewer], stage):
        if heard.faults:
            found[address] = heard.faults
        titles.setdefault(heard.title, set()).add(route)

    assert found == {}
    # No two kinds of page have one title.
    assert {title: sorted(routes) for title, routes in titles.items() if len(routes) > 1} == {}
    assert len(titles) > 20


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/no-such-page/", 404),
        ("/c/public/contributions/?stakeholder_group=x", 400),
        ("/desk/", 403),
        ("/accounts/login/", 200),
    ],
)
def test_refusal_is_heard_in_order(address: str, status: int, client_of: dict[str, Client]) -> None:
    client = client_of["anonymous" if "login" in address else "author"]

    response = client.get(address)

    assert (response.status_code, Heard(response.text).faults) == (status, [])


@pytest.mark.parametrize("status", [500, 503])
def test_page_without_a_database_is_heard_in_order(status: int) -> None:
    heard = Heard(render_to_string(f"{status}.html", {"site_name": "Open Rounds"}))

    assert heard.faults == []


def test_form_that_was_not_sent_is_heard_in_order(client_of: dict[str, Client], stage: test_outlets.Stage) -> None:
    author, secretary = client_of["author"], client_of["secretary"]
    text = stage.texts["public"]
    forms = [
        (author, "/c/public/rounds/1/send/"),
        (author, f"/p/{text.pk}/1/"),
        (secretary, "/desk/consultations/new/"),
        (secretary, "/desk/c/public/rounds/new/"),
        (secretary, "/desk/organizations/new/"),
        (client_of["anonymous"], "/accounts/signup/"),
        (client_of["anonymous"], "/accounts/login/"),
    ]

    said = {address: Heard(client.post(address, {"send": "1"}).text) for client, address in forms}

    assert {address: heard.faults for address, heard in said.items() if heard.faults} == {}


def test_faults_are_heard() -> None:
    """The judge judges."""
    page = (
        "<!doctype html><html><title> </title><body><nav></nav><main><h1>A</h1><h3>B</h3><p id=x><p id=x>"
        "<img src=a><svg></svg><input name=q><a href='#gone'>c</a><p role=timer>9</p><article></article></main>"
    )

    assert Heard(page).faults == [
        "a nav without a name",
        "an img without alt",
        "an svg that is neither hidden nor named",
        "a p that speaks by itself: {'role': 'timer'}",
        "an article without a name",
        "no language",
        "no title",
        "landmarks {'main': 1}",
        "h3 after h1",
        "id x stands 2 times",
        "a refers to gone",
        "a input without a label: q",
    ]
