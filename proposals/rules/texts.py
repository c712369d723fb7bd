"""A pasted text in its paragraphs, and how those of a translation match those of the authentic text."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from texts.rules import paragraphs, spaces
from web.refusals import Invalid, Refusal

# Of paragraphs that do not match, so many are named.
NAMED = 20


def split(text: str | Sequence[paragraphs.Paragraph]) -> Sequence[paragraphs.Paragraph]:
    """`text` is Markdown as pasted, or paragraphs already split."""
    if not isinstance(text, str):
        return text
    try:
        return paragraphs.split(spaces.clean(text))
    except paragraphs.NothingToSplit:
        raise Invalid(Refusal("text_missing", _("Paste the text: it is empty."), field="text")) from None
    except paragraphs.DuplicateNumber as error:
        raise Invalid(
            Refusal(
                "paragraph_twice",
                _("Two paragraphs have the number %(number)s. Give each its own."),
                {"number": error.number},
                field="text",
            )
        ) from None


def source(parts: Sequence[paragraphs.Paragraph]) -> str:
    """Paragraphs as Markdown that splits into the same ones again: numbers in bold, headings above them."""
    blocks = ((f"# {part.heading}\n\n" if part.heading else "") + f"**{part.number}.**\n{part.text}" for part in parts)
    return "\n\n".join(blocks)


def unmatched(
    authentic: Sequence[paragraphs.Paragraph], parts: Sequence[paragraphs.Paragraph]
) -> tuple[list[str], list[str]]:
    """The numbers of the authentic paragraphs that are missing among `parts`, and of those that are too many there.

    A paragraph without a word is missing, unless the authentic one has none either.
    """
    given = {paragraphs.anchor(part.number): _has_words(part) for part in parts}
    known = {paragraphs.anchor(own.number) for own in authentic}
    missing = [own.number for own in authentic if not _is_said(own, given.get(paragraphs.anchor(own.number)))]
    surplus = [part.number for part in parts if paragraphs.anchor(part.number) not in known]
    return missing, surplus


def unlike(authentic: Sequence[paragraphs.Paragraph], parts: Sequence[paragraphs.Paragraph]) -> Refusal | None:
    """Why these paragraphs are no version of the authentic ones, in one sentence that names them."""
    missing, surplus = (_named(numbers) for numbers in unmatched(authentic, parts))
    values = {"missing": missing, "surplus": surplus}
    if missing and surplus:
        sentence = _("Missing: paragraph %(missing)s; not in the authentic text: paragraph %(surplus)s.")
    elif missing:
        sentence = _("Missing: paragraph %(missing)s.")
    elif surplus:
        sentence = _("Not in the authentic text: paragraph %(surplus)s.")
    else:
        return None
    return Refusal("paragraphs_differ", sentence, values, field="text")


def _is_said(own: paragraphs.Paragraph, has_words: bool | None) -> bool:
    return has_words is not None and (has_words or not _has_words(own))


def _has_words(part: paragraphs.Paragraph) -> bool:
    return not spaces.is_blank(part.text) or not spaces.is_blank(part.heading)


def _named(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:NAMED]) + (", …" if len(numbers) > NAMED else "")
