"""Dull makers of things, through the same actions that people use. The counter keeps names apart."""

import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from accounts.models import Affiliation, Organization, Person, StakeholderGroup
from contributions.actions import attachments, contributions
from contributions.actions.files import Upload
from contributions.models import Attachment, Contribution
from moderation.actions import affiliations, deciding, decisions, organizations
from moderation.models import Decision, Text
from proposals.actions import comments, proposals, relations
from proposals.actions import translations as text_translations
from proposals.models import Comment, Paragraph, Proposal, Relation
from rounds.actions import consultations, documents, milestones, moderation_rules, offices, rounds, site
from rounds.actions import translations as word_translations
from rounds.models import Capacity, Consultation, Document, Milestone, Office, Question, Round, Rule, Site
from rounds.rules import translations as rules
from rounds.rules.moderation import Wanted

PASSWORD = "correct-horse-battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAST = datetime(2026, 1, 5, 12, tzinfo=UTC)
_count = itertools.count(1)


def make_second_factor(person: Person) -> None:
    """An app that shows codes, as it is once it was set up."""
    data = {"secret": SECRET}
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": data})


def code_of_now(secret: str = SECRET) -> str:
    """What an app shows; unless told, that of `make_second_factor`."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, person: Person) -> None:
    """As after a password and a code: an office counts in no lesser session."""
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "mfa", type=Authenticator.Type.TOTP)
    request.session.save()


def make_person(
    name: str = "", *, group: str | None = "civil_society", confirmed: bool = True, **fields: Any
) -> Person:
    n = next(_count)
    fields.setdefault("email", f"person{n}@example.org")
    fields.setdefault("country", "KE")
    person = Person.objects.create_user(
        password=PASSWORD,
        name=name or f"Person {n}",
        stakeholder_group_id=group,
        joined_at=PAST,
        confirmed_at=PAST if confirmed else None,
        **fields,
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=confirmed)
    return person


def make_office(
    person: Person, role: str = "secretariat", consultation: Consultation | None = None, hosting_body: Any = None
) -> Office:
    make_second_factor(person)
    return offices.grant(
        by=None,
        person=person,
        role=Office.Role(role),
        consultation=consultation,
        hosting_body=hosting_body,
        now=timezone.now(),
    )


def describe_site(by: Person, **said: str) -> Site:
    """The site in the secretariat's words; what is not said stays blank."""
    blank = dict.fromkeys(("name", "sender", "contact_address", "about", "contact", "privacy", "accessibility"), "")
    return site.describe(by=by, now=timezone.now(), **{**blank, "language": "en", **said})


def make_secretary() -> Person:
    """Somebody of the secretariat of the whole site."""
    person = make_person("Noor", group=None)
    make_office(person)
    return person


def make_organization(
    by: Person, name: str = "", *, group: str = "private_sector", type: str = "organization", **fields: Any
) -> Organization:
    return organizations.note(
        by=by,
        name=name or f"Organization {next(_count)}",
        type=Organization.Type(type),
        stakeholder_group=StakeholderGroup.objects.get(pk=group),
        now=timezone.now(),
        **fields,
    )


def make_focal_point(
    by: Person, person: Person, organization: Organization, *, role: str = "focal_point"
) -> Affiliation:
    return affiliations.note(
        by=by, person=person, organization=organization, role=Affiliation.Role(role), now=timezone.now()
    )


def describe(by: Person, consultation: Consultation, **said: Any) -> Consultation:
    """The consultation in other words; what is not said stays."""
    now = {name: getattr(consultation, name) for name in ("title", "summary", "contact")}
    rules = {name: getattr(consultation.charter, name) for name in ("decides", "becomes", "names", "licence")}
    return consultations.describe(by=by, consultation=consultation, **{**now, **rules, **said})


def make_question(round: Round, text: str = "", **fields: Any) -> Question:
    """Asked of a round that may be open already, as if it had been asked before."""
    number = Question.objects.filter(round=round).count() + 1
    return Question.objects.create(round=round, number=number, text=text or f"Question number {number}?", **fields)


def make_document(by: Person, consultation: Consultation, title: str = "", **fields: Any) -> Document:
    """A link, unless a file is given."""
    fields = {"type": Document.Type.REPORT, "language": "en", "dated": PAST.date(), **fields}
    if "file" not in fields:
        fields.setdefault("link", "https://library.example/report")
    return documents.add(
        by=by, consultation=consultation, title=title or f"Document {next(_count)}", now=timezone.now(), **fields
    )


def make_milestone(by: Person, consultation: Consultation, title: str = "A report") -> Milestone:
    return milestones.announce(by=by, consultation=consultation, title=title, day=PAST.date(), now=timezone.now())


def relate(by: Person, consultation: Consultation, round: Round) -> Relation:
    """Two options, and that they are in conflict."""
    first, second = (make_proposal(make_secretary(), round, type="option", title=f"Option {name}") for name in "AB")
    kind = Relation.Kind.CONFLICTS_WITH
    return relations.relate(by=by, option=first, kind=kind, other=second, now=timezone.now())


