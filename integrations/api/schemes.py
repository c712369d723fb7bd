"""How the two ways to say who asks are described to readers of the schema."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from integrations.api.authentication import AccessTokenAuthentication, SessionAuthentication


class AccessTokenScheme(OpenApiAuthenticationExtension):
    target_class = AccessTokenAuthentication
    name = "accessToken"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token with the scopes `read` (GET), `comment` (every filing) and, for "
            "whoever holds an office, `moderate` (the desk). "
            "Made on My page, Access tokens; the people who run this site issue one, too.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = SessionAuthentication
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Whoever is signed in on the pages. Writing needs the header X-CSRFToken beside it.",
        }
