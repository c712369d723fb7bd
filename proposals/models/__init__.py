from proposals.models.comment import Comment, CommentQuerySet, CommentVersion
from proposals.models.draft import CommentDraft, CommentDraftQuerySet
from proposals.models.endorsement import Endorsement, EndorsementQuerySet
from proposals.models.paragraph import Paragraph, ParagraphQuerySet, ParagraphText
from proposals.models.proposal import Proposal, ProposalQuerySet, Revision
from proposals.models.relation import Relation, RelationQuerySet
from proposals.models.response import Response, ResponseQuerySet
from proposals.models.translation import ProposalTranslation
from proposals.models.unconfirmed import Unconfirmed, UnconfirmedQuerySet

__all__ = [
    "Comment",
    "CommentDraft",
    "CommentDraftQuerySet",
    "CommentQuerySet",
    "CommentVersion",
    "Endorsement",
    "EndorsementQuerySet",
    "Paragraph",
    "ParagraphQuerySet",
    "ParagraphText",
    "Proposal",
    "ProposalQuerySet",
    "ProposalTranslation",
    "Relation",
    "RelationQuerySet",
    "Response",
    "ResponseQuerySet",
    "Revision",
    "Unconfirmed",
    "UnconfirmedQuerySet",
]
