"""Takes a picture of every page in four forms, of a demonstration that is running: run by hand, before a release.

`.venv/bin/python tests/pictures.py http://127.0.0.1:8000` writes docs/pictures/pages/ with its README.md, in minutes.
Needs Debian’s chromium (or CHROMIUM=/path). With names after the address, only those pages are taken.
"""

import io
import json
import os
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Route, sync_playwright

PAGES = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "pages"
SLUG = "who-acts-next"
PASSWORD = "open-rounds-demo"


@dataclass(frozen=True)
class Form:
    """A way to look at a page. Pictures are cut at `height` and made smaller by `scale`."""

    name: str
    words: str
    width: int
    height: int
    scale: float
    dark: bool = False
    mirrored: bool = False


FORMS = (
    Form("wide", "wide, light", 1360, 1500, 0.62),
    Form("dark", "wide, dark", 1360, 1500, 0.62, dark=True),
    Form("narrow", "narrow, light", 360, 1300, 0.75),
    Form("rtl", "from right to left", 360, 1300, 0.75, mirrored=True),
)


def ask(base: str, path: str) -> list[dict[str, object]]:
    with urllib.request.urlopen(f"{base}/api/v1/{path}") as answer:  # noqa: S310 (the demonstration's own address)
        results: list[dict[str, object]] = json.load(answer)["results"]
    return results


def places(base: str) -> Iterator[tuple[str, str, str, str]]:
    """Name, what it is, whose window (nobody's where it is empty), address."""
    texts = ask(base, f"proposals/?consultation={SLUG}")
    draft = next(text["id"] for text in texts if text["type"] == "draft")
    option = next(text["id"] for text in texts if text["type"] == "option")
    sent = ask(base, f"contributions/?consultation={SLUG}")[0]
    said = ask(base, f"comments/?proposal={draft}")
    body = sent["organization"]
    c = f"/c/{SLUG}/"
    yield "home", "Home", "", "/"
    yield "taking-part", "How to take part", "", "/help/taking-part/"
    yield "words", "The words used here", "", "/help/words/"
    yield "consultation", "A consultation", "", c
    yield "rules", "Its rules", "", f"{c}rules/"
    yield "call", "A call for inputs that is closed", "", f"{c}rounds/1/"
    yield "round", "A round that is open", "", f"{c}rounds/2/"
    yield "group", "A stakeholder group in a consultation", "", f"{c}groups/civil_society/"
    yield "record-of-a-round", "The closing record of a round", "", f"{c}rounds/1/record/"
    yield "compilation", "A compilation", "", f"{c}rounds/1/compilation/"
    yield "contributions", "Contributions", "", f"{c}contributions/"
    yield "contribution", "A contribution", "", f"/contributions/{sent['id']}/"
    yield "text", "A text that is up for comment", "", f"/p/{draft}/"
    yield "paragraph", "A paragraph with its comments", "", f"/p/{draft}/7/#p7"
    yield "history", "The history of a paragraph", "", f"/p/{draft}/7/history/"
    yield "option", "An option", "", f"/p/{option}/"
    yield "comments", "All comments on a text", "", f"/p/{draft}/comments/"
    yield "comment", "A comment with its replies", "", f"/comments/{said[0]['id']}/"
    yield "organization", "An organization", "", f"/organizations/{body}/"
    yield "search", "Search", "", "/search/?q=list"
    yield "new", "What is new", "follower", "/new/"
    yield "public-record", "The public record", "", "/ledger/"
    yield "sign-in", "Signing in", "", "/accounts/login/"
    yield "nothing-here", "Nothing at this address", "", "/no-such-page/"
    yield "writing", "Writing a comment", "participant", f"/p/{draft}/9/#write"
    yield "my-page", "My page", "participant", "/me/"
    yield "my-response", "My response", "participant", f"{c}rounds/2/my-response/"
    yield "mails", "Mails I get", "follower", "/me/follows/"
    yield "my-organizations", "My organizations", "focal-point", "/me/organizations/"
    yield "mailbox", "The demonstration’s mailbox", "", "/demo/mailbox/"
    yield "desk", "The desk", "secretariat", "/desk/"
    yield "desk-waiting", "What waits", "moderator", "/desk/queue/"
    yield "desk-consultation", "A consultation at the desk", "secretariat", f"/desk/c/{SLUG}/"
    yield "desk-ready", "Ready to open?", "secretariat", f"/desk/c/{SLUG}/ready/"
    yield "desk-text", "Putting up a text", "secretariat", f"/desk/c/{SLUG}/texts/new/"
    yield "desk-decide", "Deciding about a text", "moderator", f"/desk/decide/comment/{said[0]['id']}/"


def sign_in(page: Page, base: str, who: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", f"{who}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main .button.main")
    page.wait_for_load_state()


def mirror(route: Route) -> None:
    """The page as a reader of Arabic gets it: only its direction, where nobody has translated the words yet."""
    answer = route.fetch()
    body = answer.text().replace('<html lang="en" dir="ltr">', '<html lang="ar" dir="rtl">', 1)
    route.fulfill(response=answer, body=body)


def window(browser: Browser, base: str, form: Form, who: str) -> Page:
    scheme = "dark" if form.dark else "light"
    context = browser.new_context(viewport={"width": form.width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    if who:
        sign_in(page, base, who)
    if form.mirrored:
        context.route(lambda address: address.startswith(base) and "/static/" not in address, mirror)
    return page


def take(page: Page, address: str, form: Form) -> Image.Image:
    page.goto(address)
    long = page.evaluate("document.documentElement.scrollHeight")
    # A page that is asked for at one of its parts is shown from there.
    top = int(page.evaluate("location.hash ? scrollY : 0")) if "#" in address else 0
    height = min(long - top, form.height)
    clip = {"x": 0, "y": top, "width": form.width, "height": height}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))  # type: ignore[arg-type]
    size = (round(form.width * form.scale), round(height * form.scale))
    return shot.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def contents(listed: list[tuple[str, str]]) -> str:
    lines = [
        "# The pages",
        "",
        "Every page of the demonstration: wide by day and by night, narrow, and from right to left.",
    ]
    lines += ["Long pages are cut.", ""]
    for name, words in listed:
        lines += [f"## {words}", ""]
        lines += [f"![{words}: {form.words}]({name}-{form.name}.webp)" for form in FORMS]
        lines.append("")
    return "\n".join(lines)


def main(base: str, wanted: list[str]) -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    pages = list(places(base))
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for form in FORMS:
            windows: dict[str, Page] = {}
            for name, _words, who, path in pages:
                if wanted and name not in wanted:
                    continue
                if who not in windows:
                    windows[who] = window(browser, base, form, who)
                file = PAGES / f"{name}-{form.name}.webp"
                take(windows[who], base + path, form).save(file, quality=50, method=3)
            for page in windows.values():
                page.context.close()
        browser.close()
    (PAGES / "README.md").write_text(contents([(name, words) for name, words, _who, _path in pages]))
    total = sum(file.stat().st_size for file in PAGES.iterdir())
    sys.stdout.write(f"{len(list(PAGES.glob('*.webp')))} pictures, {total / 1_000_000:.1f} MB, in {PAGES}\n")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000", sys.argv[2:])