def make_consultation(by: Person, hosting_body: Organization, **fields: Any) -> Consultation:
    n = next(_count)
    fields = {"slug": f"consultation-{n}", "title": f"Consultation {n}", "summary": "What is asked.", **fields}
    made = consultations.create(by=by, hosting_body=hosting_body, now=timezone.now(), **fields)
    return consultations.publish(by=by, consultation=made, now=timezone.now())


def make_round(
    by: Person,
    consultation: Consultation,
    *,
    purpose: str = "comments_on_draft",
    opens_in: timedelta = timedelta(days=-2),
    closes_in: timedelta = timedelta(days=5),
    **fields: Any,
) -> Round:
    """Around the real clock: the gate asks the database's."""
    now = timezone.now()
    return rounds.create(
        by=by,
        consultation=consultation,
        purpose=Round.Purpose(purpose),
        opens_at=now + opens_in,
        closes_at=now + closes_in,
        now=now,
        **fields,
    )


def close(round: Round) -> Round:
    """The round is over since a second ago; it is not sealed yet."""
    now = timezone.now()
    Round.objects.filter(pk=round.pk).update(opens_at=now - timedelta(days=9), closes_at=now - timedelta(seconds=1))
    round.refresh_from_db()
    return round


def make_proposal(
    by: Person, round: Round, *, type: str = "draft", paragraphs: int = 3, title: str = "", **fields: Any
) -> Proposal:
    text = "\n\n".join(f"{n}. Paragraph {n} says one thing." for n in range(1, paragraphs + 1))
    return proposals.put_up(
        by=by,
        round=round,
        type=Proposal.Type(type),
        title=title or f"Text {next(_count)}",
        language=fields.pop("language", "en"),
        text=text,
        now=timezone.now(),
        **fields,
    )


def translate_text(
    by: Person, proposal: Proposal, language: str = "fr", *, title: str = "", text: str = ""
) -> Proposal:
    """The text that `make_proposal` makes, in another language."""
    count = proposal.paragraphs.count()
    whole = text or "\n\n".join(f"{n}. Le paragraphe {n} dit une chose." for n in range(1, count + 1))
    return text_translations.translate(
        by=by, proposal=proposal, language=language, title=title or "Avant-projet", text=whole, now=timezone.now()
    )


def translate(by: Person, thing: Consultation | Round | Question, language: str = "fr", **said: str) -> Any:
    """What a thing says of itself, in another language: what is left out is said somehow where it says something."""
    for field in rules.FIELDS[type(thing).__name__.lower()]:
        said.setdefault(field, "En d’autres mots." if getattr(thing, field) else "")
    return word_translations.translate(by=by, thing=thing, language=language, said=said, now=timezone.now())


def make_comment(
    by: Person,
    round: Round,
    proposal: Proposal,
    *,
    text: str | None = None,
    paragraph: Paragraph | None = None,
    capacity: str = "personal",
    language: str = "en",
    **fields: Any,
) -> Comment:
    return comments.post(
        by=by,
        round=round,
        proposal=proposal,
        paragraph=paragraph,
        # The same words would be the same text.
        text=f"One thing, No. {next(_count)}." if text is None else text,
        language=language,
        capacity=Capacity(capacity),
        **fields,
    )


def make_contribution(
    by: Person,
    round: Round,
    *,
    title: str = "What we think",
    text: str | None = None,
    capacity: str = "personal",
    language: str = "en",
    **fields: Any,
) -> Contribution:
    return contributions.send(
        by=by,
        round=round,
        title=title,
        text=f"At some length, No. {next(_count)}." if text is None else text,
        language=language,
        capacity=Capacity(capacity),
        **fields,
    )


def attach(contribution: Contribution, name: str = "note.txt", content: bytes = b"Beside it.") -> Attachment:
    """A file that its author puts beside a contribution."""
    assert contribution.author is not None
    return attachments.add(by=contribution.author, contribution=contribution, upload=Upload(name, content))


def change_rules(by: Person, consultation: Consultation, **said: Any) -> Consultation:
    """The rules under which texts are moderated; what is not said stays as it is."""
    consultation.refresh_from_db()
    rules = [Wanted(r.number, r.name, r.meaning, r.ground, r.originals) for r in Rule.objects.of(consultation)]
    kept = {
        "reads_first_texts": consultation.reads_first_texts,
        "decides_within": consultation.decides_within,
        "rules": rules,
        "reason": "The hosts agreed on it.",
        "now": timezone.now(),
    }
    mode = Consultation.Moderation(said.pop("moderation", consultation.moderation))
    return moderation_rules.change(by=by, consultation=consultation, moderation=mode, **{**kept, **said})


def hide(by: Person, thing: Text, *, rule: int = 2, reason: str = "It names somebody.") -> Decision:
    """Hidden by one, or by two where it takes two."""
    second = make_secretary() if deciding.takes_two(Decision.Verb.HIDE, thing) else None
    said = {"rule": rule, "reason": reason, "language": "en", "seconded_by": second}
    decision = decisions.hide(by=by, thing=thing, now=timezone.now(), **said)
    thing.refresh_from_db()
    return decision
