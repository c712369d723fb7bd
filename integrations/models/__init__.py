from integrations.models.access_token import AccessToken, AccessTokenQuerySet

__all__ = ["AccessToken", "AccessTokenQuerySet"]
