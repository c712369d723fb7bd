from proposals.models.comment import Comment, CommentQuerySet, CommentVersion
from proposals.models.paragraph import Paragraph, ParagraphQuerySet, ParagraphText
from proposals.models.proposal import Proposal, ProposalQuerySet, Revision

__all__ = [
    "Comment",
    "CommentQuerySet",
    "CommentVersion",
    "Paragraph",
    "ParagraphQuerySet",
    "ParagraphText",
    "Proposal",
    "ProposalQuerySet",
    "Revision",
]
