from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation

from digests.rules import clock
from texts.rules import languages


def tongues(language: str) -> list[str]:
    """The languages in which somebody reads what has versions in several, by the language of their account."""
    return [known] if (known := languages.canonical(language)) else []


@contextmanager
def reading(language: str, time_zone: str) -> Iterator[None]:
    """In a reader's language, as far as we speak it, and in their zone."""
    try:
        tongue = translation.get_supported_language_variant(language)
    except LookupError:
        tongue = settings.LANGUAGE_CODE
    with translation.override(tongue), timezone.override(clock.zone_of(time_zone)):
        yield
