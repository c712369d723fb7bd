from contributions.models.contribution import Contribution, ContributionQuerySet, ContributionVersion

__all__ = ["Contribution", "ContributionQuerySet", "ContributionVersion"]
