from accounts.models.affiliation import Affiliation, AffiliationQuerySet
from accounts.models.affiliation_request import AffiliationRequest, AffiliationRequestQuerySet
from accounts.models.organization import Organization, OrganizationQuerySet
from accounts.models.person import Person, PersonManager, Standing
from accounts.models.stakeholder_group import StakeholderGroup

__all__ = [
    "Affiliation",
    "AffiliationQuerySet",
    "AffiliationRequest",
    "AffiliationRequestQuerySet",
    "Organization",
    "OrganizationQuerySet",
    "Person",
    "PersonManager",
    "StakeholderGroup",
    "Standing",
]
