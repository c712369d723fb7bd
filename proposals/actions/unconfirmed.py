"""Texts of people without an account: kept at the moment they were sent, filed once the address answers."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import people
from accounts.models import Person
from accounts.rules import domains
from contributions.actions import contributions
from contributions.actions import filing as contribution_filing
from contributions.models import Contribution
from proposals.actions import comments
from proposals.actions import filing as comment_filing
from proposals.models import Comment, Paragraph, Proposal, Unconfirmed
from proposals.permissions import can_write_unconfirmed
from rounds.actions import gate
from rounds.models import Round
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

LOCK = "select pg_advisory_xact_lock(hashtextextended('unconfirmed:' || lower(%s), 0))"


@transaction.atomic(savepoint=False)
def keep(
    *,
    round: Round,
    address: str,
    name: str,
    text: str,
    language: str,
    page_language: str,
    title: str = "",
    answers: Mapping[str, str] | None = None,
    proposal: Proposal | None = None,
    paragraph: Paragraph | None = None,
    reply_to: Comment | None = None,
    kind: str | None = None,
    is_named: bool = True,
) -> Unconfirmed:
    """Receive a text before its author has an account. The gate's moment is the one that counts.

    Without `proposal` it is a contribution, with one a comment. At most three of one address wait at once.
    """
    require(can_write_unconfirmed(round.consultation))
    name = spaces.line(name)
    if spaces.is_blank(name):
        raise Invalid(Refusal("name_missing", _("Write the name under which you take part."), field="name"))
    people.check_name(name)
    address = _as_sent(address)
    given: dict[str, str] = {}
    if proposal is None:
        title, text, given, language = contribution_filing.checked(
            round, title=title, text=text, answers=answers, language=language
        )
    else:
        paragraph = paragraph or (reply_to.paragraph if reply_to else None)
        comment_filing.target(round, proposal, paragraph, reply_to)
        text, language = words.checked(text, limit=Comment.TEXT_LIMIT), words.checked_language(language)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [address])
    if Unconfirmed.objects.filter(address__iexact=address).count() >= Unconfirmed.AT_MOST:
        raise Conflict(
            Refusal(
                "too_many_unconfirmed",
                _("%(count)s texts of this address wait for its answer already. Open the link in one of our mails."),
                {"count": Unconfirmed.AT_MOST},
                field="address",
            )
        )
    return Unconfirmed.objects.create(
        round=round,
        address=address,
        name=name,
        title=title,
        text=text,
        answers=given,
        language=language,
        page_language=page_language,
        proposal=proposal,
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind or None,
        is_named=is_named,
        received_at=gate.admit(round),
    )


@transaction.atomic(savepoint=False)
def confirm(*, id: UUID, now: datetime) -> Comment | Contribution:
    """The link in the mail was answered: the text is filed under the account of its address, made here if need be.

    Answered again, it gives what was filed the first time.
    """
    waiting = (
        Unconfirmed.objects.select_for_update(of=("self",))
        .select_related("round__consultation", "proposal", "paragraph", "reply_to")
        .filter(pk=id)
        .first()
    )
    if waiting is None:
        return filed(id=id)
    person = people.of_address(address=waiting.address, name=waiting.name, language=waiting.page_language, now=now)
    filed_now = _file(person, waiting, now)
    waiting.delete()
    return filed_now


@transaction.atomic(savepoint=False)
def erase(*, id: UUID) -> None:
    """Whoever got the mail did not write the text: it goes, and nothing was filed. What was filed before stays."""
    Unconfirmed.objects.filter(pk=id).delete()


def filed(*, id: UUID) -> Comment | Contribution:
    """What became of a kept text; `Conflict` where it was erased unconfirmed, or never was."""
    for model in (Comment, Contribution):
        thing = model._default_manager.filter(pk=id).first()
        if isinstance(thing, Comment | Contribution):
            return thing
    raise Conflict(
        Refusal(
            "unconfirmed_gone",
            _("This text waits no more. It was not confirmed in time, or somebody said that they did not write it."),
        )
    )


def _as_sent(address: str) -> str:
    """The address as the mail goes to it: letters of its domain that only look like another's stay another's."""
    local, _at, domain = address.strip().rpartition("@")
    name = domains.canonical(domain)
    if not local.isascii() or name is None:
        raise Invalid(Refusal("address_invalid", _("This is no mail address."), field="address"))
    return f"{local}@{name}"


def _file(person: Person, waiting: Unconfirmed, now: datetime) -> Comment | Contribution:
    if waiting.proposal is None:
        return contributions.send_confirmed(
            by=person,
            round=waiting.round,
            title=waiting.title,
            text=waiting.text,
            answers=waiting.answers,
            language=waiting.language,
            is_named=waiting.is_named,
            received_at=waiting.received_at,
            id=waiting.pk,
            now=now,
        )
    return comments.post_confirmed(
        by=person,
        round=waiting.round,
        proposal=waiting.proposal,
        paragraph=waiting.paragraph,
        reply_to=waiting.reply_to,
        kind=waiting.kind,
        text=waiting.text,
        language=waiting.language,
        is_named=waiting.is_named,
        received_at=waiting.received_at,
        id=waiting.pk,
        now=now,
    )
