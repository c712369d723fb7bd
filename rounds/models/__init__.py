from rounds.models.charter import Charter
from rounds.models.consultation import Consultation, ConsultationQuerySet, Listing
from rounds.models.extension import Extension
from rounds.models.filing import Capacity, Channel, Filing, Status, WaitingFor, as_filed
from rounds.models.office import Office, OfficeQuerySet
from rounds.models.round import Round, RoundQuerySet
from rounds.models.site import THE_SITE, Site, SiteQuerySet

__all__ = [
    "THE_SITE",
    "Capacity",
    "Channel",
    "Charter",
    "Consultation",
    "ConsultationQuerySet",
    "Extension",
    "Filing",
    "Listing",
    "Office",
    "OfficeQuerySet",
    "Round",
    "RoundQuerySet",
    "Site",
    "SiteQuerySet",
    "Status",
    "WaitingFor",
    "as_filed",
]
