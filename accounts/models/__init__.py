from accounts.models.affiliation import Affiliation, AffiliationQuerySet
from accounts.models.affiliation_request import AffiliationRequest, AffiliationRequestQuerySet
from accounts.models.moderated import Moderated, Shown
from accounts.models.organization import Organization, OrganizationQuerySet
from accounts.models.person import Person, PersonManager, Restriction, Standing
from accounts.models.stakeholder_group import StakeholderGroup

__all__ = [
    "Affiliation",
    "AffiliationQuerySet",
    "AffiliationRequest",
    "AffiliationRequestQuerySet",
    "Moderated",
    "Organization",
    "OrganizationQuerySet",
    "Person",
    "PersonManager",
    "Restriction",
    "Shown",
    "StakeholderGroup",
    "Standing",
]
