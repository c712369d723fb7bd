from django.urls import URLPattern

from secretariat.gate import desk
from secretariat.pages import (
    bulk,
    consultations,
    corrections,
    decisions,
    documents,
    imports,
    invitations,
    item,
    milestones,
    moderation,
    motions,
    offices,
    organizations,
    people,
    questions,
    queue,
    ready,
    recordings,
    relations,
    requests,
    rounds,
    site,
    sources,
    start,
    templates,
    texts,
    translations,
    words,
)


def _behind_the_gate(pattern: URLPattern) -> URLPattern:
    pattern.callback = desk(pattern.callback)
    return pattern


urlpatterns = [
    _behind_the_gate(pattern)
    for page in (
        start,
        consultations,
        ready,
        corrections,
        rounds,
        texts,
        queue,
        bulk,
        requests,
        item,
        decisions,
        organizations,
        invitations,
        offices,
        site,
        sources,
        translations,
        imports,
        recordings,
        words,
        templates,
        questions,
        documents,
        milestones,
        moderation,
        motions,
        people,
        relations,
    )
    for pattern in page.urlpatterns
]
