from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        # Registers itself when it is imported, and cannot be before the framework is.
        import integrations.api.schemes  # noqa: F401
