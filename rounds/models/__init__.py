from rounds.models.charter import Charter, Licence
from rounds.models.consultation import Consultation, ConsultationQuerySet, Listing
from rounds.models.document import Document, DocumentQuerySet
from rounds.models.extension import Extension
from rounds.models.filing import (
    FOR_A_BODY,
    Capacity,
    Channel,
    Draft,
    Filing,
    Status,
    Unfiled,
    WaitingFor,
    Way,
    as_filed,
    awaits,
)
from rounds.models.milestone import Milestone, MilestoneQuerySet
from rounds.models.office import Office, OfficeQuerySet
from rounds.models.preparation import Correction, CorrectionQuerySet, PreviewLink, Trial
from rounds.models.question import Question, QuestionQuerySet
from rounds.models.round import Round, RoundQuerySet
from rounds.models.rule import Rule, RuleQuerySet, RulesChange, RulesChangeQuerySet
from rounds.models.site import THE_SITE, Site, SiteQuerySet
from rounds.models.translation import ConsultationTranslation, QuestionTranslation, RoundTranslation, Translation

__all__ = [
    "FOR_A_BODY",
    "THE_SITE",
    "Capacity",
    "Channel",
    "Charter",
    "Consultation",
    "ConsultationQuerySet",
    "ConsultationTranslation",
    "Correction",
    "CorrectionQuerySet",
    "Document",
    "DocumentQuerySet",
    "Draft",
    "Extension",
    "Filing",
    "Licence",
    "Listing",
    "Milestone",
    "MilestoneQuerySet",
    "Office",
    "OfficeQuerySet",
    "PreviewLink",
    "Question",
    "QuestionQuerySet",
    "QuestionTranslation",
    "Round",
    "RoundQuerySet",
    "RoundTranslation",
    "Rule",
    "RuleQuerySet",
    "RulesChange",
    "RulesChangeQuerySet",
    "Site",
    "SiteQuerySet",
    "Status",
    "Translation",
    "Trial",
    "Unfiled",
    "WaitingFor",
    "Way",
    "as_filed",
    "awaits",
]
