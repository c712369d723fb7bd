"""What people wrote, within a document whose headings it must not disturb."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from reports.compose.parts import Item, Section, Words
from texts.rules import languages, markdown
from texts.rules.render import render

register = template.Library()

_HEADING = re.compile(r"<h([3-6])>(.*?)</h\1>", re.DOTALL)
# On paper a link is followed by its address, except where its words are the address.
_BARE = re.compile(r'<a href="(?:mailto:)?([^"]*)"([^>]*)>\1</a>')


@register.filter
def below(words: Words, level: int) -> SafeString:
    """`{{ words|below:3 }}`: its own headings begin at 4 and leave out no level, whatever its author marked."""
    html = str(render(words.text, words.format))
    depths = iter(markdown.depths(re.findall(r"<h([3-6])>", html)))
    html = _HEADING.sub(lambda found: f"<h{(at := min(level + 1 + next(depths), 6))}>{found[2]}</h{at}>", html)
    # Only marks that the sanitiser left were changed; no word became one.
    return SafeString(_BARE.sub(r'<a class="bare" href="\1"\2>\1</a>', html))


@register.filter
def called(section: Section) -> SafeString:
    """“Paragraph 7: Who decides”: the words of the house, then those of the text in its language."""
    if not section.title:
        return conditional_escape(section.heading)
    before = f"{section.heading}: " if section.heading else ""
    direction = languages.direction(section.language)
    words = format_html('<span lang="{}" dir="{}">{}</span>', section.language, direction, section.title)
    # One element, however many words: headings of blocks set theirs apart.
    return format_html("<span>{}{}</span>", before, words)


@register.filter
def under(item: Item, level: int) -> int:
    """The level of the headings of replies to an item whose own has `level`; what is not shown has no heading."""
    return level if item.fate else min(level + 1, 6)
