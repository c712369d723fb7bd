"""Draws what browsers, telephones and other sites show of the platform: run by hand, when the sign changes.

`.venv/bin/python tests/drawings.py` writes static/card.png, static/favicon.ico and static/touch-icon.png.
Needs Debian’s chromium (or CHROMIUM=/path) and the fonts Noto Serif and Noto Sans.
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
# The day's colours of static/tokens.css: paper, ink, second ink, hairline, accent, the six groups.
PAPER, INK, INK_2, RULE, ACCENT, WASH = "#fbfbf9", "#1a1f1c", "#4f5853", "#d6dbd5", "#0c5a4b", "#e4efea"
GROUPS = ("#003a5d", "#4a919f", "#59320b", "#a25863", "#684ec9", "#768f0a")
SERIF, SANS = "Noto Serif", "Noto Sans"


def card() -> str:
    """A page of the register, 1200 × 630: numbers in the margin, lines of a text, one of them chosen."""
    lines = ((940, 860), (960, 900, 520), (930, 700), (950, 880, 610))
    said, top = [], 278
    for place, (widths, number) in enumerate(zip(lines, (1040, 1041, 1042, 1043), strict=True)):
        height = 26 * len(widths) + 30
        if place == 2:
            said.append(f'<path fill="{WASH}" d="M262 {top - 28}h938v{height}H262z"/>')
            said.append(f'<path fill="{ACCENT}" d="M258 {top - 28}h6v{height}h-6z"/>')
        colour = ACCENT if place == 2 else INK_2
        said.append(
            f'<text x="230" y="{top + 9}" text-anchor="end" font-family="{SANS}" font-size="25" fill="{colour}">'
            f"No. {number}</text>"
        )
        for line, width in enumerate(widths):
            ink = INK if place == 2 else RULE
            said.append(f'<path stroke="{ink}" stroke-width="9" d="M296 {top + 26 * line}h{width - 90}"/>')
        top += height
    squares = "".join(f'<path fill="{hue}" d="M{70 + 34 * n} 150h20v20h-20z"/>' for n, hue in enumerate(GROUPS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">'
        f'<path fill="{PAPER}" d="M0 0h1200v630H0z"/>'
        f'<text x="68" y="112" font-family="{SERIF}" font-weight="600" font-size="62" fill="{INK}">'
        f"Consultations, held in the open</text>{squares}"
        f'<path stroke="{INK}" stroke-width="2.5" d="M0 212h1200M0 222h1200"/>'
        f'<path stroke="{RULE}" stroke-width="2" d="M260 222v408"/>{"".join(said)}</svg>'
    )


def sign(size: int, edge: int) -> str:
    """The sign of static/favicon.svg on paper, with an edge around it; telephones cut its corners."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="{-edge} {-edge} {32 + 2 * edge} {32 + 2 * edge}">'
        f'<path fill="{PAPER}" d="M{-edge} {-edge}h{32 + 2 * edge}v{32 + 2 * edge}h{-32 - 2 * edge}z"/>'
        f'<g fill="none" stroke="{ACCENT}"><path stroke-width="3" d="M11 4v24M15 9h12M15 14h12M15 19h8"/>'
        '<path stroke-width="1.5" d="M4 26h24M4 30h24"/></g></svg>'
    )


def main() -> None:
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )

        def drawn(svg: str, width: int, height: int) -> Image.Image:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(f'<body style="margin: 0">{svg}')
            return Image.open(io.BytesIO(page.screenshot())).convert("RGB")

        drawn(card(), 1200, 630).quantize(48).save(STATIC / "card.png", optimize=True)
        drawn(sign(180, 6), 180, 180).quantize(32).save(STATIC / "touch-icon.png", optimize=True)
        drawn(sign(32, 1), 32, 32).save(STATIC / "favicon.ico", sizes=[(32, 32), (16, 16)])
        browser.close()


if __name__ == "__main__":
    main()
