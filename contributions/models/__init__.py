from contributions.models.attachment import Attachment, AttachmentQuerySet
from contributions.models.contribution import Contribution, ContributionQuerySet, ContributionVersion
from contributions.models.draft import ContributionDraft
from contributions.models.recording import Original, Recording

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "Contribution",
    "ContributionDraft",
    "ContributionQuerySet",
    "ContributionVersion",
    "Original",
    "Recording",
]
