"""Paragraphs under the number and heading that they have now."""

from uuid import UUID

from proposals.models import ParagraphText


def numbers_of(paragraphs: list[UUID]) -> dict[UUID, ParagraphText]:
    """The wording of each paragraph in the latest revision of its text, for its number and heading."""
    rows = ParagraphText.objects.filter(paragraph__in=paragraphs).order_by("paragraph", "-revision__number")
    texts = rows.distinct("paragraph").select_related("paragraph__proposal")
    return {text.paragraph_id: text for text in texts}
