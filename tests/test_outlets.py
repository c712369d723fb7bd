"""What you may not see, no outlet shows. Every route, operation and mail; one that is not listed fails.

Each thing in each state carries a canary: words that occur nowhere else. Every outlet is fetched as every viewer; a
canary that the viewer may not see must be in no answer, and one that they may see must be in some answer.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.actions import letters
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from accounts.rules import proofs
from contributions.actions import contributions
from contributions.models import Attachment, Contribution, ContributionDraft
from digests import compose
from digests.actions import follows, notices, reminders
from digests.models import Follow, Mail
from digests.rules import links
from integrations.models import AccessToken
from jobs.actions import jobs
from jobs.models import Job
from moderation.actions import bulk as many
from moderation.actions import decisions, invitations, templates
from moderation.models import Bulk, Decision, Flag, Inquiry, Invitation, Item, Motion, Named, Template
from moderation.rules import invitations as tokens
from proposals.actions import comments, drafts, endorsements, proposals, responses, unconfirmed
from proposals.models import Comment, CommentDraft, Endorsement, Paragraph, Proposal, Relation, Response
from rounds.actions import consultations, corrections, preparation, sealing
from rounds.actions.documents import Upload
from rounds.models import Consultation, Correction, Document, Milestone, Office, PreviewLink, Question, Round
from rounds.rules import previews
from tests import factories

VIEWERS = ("anonymous", "outsider", "participant", "author", "moderator", "focal point")
STATES = ("published", "hidden", "withdrawn", "received", "release", "corrected")
# The third one is not published: nobody without an office in it sees anything, not even who once wrote there.
PLACES = ("public", "private", "preparation")
KINDS = ("comment", "contribution")


# Of somebody without an account, whose address has not answered yet.
UNCONFIRMED = "canaryunconfirmed"
# Of a letter beside the outsider's request, and an address that is invited to the focal point's body.
LETTER, INVITED = "canaryletter", "canaryinvited"
# Of the author, who has not sent it.
DRAFT = "canarydraft"
# Names, titles and texts that a moderator hid, each after it was shown everywhere. Those of a consultation its
# moderators read at the desk; a name belongs to the whole site.
NAMES = ("canarynameperson", "canarynamebody")
TITLES = ("canarytitledocument", "canarytitlefile", "canarytitletext", "canarytitleparagraph")


def canary(place: str, kind: str, state: str) -> str:
    return f"canary{place}{kind}{state}"


def sees(viewer: str, place: str, state: str) -> bool:
    """The reading rules of the design, in one function."""
    if place == "preparation":
        return False
    if place == "private" and viewer in ("anonymous", "outsider", "moderator", "focal point"):
        return False
    if state in ("published", "place"):
        return True
    # Whoever speaks for a body reads what waits for its release, and nothing else that is not shown.
    if viewer == "focal point":
        return state == "release"
    return viewer == "author" or (viewer == "moderator" and place == "public")


@dataclass
class Stage:
    viewers: dict[str, Person | None] = field(default_factory=dict)
    consultations: dict[str, Consultation] = field(default_factory=dict)
    calls: dict[str, Round] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    texts: dict[str, Proposal] = field(default_factory=dict)
    things: dict[tuple[str, str, str], Comment | Contribution] = field(default_factory=dict)
    organization: Organization | None = None
    # The body in whose name members' texts wait.
    members_of: Organization | None = None
    job: Job | None = None
    # Whose names, titles and words are hidden at the end.
    hidden: list[Named] = field(default_factory=list)

    def of(self, kind: str) -> Iterator[Comment | Contribution]:
        return (thing for (_place, each, _state), thing in self.things.items() if each == kind)

    def client(self, viewer: str) -> Client:
        client = Client()
        person = self.viewers[viewer]
        if person is not None:
            factories.sign_in(client, person)
        return client


def in_french(words: str) -> str:
    """The paragraphs of a text in another language, with the canary of its place."""
    return "\n\n".join(f"{number}. {words} mots" for number in (1, 2, 3))


def _place(stage: Stage, place: str, secretary: Person, host: Organization) -> None:
    """A consultation with a call, a round, a text, and one comment and contribution in each state."""
    rules = {"reading": "listed", "taking_part": "listed"} if place == "private" else {}
    words = f"canary{place}placeplace"
    consultation = factories.make_consultation(
        secretary,
        host,
        slug=place,
        title=f"{words} title",
        summary=f"{words} summary",
        decides=f"{words} decides",
        contact=f"{words} contact",
        **rules,
    )
    stage.consultations[place] = consultation
    author, participant = stage.viewers["author"], stage.viewers["participant"]
    assert author is not None
    assert participant is not None
    for person in (author, participant):
        consultations.enlist(by=secretary, consultation=consultation, person=person, now=timezone.now())
        follows.begin(by=person, thing=consultation, now=timezone.now())
    call = factories.make_round(secretary, consultation, purpose="call_for_inputs", summary=f"{words} call")
    factories.make_question(call, f"{words} question", help=f"{words} help")
    factories.make_document(secretary, consultation, f"{words} document", file=Upload("a.txt", words.encode()))
    factories.make_milestone(secretary, consultation, f"{words} milestone")
    factories.make_document(secretary, consultation, f"{words} link", link=f"https://{words}.example/")
    corrections.correct(
        by=secretary, thing=call, field="title", text=f"{words} title", reason=f"{words} reason", now=timezone.now()
    )
    round = factories.make_round(secretary, consultation, summary=f"{words} round")
    text = factories.make_proposal(secretary, round, title=f"{words} text")
    factories.translate(secretary, consultation, title=f"{words} titre", summary=f"{words} résumé")
    factories.translate(secretary, call, title=f"{words} appel", summary=f"{words} l’appel")
    factories.translate(secretary, Question.objects.get(round=call), text=f"{words} Quoi ?", help=f"{words} aide")
    factories.translate_text(secretary, text, title=f"{words} texte", text=in_french(words))
    stage.calls[place], stage.rounds[place], stage.texts[place] = call, round, text
    for state in STATES:
        if state == "corrected":
            # Put right at once: the slip is shown to nobody else.
            slip = factories.make_comment(author, round, text, text=canary(place, "comment", state))
            stage.things[place, "comment", state] = comments.correct(by=author, comment=slip, text="Put right at once.")
            other = factories.make_contribution(
                author, call, title=f"{canary(place, 'contribution', state)} title", text="As it stays."
            )
            stage.things[place, "contribution", state] = contributions.correct(
                by=author, contribution=other, title="Put right at once", text="As it stays now."
            )
            continue
        said = factories.make_comment(author, round, text, text=canary(place, "comment", state))
        sent = factories.make_contribution(
            author,
            call,
            title=f"{canary(place, 'contribution', state)} title",
            text=canary(place, "contribution", state),
        )
        words = canary(place, "contribution", state)
        factories.attach(sent, f"{words}.txt", words.encode())
        stage.things[place, "comment", state], stage.things[place, "contribution", state] = said, sent
        match state:
            case "hidden":
                factories.hide(secretary, said)
                factories.hide(secretary, sent)
            case "withdrawn":
                comments.withdraw(by=author, comment=said)
                contributions.withdraw(by=author, contribution=sent)
            case "release":
                waits = {"status": "received", "waiting_for": state, "text": None, "words_digest": None}
                waits |= {"capacity": "organization", "organization": stage.members_of}
                Comment.objects.filter(pk=said.pk).update(**waits)
                Contribution.objects.filter(pk=sent.pk).update(title=None, answers=None, **waits)
            case "received":
                Comment.objects.filter(pk=said.pk).update(
                    status=state, waiting_for="moderator", text=None, words_digest=None
                )
                Contribution.objects.filter(pk=sent.pk).update(
                    status=state, waiting_for="moderator", text=None, title=None, answers=None, words_digest=None
                )
                for waiting in (said, sent):
                    waiting.refresh_from_db()
                    about = {"question": canary(place, type(waiting).__name__.lower(), state), "language": "en"}
                    decisions.ask(by=secretary, thing=waiting, **about, now=timezone.now())
    for kind in KINDS:
        endorsements.give(by=participant, thing=stage.things[place, kind, "published"])
    if place == "public":
        unconfirmed.keep(
            round=call,
            address="nobody@example.org",
            name="Nobody",
            text=UNCONFIRMED,
            language="en",
            page_language="en",
        )
    _not_sent(author, call, round, text)
    proposals.cite(
        by=secretary,
        paragraph=text.paragraphs.get(anchor="1"),
        contributions=[stage.things[place, "contribution", "published"]],  # type: ignore[list-item]
        now=timezone.now(),
    )


def _named_and_hidden(stage: Stage, secretary: Person) -> None:
    """Somebody and a body who speak and endorse, a document with its file, a text with its paragraphs."""
    person = factories.make_person("canarynameperson")
    body = factories.make_organization(secretary, "canarynamebody")
    factories.make_focal_point(secretary, person, body)
    consultation, call, round = (of["public"] for of in (stage.consultations, stage.calls, stage.rounds))
    file = Upload("canarytitlefile.txt", b"canarytitlefile")
    document = factories.make_document(secretary, consultation, "canarytitledocument", file=file)
    text = proposals.put_up(
        by=secretary,
        round=round,
        type=Proposal.Type.DRAFT,
        title="canarytitletext",
        language="en",
        text="1. canarytitleparagraph\n\n2. canarytitleparagraph again",
        now=timezone.now(),
    )
    factories.translate_text(secretary, text, title="canarytitletext", text="1. canarytitleparagraph\n\n2. mots")
    factories.make_comment(person, round, text, text="Said to what is hidden later.")
    named = {"capacity": "organization", "organization": body}
    factories.make_contribution(person, call, title="In its name", text="In its name.", **named)
    endorsements.give(by=person, thing=stage.things["public", "comment", "published"])
    endorsements.give(by=person, thing=stage.things["public", "contribution", "published"], **named)
    stage.texts["hidden"] = text
    stage.hidden += [person, body, document, text]
    asked = {"rule": None, "reason": "It stays.", "language": "en", "now": timezone.now()}
    for kind in KINDS:
        thing = stage.things["private", kind, "hidden"]
        many.ask(by=secretary, verb="keep", texts=[(thing, "")], **asked)


def _not_sent(author: Person, call: Round, round: Round, text: Proposal) -> None:
    """What the author keeps for themselves: drafts, and the receipt of what was filed together."""
    responses.file(by=author, round=round, items=[responses.Item("Filed together.", "en", proposal=text)])
    said = drafts.save_comment(by=author, round=round, proposal=text, text=DRAFT, language="en", now=timezone.now())
    sent = drafts.save_contribution(by=author, round=call, text=DRAFT, language="en", now=timezone.now())
    assert said is not None
    assert sent is not None


@pytest.fixture
def stage(settle: Callable[[], None], secretary: Person, host: Organization) -> Stage:
    stage = Stage(viewers={"anonymous": None, "outsider": factories.make_person("Olga")})
    stage.viewers["participant"] = factories.make_person("Pia")
    stage.viewers["author"] = factories.make_person("Arno")
    stage.viewers["moderator"] = factories.make_person("Piet", group=None)
    stage.organization = factories.make_organization(secretary, "Small Carriers’ Circle")
    outsider = stage.viewers["outsider"]
    assert outsider is not None
    factories.make_focal_point(secretary, outsider, stage.organization)
    stage.members_of = factories.make_organization(secretary, "Harbour Masters")
    stage.viewers["focal point"] = factories.make_person("Fatou")
    factories.make_focal_point(secretary, stage.viewers["focal point"], stage.members_of)
    letter = letters.Upload("letter.txt", LETTER.encode())
    asking.ask(by=outsider, organization=stage.members_of, letter=letter, now=timezone.now())
    said = {"role": Affiliation.Role.MEMBER, "language": "en", "now": timezone.now()}
    invitations.invite(by=secretary, organization=stage.members_of, address=f"{INVITED}@example.org", **said)
    for place in PLACES:
        _place(stage, place, secretary, host)
        settle()
    assert stage.viewers["moderator"] is not None
    factories.make_office(stage.viewers["moderator"], "moderator", stage.consultations["public"])
    # One round of each place is over, so that its closing record is an outlet too.
    for place in PLACES:
        over = factories.close(factories.make_round(secretary, stage.consultations[place]))
        settle()
        sealing.seal_due(now=timezone.now())
        stage.rounds[f"over-{place}"] = over
    for place in PLACES:
        # Its moderators read it, as they read what they have hidden.
        said = {"rule": None, "language": "en", "name": place, "text": canary(place, "comment", "hidden")}
        templates.add(by=secretary, consultation=stage.consultations[place], now=timezone.now(), **said)
    hidden = stage.consultations["preparation"]
    Consultation.objects.filter(pk=hidden.pk).update(published_at=None)
    preparation.make_preview(by=secretary, consultation=hidden, days=7, now=timezone.now())
    _named_and_hidden(stage, secretary)
    settle()
    for thing in stage.hidden:
        said = {"rule": 4, "reason": "It claims another name.", "language": "en", "now": timezone.now()}
        decisions.hide(by=secretary, thing=thing, **said)
    settle()
    stage.job = jobs.start(by=secretary.pk, kind="contributions.import", total=1, now=timezone.now())
    settle()
    return stage


Addresses = Callable[[Stage], list[str]]


def fixed(*paths: str) -> Addresses:
    return lambda stage: list(paths)


def slugs(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(slug=place) for place in PLACES]


def guesses(pattern: str) -> Addresses:
    """What a stranger may try: another secret, the address of the consultation, the fingerprint that is kept."""
    return lambda stage: [
        pattern.format(secret=secret)
        for secret in (
            previews.new(),
            "preparation",
            *(bytes(link.digest).hex() for link in PreviewLink.objects.all()),
        )
    ]


def numbers(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(slug=place, number=number) for place in PLACES for number in (1, 2, 3)]


def in_groups(stage: Stage) -> list[str]:
    """Of the group in which everybody is who wrote, and of one that said nothing."""
    return [f"/c/{place}/groups/{key}/" for place in PLACES for key in ("civil_society", "academia")]


def each(kind: str, pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=thing.pk) for thing in stage.of(kind)]


def files(pattern: str) -> Addresses:
    """Each file, which says in its name and in its content what its contribution says."""
    return lambda stage: [
        pattern.format(id=attachment.contribution_id, attachment=attachment.pk)
        for attachment in Attachment.objects.all()
    ]


def texts(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=text.pk) for text in stage.texts.values()]


def documents(pattern: str) -> Addresses:
    """Those of each consultation, under the address of both."""
    return lambda stage: [
        pattern.format(slug=place, id=document.pk) for place in PLACES for document in Document.objects.all()
    ]


def milestones(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=milestone.pk) for milestone in Milestone.objects.all()]


def relations(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=relation.pk) for relation in Relation.objects.all()]


def questions(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=question.pk) for question in Question.objects.all()]


def every_round(pattern: str) -> Addresses:
    return lambda stage: [
        pattern.format(id=round.pk) for rounds in (stage.calls, stage.rounds) for round in rounds.values()
    ]


def given(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=endorsement.pk) for endorsement in Endorsement.objects.all()]


def entries(stage: Stage) -> list[str]:
    return [f"/{number}/" for number in range(1, 120)]


def offices(stage: Stage) -> list[str]:
    return [f"/desk/offices/{office.pk}/end/" for office in Office.objects.all()]


def affiliations(stage: Stage) -> list[str]:
    return [f"/desk/affiliations/{affiliation.pk}/end/" for affiliation in Affiliation.objects.all()]


def bodies(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=stage.organization.pk)] if stage.organization else []


def everybody(pattern: str) -> Addresses:
    return lambda stage: [
        pattern.format(id=person.pk)
        for person in (*stage.viewers.values(), *stage.hidden)
        if isinstance(person, Person)
    ]


def every_body(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=body.pk) for body in Organization.objects.all()]


def requests(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=request.pk) for request in AffiliationRequest.objects.all()]


def inquiries(pattern: str) -> Addresses:
    """What moderators asked the author about what waits, in the words of what it is about."""
    return lambda stage: [pattern.format(id=inquiry.pk) for inquiry in Inquiry.objects.all()]


def address_links(stage: Stage) -> list[str]:
    """Whoever holds the link that was sent to an address of a body."""
    return [f"/me/organizations/address/{proofs.token(one.pk, '')}/" for one in AffiliationRequest.objects.all()]


def every_noted_body(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=body.pk) for body in Organization.objects.all()]


def invited(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=invitation.pk) for invitation in Invitation.objects.all()]


def invitation_links(stage: Stage) -> list[str]:
    return [f"/invitations/{tokens.token(invitation.pk)}/" for invitation in Invitation.objects.all()]


def templates_(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=template.pk) for template in Template.objects.all()]


def motions_(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=motion.pk) for motion in Motion.objects.all()]


def decided(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=decision.pk) for decision in Decision.objects.all()]


def what_waits(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=item.pk) for item in Item.objects.all()]


def moderated(stage: Stage) -> list[str]:
    things = [(kind, thing) for kind in KINDS for thing in stage.of(kind)]
    things += [("proposal", one) for one in Proposal.objects.all()] + [("person", one) for one in Person.objects.all()]
    return [f"/api/v1/moderation/things/{kind}/{thing.pk}/" for kind, thing in things]


def many_at_once(pattern: str) -> Addresses:
    return lambda stage: [pattern.format(id=one.pk) for one in Bulk.objects.all()]


def import_jobs(stage: Stage) -> list[str]:
    return [f"/desk/imports/{stage.job.pk}/"] if stage.job else []


def own_follows(stage: Stage) -> list[str]:
    return [f"/api/v1/follows/{follow.pk}/" for follow in Follow.objects.all()]


def places_of_drafts(anchor: str) -> Addresses:
    return lambda stage: [
        f"/me/drafts/comment/{stage.rounds[place].pk}/{stage.texts[place].pk}/{anchor}" for place in PLACES
    ]


def places_of_replies(stage: Stage) -> list[str]:
    return [f"/me/drafts/reply/{thing.round_id}/{thing.pk}/" for thing in stage.of("comment")]


def own_drafts(pattern: str) -> Addresses:
    return lambda stage: [
        *(pattern.format(f"comment/{draft.pk}") for draft in CommentDraft.objects.all()),
        *(pattern.format(f"contribution/{draft.pk}") for draft in ContributionDraft.objects.all()),
    ]


def searches(stage: Stage) -> list[str]:
    """Each canary sought, and with a letter left out; in capitals, so that the words typed are no canary themselves."""
    words = [canary(*cell) for cell in ALL] + [f"canary{place}placeplace" for place in PLACES]
    words += [DRAFT, UNCONFIRMED, *NAMES, *TITLES]
    return [f"/search/?q={sought.upper()}" for word in words for sought in (word, word[:9] + word[10:])]


def own_responses(stage: Stage) -> list[str]:
    return [f"/me/responses/{response.pk}/" for response in Response.objects.all()]


def unsubscribe_links(stage: Stage) -> list[str]:
    """The link of a follow of what everybody may read; whoever holds a link was sent it."""
    follow = Follow.objects.filter(consultation__slug="public")[0]
    link = links.unsubscribe(links.token("follow", follow.pk))
    return [link.removeprefix(settings.SITE_URL), "/unsubscribe/garbage/"]


def in_languages(ending: str) -> Addresses:
    """What the desk shows of each text and consultation in one more language."""
    return lambda stage: [
        f"/desk/c/{slug}/languages/{kind}/{thing.pk}/{ending}"
        for slug, text in stage.texts.items()
        for kind, thing in (("text", text), ("consultation", text.consultation))
    ]


def also_in_french(addresses: Addresses) -> Addresses:
    """The same things chosen by hand in the one further language that they have."""
    return lambda stage: [where for each in addresses(stage) for where in (each, f"{each}?language=fr")]


LISTS = "?consultation=public", "?consultation=private", "?consultation=public&limit=50", ""

# Route -> what it shows, and the addresses at which it is fetched.
ROUTES: dict[str, tuple[str, Addresses]] = {
    "healthz": ("nothing", fixed("/healthz")),
    "readyz": ("nothing", fixed("/readyz")),
    "": ("open rounds, the record", fixed("/")),
    "about/": ("nothing", fixed("/about/")),
    "help/taking-part/": ("what is open", fixed("/help/taking-part/")),
    "help/taking-part/write/": ("what is open", fixed("/help/taking-part/write/")),
    "help/words/": ("words of ours", fixed("/help/words/")),
    "help/": ("nothing", fixed("/help/")),
    "privacy/": ("nothing", fixed("/privacy/")),
    "accessibility/": ("nothing", fixed("/accessibility/")),
    "contact/": ("nothing", fixed("/contact/")),
    "c/<slug:slug>/": ("consultation", also_in_french(slugs("/c/{slug}/"))),
    # Whoever holds the link was sent it; a stranger can only guess.
    "preview/<str:secret>/": ("nothing without the link", guesses("/preview/{secret}/")),
    "preview/<str:secret>/rounds/<int:number>/": (
        "nothing without the link",
        guesses("/preview/{secret}/rounds/1/"),
    ),
    "preview/<str:secret>/texts/<uuid:id>/": (
        "nothing without the link",
        lambda stage: [f"/preview/{previews.new()}/texts/{text.pk}/" for text in stage.texts.values()],
    ),
    "c/<slug:slug>/corrections/": ("corrections", slugs("/c/{slug}/corrections/")),
    "c/<slug:slug>/documents/<uuid:id>/": ("a file", documents("/c/{slug}/documents/{id}/")),
    "c/<slug:slug>/rules/": ("charter, decisions", slugs("/c/{slug}/rules/")),
    "c/<slug:slug>/rounds/<int:number>/": ("round", also_in_french(numbers("/c/{slug}/rounds/{number}/"))),
    "c/<slug:slug>/rounds/<int:number>/record/": ("closing record", numbers("/c/{slug}/rounds/{number}/record/")),
    "c/<slug:slug>/rounds/<int:number>/send/": ("form", also_in_french(numbers("/c/{slug}/rounds/{number}/send/"))),
    "c/<slug:slug>/rounds/<int:number>/compilation/": (
        "all that was said",
        lambda stage: [
            f"{address}{order}"
            for address in numbers("/c/{slug}/rounds/{number}/compilation/")(stage)
            for order in ("", "?by=question", "?by=paragraph")
        ],
    ),
    "c/<slug:slug>/rounds/<int:number>/compilation.docx": (
        "all that was said",
        numbers("/c/{slug}/rounds/{number}/compilation.docx"),
    ),
    "c/<slug:slug>/rounds/<int:number>/late/": ("late texts", numbers("/c/{slug}/rounds/{number}/late/")),
    "c/<slug:slug>/contributions/": ("contributions", slugs("/c/{slug}/contributions/")),
    "contributions/<uuid:id>/": ("contribution", each("contribution", "/contributions/{id}/")),
    "contributions/<uuid:id>/files/": ("files", each("contribution", "/contributions/{id}/files/")),
    "contributions/<uuid:id>/files/<uuid:attachment>/": ("file", files("/contributions/{id}/files/{attachment}/")),
    "contributions/<uuid:id>/files/<uuid:attachment>/remove/": (
        "nothing: acts on POST",
        files("/contributions/{id}/files/{attachment}/remove/"),
    ),
    "contributions/<uuid:id>/withdraw/": ("contribution", each("contribution", "/contributions/{id}/withdraw/")),
    "contributions/<uuid:id>/correct/": ("contribution", each("contribution", "/contributions/{id}/correct/")),
    "contributions/<uuid:id>/replace/": ("contribution", each("contribution", "/contributions/{id}/replace/")),
    "contributions/<uuid:id>/changes/": ("versions", each("contribution", "/contributions/{id}/changes/")),
    "p/<uuid:id>/": ("text", also_in_french(texts("/p/{id}/"))),
    "p/<uuid:id>/whole-text/": ("comments", texts("/p/{id}/whole-text/")),
    "p/<uuid:id>/comments/": ("comments", texts("/p/{id}/comments/")),
    "p/<uuid:id>/<slug:anchor>/": ("comments", also_in_french(texts("/p/{id}/1/"))),
    "p/<uuid:id>/<slug:anchor>/history/": ("sources, counts", texts("/p/{id}/1/history/")),
    "comments/<uuid:id>/": ("comment", each("comment", "/comments/{id}/")),
    "comments/<uuid:id>/reply/": ("comment", each("comment", "/comments/{id}/reply/")),
    "comments/<uuid:id>/correct/": ("comment", each("comment", "/comments/{id}/correct/")),
    "comments/<uuid:id>/withdraw/": ("comment", each("comment", "/comments/{id}/withdraw/")),
    "comments/<uuid:id>/changes/": ("versions", each("comment", "/comments/{id}/changes/")),
    "comments/<uuid:id>/same/": ("comment", each("comment", "/comments/{id}/same/")),
    "contributions/<uuid:id>/same/": ("contribution", each("contribution", "/contributions/{id}/same/")),
    "comments/<uuid:id>/endorsements/": ("endorsements", each("comment", "/comments/{id}/endorsements/")),
    "contributions/<uuid:id>/endorsements/": (
        "endorsements",
        each("contribution", "/contributions/{id}/endorsements/"),
    ),
    "p/<uuid:id>/endorsements/": ("endorsements", texts("/p/{id}/endorsements/")),
    "endorsements/<uuid:id>/withdraw/": ("nothing: acts on POST", given("/endorsements/{id}/withdraw/")),
    "flag/<slug:kind>/<uuid:id>/": (
        "one text",
        lambda stage: [
            *(f"/flag/{kind}/{thing.pk}/" for kind in KINDS for thing in stage.of(kind)),
            *(f"/flag/proposal/{text.pk}/" for text in stage.texts.values()),
            *(f"/flag/document/{document.pk}/" for document in Document.objects.all()),
            *(f"/flag/organization/{body.pk}/" for body in Organization.objects.all()),
            *everybody("/flag/person/{id}/")(stage),
        ],
    ),
    "me/flags/": ("what one told the moderators", fixed("/me/flags/")),
    "moderation/": ("decisions", fixed("/moderation/", "/moderation/?consultation=public")),
    "api/v1/endorsements/": ("endorsements", fixed(*(f"/api/v1/endorsements/{query}" for query in LISTS))),
    "api/v1/endorsements/<uuid:id>/": ("endorsement", given("/api/v1/endorsements/{id}/")),
    # Nobody here holds a link of these; whoever does was sent it.
    "kept/<str:token>/": ("a text that waits for its address", fixed("/kept/garbage/")),
    "confirm/<str:token>/": ("a text that waits for its address", fixed("/confirm/garbage/")),
    "me/introduce/": ("form", fixed("/me/introduce/")),
    **{
        f"{kind}s/<uuid:id>/{act}/": (kind, each(kind, f"/{kind}s/{{id}}/{act}/"))
        for kind in KINDS
        for act in ("release", "speak-for-yourself", "capacity")
    },
    **{
        f"api/v1/{kind}s/<uuid:id>/{act}/": ("nothing: acts on POST", each(kind, f"/api/v1/{kind}s/{{id}}/{act}/"))
        for kind in KINDS
        for act in ("release", "speak-for-yourself", "capacity")
    },
    "people/<uuid:id>/": ("what stands under a name", everybody("/people/{id}/")),
    "people/<uuid:id>/endorsements/": ("endorsements", everybody("/people/{id}/endorsements/")),
    "organizations/<uuid:id>/": ("what was said in its name", every_body("/organizations/{id}/")),
    "organizations/<uuid:id>/endorsements/": ("endorsements", every_body("/organizations/{id}/endorsements/")),
    "c/<slug:slug>/groups/<slug:key>/": ("contributions, comments", in_groups),
    "c/<slug:slug>/calendar.ics": ("dates", slugs("/c/{slug}/calendar.ics")),
    "c/<slug:slug>/rounds/<int:number>/calendar.ics": ("dates", numbers("/c/{slug}/rounds/{number}/calendar.ics")),
    "c/<slug:slug>/organizations/": ("organizations", slugs("/c/{slug}/organizations/")),
    "me/organizations/": ("what waits for one's bodies", fixed("/me/organizations/")),
    "me/organizations/ask/": ("form", fixed("/me/organizations/ask/")),
    "me/organizations/requests/<uuid:id>/": ("one request", requests("/me/organizations/requests/{id}/")),
    "me/organizations/requests/<uuid:id>/letter/": (
        "a letter",
        requests("/me/organizations/requests/{id}/letter/"),
    ),
    "me/organizations/<uuid:id>/": ("invitations", every_noted_body("/me/organizations/{id}/")),
    "me/organizations/invitations/<uuid:id>/take-back/": (
        "nothing: acts on POST",
        invited("/me/organizations/invitations/{id}/take-back/"),
    ),
    "invitations/<str:token>/": ("a body, and as what", invitation_links),
    "me/organizations/address/<str:token>/": ("one request", address_links),
    "new/": ("the record", fixed("/new/", "/new/?before=60")),
    "search/": ("whatever one may read", searches),
    "me/": ("one's own texts", fixed("/me/")),
    "me/start/": ("nothing", fixed("/me/start/")),
    "me/drafts/": ("one's own drafts, and what one filed together", fixed("/me/drafts/")),
    "me/decisions/": ("decisions about one's own texts", fixed("/me/decisions/")),
    "questions/<uuid:id>/": ("a question, and the own text that it is about", inquiries("/questions/{id}/")),
    "me/mails/": ("subjects of the mails to oneself", fixed("/me/mails/")),
    "me/tokens/": ("one's own tokens", fixed("/me/tokens/")),
    "me/tokens/new/": ("form", fixed("/me/tokens/new/")),
    "me/tokens/<uuid:id>/revoke/": (
        "one's own token",
        lambda stage: [f"/me/tokens/{token.pk}/revoke/" for token in AccessToken.objects.all()],
    ),
    "me/devices/": ("one's own browsers", fixed("/me/devices/")),
    "me/devices/others/end/": ("nothing: acts on POST", fixed("/me/devices/others/end/")),
    "me/devices/<int:id>/end/": ("nothing: acts on POST", fixed("/me/devices/1/end/")),
    "me/export/": ("what is held", fixed("/me/export/")),
    "me/export/file/": ("acts on POST; its content has tests of its own", fixed("/me/export/file/")),
    "me/drafts/contribution/<uuid:round>/": ("nothing: acts on POST", every_round("/me/drafts/contribution/{id}/")),
    "me/drafts/comment/<uuid:round>/<uuid:proposal>/": ("nothing: acts on POST", places_of_drafts("")),
    "me/drafts/comment/<uuid:round>/<uuid:proposal>/<slug:anchor>/": ("nothing: acts on POST", places_of_drafts("1/")),
    "me/drafts/reply/<uuid:round>/<uuid:comment>/": ("nothing: acts on POST", places_of_replies),
    "me/drafts/<slug:kind>/<uuid:id>/hold-back/": ("nothing: acts on POST", own_drafts("/me/drafts/{}/hold-back/")),
    "me/drafts/<slug:kind>/<uuid:id>/delete/": ("one's own draft", own_drafts("/me/drafts/{}/delete/")),
    "c/<slug:slug>/rounds/<int:number>/my-response/": ("own drafts", numbers("/c/{slug}/rounds/{number}/my-response/")),
    "c/<slug:slug>/rounds/<int:number>/my-response.docx": (
        "own drafts",
        numbers("/c/{slug}/rounds/{number}/my-response.docx"),
    ),
    "c/<slug:slug>/rounds/<int:number>/my-response.txt": (
        "own drafts",
        numbers("/c/{slug}/rounds/{number}/my-response.txt"),
    ),
    "contributions/<uuid:id>/receipt/": ("own contribution", each("contribution", "/contributions/{id}/receipt/")),
    "comments/<uuid:id>/receipt/": ("own comment", each("comment", "/comments/{id}/receipt/")),
    "me/responses/<uuid:id>/": ("own texts", own_responses),
    "me/follows/": ("one's own follows", fixed("/me/follows/")),
    "follow/": ("nothing: acts on POST", fixed("/follow/")),
    "unsubscribe/<str:token>/": ("what the link ends", unsubscribe_links),
    # The demonstration's mailbox shows everybody's mail, and is there in the demonstration only.
    "demo/mailbox/": ("nothing here", fixed("/demo/mailbox/")),
    "demo/mailbox/<str:name>/": ("nothing here", fixed("/demo/mailbox/1-1-0001/")),
    "demo/mailbox/<str:name>/html/": ("nothing here", fixed("/demo/mailbox/1-1-0001/html/")),
    "api/v1/follows/": ("one's own follows", fixed("/api/v1/follows/")),
    "api/v1/follows/<uuid:id>/": ("one's own follow", own_follows),
    "ledger/": ("the record", fixed("/ledger/", "/ledger/?consultation=private", "/ledger/?consultation=public")),
    "<int:number>/": ("the record", entries),
    "desk/": ("the desk", fixed("/desk/")),
    "desk/consultations/new/": ("form", fixed("/desk/consultations/new/")),
    "desk/c/<slug:slug>/": ("consultation", slugs("/desk/c/{slug}/")),
    "desk/c/<slug:slug>/list/": ("people on the list", slugs("/desk/c/{slug}/list/")),
    "desk/c/<slug:slug>/moderation/": ("rules and what was changed", slugs("/desk/c/{slug}/moderation/")),
    "desk/c/<slug:slug>/words/": ("form", slugs("/desk/c/{slug}/words/")),
    "desk/c/<slug:slug>/steps/": ("steps that are no rounds", slugs("/desk/c/{slug}/steps/")),
    "desk/steps/<uuid:id>/remove/": ("nothing: acts on POST", milestones("/desk/steps/{id}/remove/")),
    "desk/c/<slug:slug>/relations/": ("options", slugs("/desk/c/{slug}/relations/")),
    "desk/relations/<uuid:id>/end/": ("nothing: acts on POST", relations("/desk/relations/{id}/end/")),
    "desk/c/<slug:slug>/documents/": ("documents", slugs("/desk/c/{slug}/documents/")),
    "desk/documents/<uuid:id>/remove/": ("nothing: acts on POST", documents("/desk/documents/{id}/remove/")),
    "desk/c/<slug:slug>/rounds/<int:number>/questions/": (
        "questions",
        numbers("/desk/c/{slug}/rounds/{number}/questions/"),
    ),
    "desk/questions/<uuid:id>/": ("question", questions("/desk/questions/{id}/")),
    "desk/questions/<uuid:id>/move/": ("nothing: acts on POST", questions("/desk/questions/{id}/move/")),
    "desk/questions/<uuid:id>/remove/": ("nothing: acts on POST", questions("/desk/questions/{id}/remove/")),
    "desk/c/<slug:slug>/ready/": ("what is done", slugs("/desk/c/{slug}/ready/")),
    "desk/c/<slug:slug>/ready/preview/": ("acts on POST", slugs("/desk/c/{slug}/ready/preview/")),
    "desk/c/<slug:slug>/ready/preview/end/": ("acts on POST", slugs("/desk/c/{slug}/ready/preview/end/")),
    "desk/c/<slug:slug>/ready/publish/": ("form", slugs("/desk/c/{slug}/ready/publish/")),
    "desk/c/<slug:slug>/rounds/<int:number>/try/": ("form", numbers("/desk/c/{slug}/rounds/{number}/try/")),
    "desk/c/<slug:slug>/rounds/<int:number>/supplement/": (
        "form",
        numbers("/desk/c/{slug}/rounds/{number}/supplement/"),
    ),
    "desk/c/<slug:slug>/correct/": ("words", slugs("/desk/c/{slug}/correct/")),
    "desk/c/<slug:slug>/correct/<slug:field>/": ("words", slugs("/desk/c/{slug}/correct/summary/")),
    "desk/c/<slug:slug>/correct/<slug:kind>/<uuid:id>/<slug:field>/": (
        "words",
        lambda stage: [
            f"/desk/c/{place}/correct/round/{stage.calls[place].pk}/summary/" for place in stage.consultations
        ],
    ),
    "desk/c/<slug:slug>/rounds/new/": ("form", slugs("/desk/c/{slug}/rounds/new/")),
    "desk/c/<slug:slug>/rounds/<int:number>/extend/": ("round", numbers("/desk/c/{slug}/rounds/{number}/extend/")),
    "desk/c/<slug:slug>/texts/new/": ("form", slugs("/desk/c/{slug}/texts/new/")),
    "desk/c/<slug:slug>/languages/": ("words in every language", slugs("/desk/c/{slug}/languages/")),
    "desk/c/<slug:slug>/languages/<slug:kind>/<uuid:id>/": ("a text in two languages", in_languages("?language=fr")),
    "desk/c/<slug:slug>/languages/<slug:kind>/<uuid:id>/<slug:language>/remove/": (
        "the title of a version",
        in_languages("fr/remove/"),
    ),
    "desk/c/<slug:slug>/texts/<uuid:id>/sources/": (
        "contributions",
        lambda stage: [f"/desk/c/{place}/texts/{text.pk}/sources/" for place, text in stage.texts.items()],
    ),
    "desk/c/<slug:slug>/rounds/<int:number>/record/": ("form", numbers("/desk/c/{slug}/rounds/{number}/record/")),
    "desk/c/<slug:slug>/rounds/<int:number>/record/text/": (
        "form",
        numbers("/desk/c/{slug}/rounds/{number}/record/text/"),
    ),
    "desk/c/<slug:slug>/import/": ("form", slugs("/desk/c/{slug}/import/")),
    "desk/imports/<uuid:id>/": ("job", import_jobs),
    "desk/waiting/": ("nothing: leads to the queue", fixed("/desk/waiting/")),
    "desk/queue/": ("what waits", fixed("/desk/queue/")),
    "desk/queue/take/": ("nothing: acts on POST", fixed("/desk/queue/take/")),
    "desk/queue/next/": ("nothing: acts on POST", fixed("/desk/queue/next/")),
    "desk/queue/back/": ("nothing: acts on POST", fixed("/desk/queue/back/")),
    "desk/queue/many/": ("nothing: acts on POST", fixed("/desk/queue/many/")),
    "desk/queue/<uuid:id>/": ("one text", what_waits("/desk/queue/{id}/")),
    "desk/requests/<uuid:id>/": ("one request", requests("/desk/requests/{id}/")),
    "desk/requests/<uuid:id>/letter/": ("a letter", requests("/desk/requests/{id}/letter/")),
    "desk/organizations/<uuid:id>/merge/": ("form", bodies("/desk/organizations/{id}/merge/")),
    "desk/organizations/<uuid:id>/invite/": ("nothing: acts on POST", bodies("/desk/organizations/{id}/invite/")),
    "desk/invitations/<uuid:id>/take-back/": (
        "nothing: acts on POST",
        invited("/desk/invitations/{id}/take-back/"),
    ),
    "desk/organizations/<uuid:id>/confirm/": ("nothing: acts on POST", bodies("/desk/organizations/{id}/confirm/")),
    "desk/organizations/<uuid:id>/domain/": ("nothing: acts on POST", bodies("/desk/organizations/{id}/domain/")),
    "desk/decide/<slug:kind>/<uuid:id>/": (
        "one text",
        lambda stage: [f"/desk/decide/{kind}/{thing.pk}/" for kind in KINDS for thing in stage.of(kind)],
    ),
    "desk/decisions/": ("decisions", fixed("/desk/decisions/")),
    "desk/decisions/<uuid:id>/undo/": ("nothing: acts on POST", decided("/desk/decisions/{id}/undo/")),
    "desk/organizations/": ("organizations", fixed("/desk/organizations/")),
    "desk/organizations/new/": ("form", fixed("/desk/organizations/new/")),
    "desk/organizations/<uuid:id>/": ("organization", bodies("/desk/organizations/{id}/")),
    "desk/affiliations/<uuid:id>/end/": ("affiliation", affiliations),
    "desk/people/": ("people", fixed("/desk/people/", "/desk/people/?q=canary")),
    "desk/people/<uuid:id>/": ("one account", everybody("/desk/people/{id}/")),
    "desk/motions/<uuid:id>/": ("nothing: leads on", motions_("/desk/motions/{id}/")),
    "desk/offices/": ("offices", fixed("/desk/offices/")),
    "desk/c/<slug:slug>/offices/": ("offices", slugs("/desk/c/{slug}/offices/")),
    "desk/offices/<uuid:id>/end/": ("office", offices),
    "desk/site/": ("form", fixed("/desk/site/")),
    "desk/templates/": ("wordings", fixed("/desk/templates/")),
    "desk/templates/new/": ("form", fixed("/desk/templates/new/")),
    "desk/templates/<uuid:id>/": ("a wording", templates_("/desk/templates/{id}/")),
    "desk/templates/<uuid:id>/remove/": ("a wording", templates_("/desk/templates/{id}/remove/")),
    **{
        f"{route}.{ending}": (what, addresses(f"{pattern}.{ending}"))
        for ending in ("csv", "xlsx")
        for route, what, addresses, pattern in (
            ("c/<slug:slug>/contributions", "contributions", slugs, "/c/{slug}/contributions"),
            (
                "c/<slug:slug>/rounds/<int:number>/contributions",
                "contributions",
                numbers,
                "/c/{slug}/rounds/{number}/contributions",
            ),
            ("c/<slug:slug>/rounds/<int:number>/comments", "comments", numbers, "/c/{slug}/rounds/{number}/comments"),
            ("c/<slug:slug>/rounds/<int:number>/late", "late texts", numbers, "/c/{slug}/rounds/{number}/late"),
            ("p/<uuid:id>/comments", "comments", texts, "/p/{id}/comments"),
            ("p/<uuid:id>/endorsements", "endorsements", texts, "/p/{id}/endorsements"),
            *(
                (
                    f"{kind}s/<uuid:id>/endorsements",
                    "endorsements",
                    partial(each, kind),
                    f"/{kind}s/{{id}}/endorsements",
                )
                for kind in KINDS
            ),
            ("ledger", "the record", fixed, "/ledger"),
            ("moderation", "decisions", fixed, "/moderation"),
        )
    },
    "help/columns/": ("nothing", fixed("/help/columns/")),
    "api/v1/": ("nothing", fixed("/api/v1/")),
    "api/v1/consultations/": ("consultations", fixed("/api/v1/consultations/")),
    "api/v1/consultations/<slug:slug>/": ("consultation", also_in_french(slugs("/api/v1/consultations/{slug}/"))),
    "api/v1/consultations/<slug:slug>/rules/": (
        "rules and what was changed",
        slugs("/api/v1/consultations/{slug}/rules/"),
    ),
    "api/v1/moderation/templates/": ("wordings", fixed("/api/v1/moderation/templates/")),
    "api/v1/moderation/templates/<uuid:id>/": ("a wording", templates_("/api/v1/moderation/templates/{id}/")),
    "api/v1/consultations/<slug:slug>/publish/": (
        "nothing: acts on POST",
        slugs("/api/v1/consultations/{slug}/publish/"),
    ),
    "api/v1/corrections/<uuid:id>/": (
        "correction",
        lambda stage: [f"/api/v1/corrections/{one.pk}/" for one in Correction.objects.all()],
    ),
    "api/v1/corrections/": ("corrections", fixed(*(f"/api/v1/corrections/{query}" for query in LISTS))),
    "api/v1/milestones/": ("steps", fixed("/api/v1/milestones/", "/api/v1/milestones/?consultation=private")),
    "api/v1/milestones/<uuid:id>/": ("step", milestones("/api/v1/milestones/{id}/")),
    "api/v1/documents/": ("documents", fixed("/api/v1/documents/", "/api/v1/documents/?consultation=private")),
    "api/v1/documents/<uuid:id>/": ("document", documents("/api/v1/documents/{id}/")),
    "api/v1/documents/<uuid:id>/file/": ("file", documents("/api/v1/documents/{id}/file/")),
    "api/v1/rounds/": ("rounds", fixed(*(f"/api/v1/rounds/{query}" for query in LISTS))),
    "api/v1/rounds/<uuid:id>/": ("round", also_in_french(every_round("/api/v1/rounds/{id}/"))),
    "api/v1/rounds/<uuid:id>/heard/": ("figures", every_round("/api/v1/rounds/{id}/heard/")),
    "api/v1/rounds/<uuid:id>/extensions/": (
        "nothing: acts on POST",
        every_round("/api/v1/rounds/{id}/extensions/"),
    ),
    "api/v1/rounds/<uuid:id>/supplement/": (
        "nothing: acts on POST",
        every_round("/api/v1/rounds/{id}/supplement/"),
    ),
    "api/v1/rounds/<uuid:id>/questions/": ("nothing: acts on POST", every_round("/api/v1/rounds/{id}/questions/")),
    "api/v1/questions/<uuid:id>/": ("question", also_in_french(questions("/api/v1/questions/{id}/"))),
    "api/v1/questions/<uuid:id>/move/": ("nothing: acts on POST", questions("/api/v1/questions/{id}/move/")),
    "api/v1/translations/": ("nothing: acts on POST", fixed("/api/v1/translations/")),
    "api/v1/translations/remove/": ("nothing: acts on POST", fixed("/api/v1/translations/remove/")),
    "api/v1/paragraphs/<uuid:id>/sources/": (
        "nothing: acts on PUT",
        lambda stage: [f"/api/v1/paragraphs/{one.pk}/sources/" for one in Paragraph.objects.all()],
    ),
    "api/v1/proposals/": ("texts", fixed(*(f"/api/v1/proposals/{query}" for query in LISTS))),
    "api/v1/proposals/<uuid:id>/": ("text", also_in_french(texts("/api/v1/proposals/{id}/"))),
    "api/v1/contributions/": ("contributions", fixed(*(f"/api/v1/contributions/{query}" for query in LISTS))),
    "api/v1/contributions/<uuid:id>/attachments/": (
        "nothing: acts on POST",
        each("contribution", "/api/v1/contributions/{id}/attachments/"),
    ),
    "api/v1/contributions/<uuid:id>/attachments/<uuid:attachment>/": (
        "file",
        files("/api/v1/contributions/{id}/attachments/{attachment}/"),
    ),
    "api/v1/contributions/<uuid:id>/": ("contribution", each("contribution", "/api/v1/contributions/{id}/")),
    "api/v1/contributions/<uuid:id>/replace/": (
        "nothing: acts on POST",
        each("contribution", "/api/v1/contributions/{id}/replace/"),
    ),
    "api/v1/contributions/<uuid:id>/withdraw/": (
        "nothing: acts on POST",
        each("contribution", "/api/v1/contributions/{id}/withdraw/"),
    ),
    "api/v1/contributions/<uuid:id>/versions/": (
        "versions",
        each("contribution", "/api/v1/contributions/{id}/versions/"),
    ),
    "api/v1/recordings/": ("nothing: acts on POST", fixed("/api/v1/recordings/")),
    "api/v1/comments/<uuid:id>/withdraw/": (
        "nothing: acts on POST",
        each("comment", "/api/v1/comments/{id}/withdraw/"),
    ),
    "api/v1/comments/<uuid:id>/versions/": ("versions", each("comment", "/api/v1/comments/{id}/versions/")),
    "api/v1/comments/": ("comments", fixed(*(f"/api/v1/comments/{query}" for query in LISTS))),
    "api/v1/comments/<uuid:id>/": ("comment", each("comment", "/api/v1/comments/{id}/")),
    "api/v1/responses/": ("own responses", fixed("/api/v1/responses/")),
    "api/v1/responses/<uuid:id>/": (
        "own texts",
        lambda stage: [f"/api/v1/responses/{response.pk}/" for response in Response.objects.all()],
    ),
    "api/v1/drafts/": ("own drafts", fixed("/api/v1/drafts/")),
    "api/v1/drafts/<uuid:id>/": (
        "own draft",
        lambda stage: [f"/api/v1/drafts/{draft.pk}/" for draft in CommentDraft.objects.all()],
    ),
    "api/v1/organizations/": ("organizations", fixed("/api/v1/organizations/")),
    "api/v1/affiliation-requests/": ("one's own requests", fixed("/api/v1/affiliation-requests/")),
    "api/v1/affiliation-requests/to-answer/": ("what one may answer", fixed("/api/v1/affiliation-requests/to-answer/")),
    "api/v1/affiliation-requests/<uuid:id>/": (
        "a request that one made or may answer",
        requests("/api/v1/affiliation-requests/{id}/"),
    ),
    "api/v1/affiliation-requests/<uuid:id>/letter/": (
        "a letter",
        requests("/api/v1/affiliation-requests/{id}/letter/"),
    ),
    "api/v1/organizations/<uuid:id>/domain/": (
        "what proves a domain",
        every_noted_body("/api/v1/organizations/{id}/domain/"),
    ),
    "api/v1/moderation/organizations/<uuid:id>/merge/": (
        "nothing: acts on POST",
        bodies("/api/v1/moderation/organizations/{id}/merge/"),
    ),
    "api/v1/moderation/invitations/": ("invitations", fixed("/api/v1/moderation/invitations/")),
    "api/v1/moderation/invitations/<uuid:id>/": (
        "invitation",
        invited("/api/v1/moderation/invitations/{id}/"),
    ),
    "api/v1/affiliation-requests/<uuid:id>/confirm/": (
        "nothing: acts on POST",
        requests("/api/v1/affiliation-requests/{id}/confirm/"),
    ),
    "api/v1/affiliation-requests/<uuid:id>/refuse/": (
        "nothing: acts on POST",
        requests("/api/v1/affiliation-requests/{id}/refuse/"),
    ),
    "api/v1/organizations/<uuid:id>/": ("organization", bodies("/api/v1/organizations/{id}/")),
    "api/v1/stakeholder-groups/": ("groups", fixed("/api/v1/stakeholder-groups/")),
    "api/v1/entries/": ("the record", fixed(*(f"/api/v1/entries/{query}" for query in LISTS))),
    "api/v1/inquiries/": ("one's own questions", fixed("/api/v1/inquiries/")),
    "api/v1/inquiries/<uuid:id>/": ("one's own question", inquiries("/api/v1/inquiries/{id}/")),
    "api/v1/inquiries/<uuid:id>/reply/": ("nothing: acts on POST", inquiries("/api/v1/inquiries/{id}/reply/")),
    "api/v1/flags/": ("what one told the moderators", fixed("/api/v1/flags/")),
    "api/v1/flags/<uuid:id>/": (
        "what one told the moderators",
        lambda stage: [f"/api/v1/flags/{flag.pk}/" for flag in Flag.objects.all()],
    ),
    "api/v1/moderation/accounts/<uuid:id>/": ("one account", everybody("/api/v1/moderation/accounts/{id}/")),
    **{
        f"api/v1/moderation/accounts/<uuid:id>/{act}/": (
            "nothing: acts on POST",
            everybody(f"/api/v1/moderation/accounts/{{id}}/{act}/"),
        )
        for act in ("limit", "suspend", "lift")
    },
    "api/v1/moderation/offices/": ("offices", fixed("/api/v1/moderation/offices/")),
    "api/v1/moderation/offices/<uuid:id>/": (
        "one office",
        lambda stage: [f"/api/v1/moderation/offices/{office.pk}/" for office in Office.objects.all()],
    ),
    "api/v1/decisions/": ("decisions", fixed(*(f"/api/v1/decisions/{query}" for query in LISTS))),
    "api/v1/decisions/<uuid:id>/": ("one decision", decided("/api/v1/decisions/{id}/")),
    "api/v1/moderation/items/": ("the queue", fixed("/api/v1/moderation/items/")),
    "api/v1/moderation/items/<uuid:id>/": ("what waits", what_waits("/api/v1/moderation/items/{id}/")),
    "api/v1/moderation/things/<slug:kind>/<uuid:id>/": ("what moderators decide about", moderated),
    "api/v1/moderation/motions/": ("motions", fixed("/api/v1/moderation/motions/")),
    "api/v1/moderation/bulk/": ("one's own bulk decisions", fixed("/api/v1/moderation/bulk/")),
    **{
        f"api/v1/moderation/{path}": ("nothing: acts on POST", fixed(f"/api/v1/moderation/{path}"))
        for path in ("items/next/", "decisions/", "bulk/preview/")
    },
    **{
        f"api/v1/moderation/items/<uuid:id>/{act}/": (
            "nothing: acts on POST",
            what_waits(f"/api/v1/moderation/items/{{id}}/{act}/"),
        )
        for act in ("claim", "give-back", "assign", "recuse")
    },
    "api/v1/moderation/decisions/<uuid:id>/undo/": (
        "nothing: acts on POST",
        decided("/api/v1/moderation/decisions/{id}/undo/"),
    ),
    **{
        f"api/v1/moderation/motions/<uuid:id>/{act}": ("a motion", motions_(f"/api/v1/moderation/motions/{{id}}/{act}"))
        for act in ("", "agree/", "refuse/", "take-back/")
    },
    **{
        f"api/v1/moderation/bulk/<uuid:id>/{act}": (
            "a bulk decision, of who asked for it",
            many_at_once(f"/api/v1/moderation/bulk/{{id}}/{act}"),
        )
        for act in ("", "items/", "undo/")
    },
    "desk/bulk/": ("one's own bulk decisions", fixed("/desk/bulk/")),
    "desk/bulk/new/": (
        "a preview of many",
        fixed(*(f"/desk/bulk/new/?act={act}&all=1" for act in ("publish", "hide"))),
    ),
    "desk/bulk/<uuid:id>/": ("a bulk decision, of who asked for it", many_at_once("/desk/bulk/{id}/")),
    "api/v1/schema/": ("nothing", fixed("/api/v1/schema/")),
    "api/v1/docs/": ("nothing", fixed("/api/v1/docs/")),
    "api/v1/docs/errors": ("nothing", fixed("/api/v1/docs/errors")),
}

# The account's own pages show nothing but the account, and are allauth's.
ACCOUNT = "accounts/"


def walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


def test_every_route_is_listed() -> None:
    routes = {route for route in walk(get_resolver().url_patterns) if not route.startswith(ACCOUNT)}

    assert routes == set(ROUTES)


def _as_words(body: bytes) -> str:
    """A body as it can be searched; a Word file is a set of compressed pages."""
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        return "".join(whole.read(name).decode() for name in whole.namelist() if name.endswith(".xml"))


def rows_written() -> dict[str, int]:
    """Rows inserted, changed or deleted in this transaction, by table; sessions and caches are not the platform's."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")
        return {name: count for name, count in cursor.fetchall() if name not in ("django_session", "web_cache")}


