"""Every address of the REST API."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.api.organizations import OneOrganization, Organizations
from accounts.api.stakeholder_groups import StakeholderGroups
from contributions.api.attachments import Attachments, OneAttachment
from contributions.api.changes import (
    ChangeableContribution,
    ContributionVersions,
    ReplaceContribution,
    WithdrawContribution,
)
from contributions.api.contributions import Contributions
from contributions.api.recordings import Recordings
from digests.api.follows import Follows, OneFollow
from integrations.api.errors import errors
from moderation.api.accounts import LiftAccount, LimitAccount, OneAccount, SuspendAccount
from moderation.api.affiliation_requests import (
    AffiliationRequests,
    ConfirmAffiliationRequest,
    OneAffiliationRequest,
    RefuseAffiliationRequest,
    RequestsToAnswer,
)
from moderation.api.bulk import BulkItems, Bulks, OneBulk, PreviewBulk, UndoBulk
from moderation.api.deciding import Deciding, UndoDecision
from moderation.api.decisions import Decisions, OneDecision
from moderation.api.flags import Flags, OneFlag
from moderation.api.inquiries import Inquiries, OneInquiry, ReplyToInquiry
from moderation.api.invitations import Invitations, OneInvitation
from moderation.api.items import AssignItem, ClaimItem, GiveBackItem, Items, NextItem, OneItem, RecuseFromItem
from moderation.api.letters import Letter
from moderation.api.motions import AgreeToMotion, Motions, OneMotion, RefuseMotion, TakeBackMotion
from moderation.api.organizations import MergeOrganization, OrganizationDomain
from moderation.api.templates import OneTemplate, Templates
from moderation.api.things import ThingBefore
from proposals.api.changes import ChangeableComment, CommentVersions, WithdrawComment
from proposals.api.comments import Comments
from proposals.api.confirmations import (
    CommentCapacity,
    ContributionCapacity,
    ReleaseComment,
    ReleaseContribution,
    SpeakForYourselfInComment,
    SpeakForYourselfInContribution,
)
from proposals.api.drafts import Drafts, OneDraft
from proposals.api.endorsements import Endorsements, OneEndorsement
from proposals.api.entries import Entries
from proposals.api.proposals import OneProposal, Proposals
from proposals.api.responses import OneResponse, Responses
from proposals.api.sources import Sources
from proposals.api.translations import RemoveTranslation, Translations
from reports.api.heard import RoundHeard
from rounds.api.consultations import Consultations, OneConsultation, PublishConsultation
from rounds.api.corrections import Corrections, OneCorrection
from rounds.api.documents import DocumentFile, Documents, OneDocument
from rounds.api.milestones import Milestones, OneMilestone
from rounds.api.moderation_rules import ConsultationRules
from rounds.api.more_time import Extensions, Supplement
from rounds.api.offices import Offices, OneOffice
from rounds.api.questions import MoveQuestion, OneQuestion, Questions
from rounds.api.rounds import OneRound, Rounds
from web.doors import NowhereDoor

urlpatterns = [
    path("consultations/", Consultations.as_view()),
    path("consultations/<slug:slug>/", OneConsultation.as_view()),
    path("consultations/<slug:slug>/publish/", PublishConsultation.as_view()),
    path("consultations/<slug:slug>/rules/", ConsultationRules.as_view()),
    path("corrections/", Corrections.as_view()),
    path("corrections/<uuid:id>/", OneCorrection.as_view()),
    path("rounds/", Rounds.as_view()),
    path("rounds/<uuid:id>/", OneRound.as_view()),
    path("rounds/<uuid:id>/heard/", RoundHeard.as_view()),
    path("rounds/<uuid:id>/extensions/", Extensions.as_view()),
    path("rounds/<uuid:id>/supplement/", Supplement.as_view()),
    path("rounds/<uuid:id>/questions/", Questions.as_view()),
    path("questions/<uuid:id>/", OneQuestion.as_view()),
    path("questions/<uuid:id>/move/", MoveQuestion.as_view()),
    path("milestones/", Milestones.as_view()),
    path("milestones/<uuid:id>/", OneMilestone.as_view()),
    path("documents/", Documents.as_view()),
    path("documents/<uuid:id>/", OneDocument.as_view()),
    path("documents/<uuid:id>/file/", DocumentFile.as_view()),
    path("contributions/", Contributions.as_view()),
    path("contributions/<uuid:id>/", ChangeableContribution.as_view()),
    path("contributions/<uuid:id>/replace/", ReplaceContribution.as_view()),
    path("contributions/<uuid:id>/withdraw/", WithdrawContribution.as_view()),
    path("contributions/<uuid:id>/versions/", ContributionVersions.as_view()),
    path("contributions/<uuid:id>/release/", ReleaseContribution.as_view()),
    path("contributions/<uuid:id>/speak-for-yourself/", SpeakForYourselfInContribution.as_view()),
    path("contributions/<uuid:id>/capacity/", ContributionCapacity.as_view()),
    path("recordings/", Recordings.as_view()),
    path("contributions/<uuid:id>/attachments/", Attachments.as_view()),
    path("contributions/<uuid:id>/attachments/<uuid:attachment>/", OneAttachment.as_view()),
    path("proposals/", Proposals.as_view()),
    path("proposals/<uuid:id>/", OneProposal.as_view()),
    path("paragraphs/<uuid:id>/sources/", Sources.as_view()),
    path("translations/", Translations.as_view()),
    path("translations/remove/", RemoveTranslation.as_view()),
    path("comments/", Comments.as_view()),
    path("comments/<uuid:id>/", ChangeableComment.as_view()),
    path("comments/<uuid:id>/withdraw/", WithdrawComment.as_view()),
    path("comments/<uuid:id>/versions/", CommentVersions.as_view()),
    path("comments/<uuid:id>/release/", ReleaseComment.as_view()),
    path("comments/<uuid:id>/speak-for-yourself/", SpeakForYourselfInComment.as_view()),
    path("comments/<uuid:id>/capacity/", CommentCapacity.as_view()),
    path("responses/", Responses.as_view()),
    path("responses/<uuid:id>/", OneResponse.as_view()),
    path("drafts/", Drafts.as_view()),
    path("drafts/<uuid:id>/", OneDraft.as_view()),
    path("endorsements/", Endorsements.as_view()),
    path("endorsements/<uuid:id>/", OneEndorsement.as_view()),
    path("organizations/", Organizations.as_view()),
    path("organizations/<uuid:id>/", OneOrganization.as_view()),
    path("organizations/<uuid:id>/domain/", OrganizationDomain.as_view()),
    path("moderation/organizations/<uuid:id>/merge/", MergeOrganization.as_view()),
    path("moderation/invitations/", Invitations.as_view()),
    path("moderation/invitations/<uuid:id>/", OneInvitation.as_view()),
    path("affiliation-requests/", AffiliationRequests.as_view()),
    path("affiliation-requests/to-answer/", RequestsToAnswer.as_view()),
    path("affiliation-requests/<uuid:id>/", OneAffiliationRequest.as_view()),
    path("affiliation-requests/<uuid:id>/letter/", Letter.as_view()),
    path("affiliation-requests/<uuid:id>/confirm/", ConfirmAffiliationRequest.as_view()),
    path("affiliation-requests/<uuid:id>/refuse/", RefuseAffiliationRequest.as_view()),
    path("stakeholder-groups/", StakeholderGroups.as_view()),
    path("entries/", Entries.as_view()),
    path("flags/", Flags.as_view()),
    path("flags/<uuid:id>/", OneFlag.as_view()),
    path("decisions/", Decisions.as_view()),
    path("decisions/<uuid:id>/", OneDecision.as_view()),
    path("moderation/items/", Items.as_view()),
    path("moderation/items/next/", NextItem.as_view()),
    path("moderation/items/<uuid:id>/", OneItem.as_view()),
    path("moderation/items/<uuid:id>/claim/", ClaimItem.as_view()),
    path("moderation/items/<uuid:id>/give-back/", GiveBackItem.as_view()),
    path("moderation/items/<uuid:id>/assign/", AssignItem.as_view()),
    path("moderation/items/<uuid:id>/recuse/", RecuseFromItem.as_view()),
    path("moderation/templates/", Templates.as_view()),
    path("moderation/templates/<uuid:id>/", OneTemplate.as_view()),
    path("moderation/things/<slug:kind>/<uuid:id>/", ThingBefore.as_view()),
    path("moderation/decisions/", Deciding.as_view()),
    path("moderation/decisions/<uuid:id>/undo/", UndoDecision.as_view()),
    path("moderation/motions/", Motions.as_view()),
    path("moderation/motions/<uuid:id>/", OneMotion.as_view()),
    path("moderation/motions/<uuid:id>/agree/", AgreeToMotion.as_view()),
    path("moderation/motions/<uuid:id>/refuse/", RefuseMotion.as_view()),
    path("moderation/motions/<uuid:id>/take-back/", TakeBackMotion.as_view()),
    path("moderation/accounts/<uuid:id>/", OneAccount.as_view()),
    path("moderation/accounts/<uuid:id>/limit/", LimitAccount.as_view()),
    path("moderation/accounts/<uuid:id>/suspend/", SuspendAccount.as_view()),
    path("moderation/accounts/<uuid:id>/lift/", LiftAccount.as_view()),
    path("moderation/offices/", Offices.as_view()),
    path("moderation/offices/<uuid:id>/", OneOffice.as_view()),
    path("moderation/bulk/", Bulks.as_view()),
    path("moderation/bulk/preview/", PreviewBulk.as_view()),
    path("moderation/bulk/<uuid:id>/", OneBulk.as_view()),
    path("moderation/bulk/<uuid:id>/items/", BulkItems.as_view()),
    path("moderation/bulk/<uuid:id>/undo/", UndoBulk.as_view()),
    path("inquiries/", Inquiries.as_view()),
    path("inquiries/<uuid:id>/", OneInquiry.as_view()),
    path("inquiries/<uuid:id>/reply/", ReplyToInquiry.as_view()),
    path("follows/", Follows.as_view()),
    path("follows/<uuid:id>/", OneFollow.as_view()),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
    path("docs/errors", errors, name="api_errors"),
    re_path(r"", NowhereDoor.as_view()),
]
