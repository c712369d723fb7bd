"""What is held on somebody beside their texts: account, bodies, mails, tokens, browsers, work for an office."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from contributions.models import Original, Recording
from digests.models import Digest, Follow, Mail, Stream
from integrations.models import AccessToken
from jobs.models import Job
from reports.compose.held import moderated
from reports.compose.held.places import places_of
from rounds.models import Correction, Listing, Office, PreviewLink, Trial

Row = dict[str, Any]


def profile(person: Person) -> Iterable[Row]:
    account = ("id", "name", "email", "kind", "status", "is_active", "restriction")
    fields = (*account, "country", "language", "time_zone", "read_up_to")
    moments = ("confirmed_at", "introduced_at", "joined_at", "last_login", "restricted_until")
    addresses = EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")
    factors = Authenticator.objects.filter(user=person).order_by("pk").values("type", "created_at", "last_used_at")
    yield {
        **{name: getattr(person, name) for name in (*fields, *moments)},
        "stakeholder_group": person.stakeholder_group_id,
        "addresses": list(addresses),
        "second_factors": list(factors),
        "hidden_words": moderated.hidden_words(person),
    }


def organizations(person: Person) -> Iterable[Row]:
    for one in Affiliation.objects.filter(person=person).select_related("organization").order_by("confirmed_at"):
        yield {
            "what": "affiliation",
            "organization": one.organization.name,
            "role": one.role,
            "confirmed_at": one.confirmed_at,
            "ended_at": one.ended_at,
        }
    own = ("role", "note", "address", "address_mailed_at", "address_confirmed_at", "status", "asked_at")
    for asked in AffiliationRequest.objects.filter(person=person).select_related("organization").order_by("asked_at"):
        yield {
            "what": "request",
            "organization": asked.organization.name,
            **{name: getattr(asked, name) for name in (*own, "decided_at", "reason")},
        }
    for body in Organization.objects.filter(named_by=person).order_by("made_at"):
        yield {"what": "named", "organization": body.name, "made_at": body.made_at}
    yield from moderated.invitations(person)


def offices(person: Person) -> Iterable[Row]:
    places = places_of(person)
    for office in Office.objects.filter(person=person).select_related("hosting_body").order_by("granted_at"):
        body = office.hosting_body.name if office.hosting_body else None
        yield {
            "what": "office",
            "role": office.role,
            "consultation": places.consultations.get(office.consultation_id) if office.consultation_id else None,
            "organization": body,
            "granted_at": office.granted_at,
            "ended_at": office.ended_at,
        }
    for listing in Listing.objects.filter(person=person).order_by("listed_at"):
        place = places.consultations.get(listing.consultation_id)
        yield {"what": "on the list", "consultation": place, "listed_at": listing.listed_at}


def follows(person: Person) -> Iterable[Row]:
    places = places_of(person)
    for one in Follow.objects.filter(person=person).order_by("began_at", "pk"):
        yield {
            "what": "follow",
            "consultation": places.consultations.get(one.consultation_id) if one.consultation_id else None,
            "proposal": places.texts.get(one.proposal_id) if one.proposal_id else None,
            "rhythm": one.rhythm,
            "from_number": one.since_seq,
            "told_up_to": one.told_seq,
            "began_at": one.began_at,
            "ended_at": one.ended_at,
        }
    for stream in Stream.objects.filter(person=person):
        yield {"what": "rhythm", "rhythm": stream.rhythm, "hour": stream.hour, "next_due_at": stream.next_due_at}


def digests(person: Person) -> Iterable[Row]:
    own = ("period", "state", "planned_at", "sent_at")
    for one in Digest.objects.filter(stream__person=person).order_by("stream", "to_seq"):
        yield {"from_number": one.from_seq, "told_up_to": one.to_seq, **{name: getattr(one, name) for name in own}}


def mails(person: Person) -> Iterable[Row]:
    own = ("kind", "address", "subject", "state", "attempts", "planned_at", "sent_at", "message_id", "reason")
    for mail in Mail.objects.filter(person=person).select_related("entry").order_by("planned_at", "pk"):
        yield {"number": mail.entry.seq if mail.entry else None, **{name: getattr(mail, name) for name in own}}


def tokens(person: Person) -> Iterable[Row]:
    own = ("id", "name", "scopes", "made_at", "expires_at", "revoked_at", "last_used_at", "with_offices")
    return AccessToken.objects.filter(person=person).order_by("made_at").values(*own)


def sessions(person: Person) -> Iterable[Row]:
    for one in UserSession.objects.filter(user=person).order_by("created_at"):
        yield {
            "browser": one.data.get("browser"),
            "system": one.data.get("system"),
            "created_at": one.created_at,
            "last_seen_at": one.last_seen_at,
        }


def office_work(person: Person) -> Iterable[Row]:
    """What I did for an office: that and when; whom it was about is their business and stands in the record."""
    yield from moderated.work(person)
    for mended in Correction.objects.filter(by=person).select_related("entry").order_by("at"):
        yield {"what": "correction", "at": mended.at, "number": mended.entry.seq, "reason": mended.reason}
    for record in Recording.objects.filter(by=person).select_related("contribution__entry").order_by("recorded_at"):
        yield {"what": "recording", "at": record.recorded_at, "number": record.contribution.number}
    for original in Original.objects.filter(by=person).order_by("read_at"):
        yield {"what": "file to record", "at": original.read_at, "name": original.name}
    for asked in AffiliationRequest.objects.filter(decided_by=person).order_by("decided_at"):
        yield {"what": "answer to a request", "at": asked.decided_at, "status": asked.status, "reason": asked.reason}
    for link in PreviewLink.objects.filter(made_by=person).order_by("made_at"):
        yield {"what": "preview link", "at": link.made_at, "expires_at": link.expires_at, "ended_at": link.ended_at}
    for trial in Trial.objects.filter(person=person).order_by("at"):
        yield {"what": "trial of a form", "at": trial.at}
    for job in Job.objects.filter(asked_by=person.pk).order_by("asked_at"):
        yield {"what": "import", "at": job.asked_at, "state": job.state, "ended_at": job.ended_at}