ALL = [(place, kind, state) for place in PLACES for kind in KINDS for state in STATES]


@pytest.mark.django_db
@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_outlet_shows_what_its_viewer_may_not_see(viewer: str, stage: Stage) -> None:
    client = stage.client(viewer)
    forbidden = [canary(*cell) for cell in ALL if not sees(viewer, cell[0], cell[2])]
    forbidden.append(UNCONFIRMED)
    forbidden += [*NAMES, *(() if viewer == "moderator" else TITLES)]
    forbidden += [f"canary{place}placeplace" for place in PLACES if not sees(viewer, place, "place")]
    wanted = {canary(*cell) for cell in ALL if cell[2] == "published" and sees(viewer, cell[0], cell[2])}
    if viewer == "focal point":
        wanted |= {canary("public", kind, "release") for kind in KINDS}
    wanted |= {f"canary{place}placeplace" for place in PLACES if sees(viewer, place, "place")}

    (wanted.add if viewer == "author" else forbidden.append)(DRAFT)
    (wanted.add if viewer in ("outsider", "focal point") else forbidden.append)(LETTER)
    (wanted.add if viewer == "focal point" else forbidden.append)(INVITED)

    written = rows_written()
    leaks, broken, found = [], [], set()
    for _what, addresses in ROUTES.values():
        for address in addresses(stage):
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            shown = _as_words(body) + str(response.headers)
            leaks += [(address, word) for word in forbidden if word in shown]
            found |= {word for word in wanted if word in shown}
            if response.status_code not in (200, 301, 302, 303, 401, 403, 404, 405, 409, 422):
                broken.append((address, response.status_code))

    assert leaks == []
    assert broken == []
    assert found == wanted
    # No GET has an effect.
    assert rows_written() == written


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_stranger_meets_nothing_but_not_found(place: str, stage: Stage) -> None:
    """A private consultation answers a stranger as one that does not exist; a public one is there."""
    client = stage.client("outsider")
    text = stage.texts[place]
    thing = stage.things[place, "comment", "published"]
    sent = stage.things[place, "contribution", "published"]
    addresses = [
        f"/c/{place}/",
        f"/c/{place}/rules/",
        f"/c/{place}/rounds/1/",
        f"/c/{place}/rounds/3/record/",
        f"/c/{place}/contributions/",
        f"/c/{place}/contributions.csv",
        f"/c/{place}/rounds/1/compilation/",
        f"/c/{place}/rounds/1/compilation.docx",
        f"/c/{place}/rounds/1/comments.xlsx",
        f"/p/{text.pk}/comments.csv",
        f"/p/{text.pk}/",
        f"/p/{text.pk}/1/",
        f"/comments/{thing.pk}/",
        f"/contributions/{sent.pk}/",
        f"/{thing.number or Comment.objects.select_related('entry').get(pk=thing.pk).number}/",
        f"/api/v1/consultations/{place}/",
        f"/api/v1/rounds/{stage.rounds[place].pk}/",
        f"/api/v1/proposals/{text.pk}/",
        f"/api/v1/comments/{thing.pk}/",
        f"/api/v1/contributions/{sent.pk}/",
    ]

    found = {client.get(address).status_code == 404 for address in addresses}
    assert found == {place != "public"}


