"""Paragraphs under the number and heading that they have now."""

from collections.abc import Iterable
from uuid import UUID

from proposals.models import ParagraphText


def numbers_of(paragraphs: list[UUID], wanted: Iterable[str] = ()) -> dict[UUID, ParagraphText]:
    """The wording of each paragraph in the latest revision of its text, for its number and heading.

    In the language that suits a reader of `wanted` best; the authentic one unless said.
    """
    return ParagraphText.objects.filter(paragraph__in=paragraphs).newest(wanted)