@pytest.mark.django_db
def test_no_reminder_shows_a_word_of_a_text_or_a_place_that_its_reader_does_not_decide_about(stage: Stage) -> None:
    moderator = stage.viewers["moderator"]
    now = timezone.now().replace(hour=9)
    Item.objects.open().update(due_at=now - timedelta(days=2))
    reminders.remind(now=now)
    mails = list(Mail.objects.filter(kind=Mail.Kind.REMINDER))
    everything = "".join(mail.subject + mail.text + mail.html for mail in mails)
    (own,) = (mail.text + mail.html for mail in mails if mail.person == moderator)

    assert [word for word in (canary(*cell) for cell in ALL) if word in everything] == []
    assert [f"canary{place}placeplace" in own for place in PLACES] == [True, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize("viewer", ["participant", "author"])
def test_no_mail_shows_what_its_reader_may_not_see(viewer: str, stage: Stage) -> None:
    """Digests, receipts and decisions, as they would leave now."""
    person = stage.viewers[viewer]
    assert person is not None
    while notices.tell(now=timezone.now()):
        pass
    head = max(follow.told_seq for follow in Follow.objects.all()) + 10_000
    told = compose.compose(person, list(Follow.objects.filter(person=person)), head, now=timezone.now())
    digest = str(told)
    others = "".join(mail.subject + mail.text + mail.html for mail in Mail.objects.filter(person=person))

    allowed = {canary(*cell) for cell in ALL if sees(viewer, cell[0], cell[2])}
    every = {canary(*cell) for cell in ALL}
    # Nobody is told in a digest what is not shown to everybody who may read the consultation.
    shown = {word for word in every if word in digest}
    assert shown == {canary(*cell) for cell in ALL if cell[2] == "published" and cell[0] != "preparation"}
    # What somebody filed themselves comes back to them in its receipt, wherever it stands now.
    own = {canary(*cell) for cell in ALL if viewer == "author"}
    assert {word for word in every if word in others} <= allowed | own
    assert UNCONFIRMED not in digest + others
    assert [word for word in (*NAMES, *TITLES) if word in digest] == []
