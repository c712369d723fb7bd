"""The steps of filing a contribution: everything that takes time first, then, at the gate's moment, the rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.actions import files
from contributions.actions.files import Ready, Upload
from contributions.models import Contribution, ContributionDraft, ContributionVersion
from contributions.rules import words as contribution_words
from ledger.actions import entries
from ledger.rules import records
from rounds.actions import floods
from rounds.models import Capacity, Channel, Consultation, Question, Round, Status, WaitingFor, as_filed
from rounds.permissions import waits_to_be_read, waits_to_speak
from rounds.rules import words
from rounds.rules.floods import AT_ONCE
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal


@dataclass(frozen=True)
class Prepared:
    """A contribution that is ready for the gate. `waits`: what it waits for whatever its moment, if anything."""

    round: Round
    title: str
    text: str
    answers: dict[str, str]
    language: str
    facts: dict[str, Any]
    waits: WaitingFor | None
    channel: Channel = Channel.WEB
    files: tuple[Ready, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


def checked(
    round: Round, *, title: str, text: str, answers: Mapping[str, str] | None, language: str
) -> tuple[str, str, dict[str, str], str]:
    """Title, text, answers and language as they will be filed. Text or an answer is needed; a title is found."""
    if "contributions" not in round.accepts:
        raise Conflict(
            Refusal(
                "round_does_not_accept",
                _("Contributions are sent to calls for inputs. This round takes comments on its texts."),
                field="round",
            )
        )
    language = words.checked_language(language)
    given = _checked_answers(round, answers or {})
    if not (given and spaces.is_blank(text)):
        text = words.checked(text, limit=Contribution.TEXT_LIMIT)
    else:
        text = ""
    if sum(map(len, given.values())) + len(text) > Contribution.TEXT_LIMIT:
        words.checked("x" * (sum(map(len, given.values())) + len(text)), limit=Contribution.TEXT_LIMIT)
    if spaces.is_blank(title):
        title = contribution_words.first_words(text or next(iter(given.values())))
    title = words.checked(title, limit=Contribution.TITLE_LIMIT, field="title")
    return spaces.line(title), text, given, language


def prepare(
    *,
    by: Person,
    round: Round,
    title: str = "",
    text: str,
    answers: Mapping[str, str] | None = None,
    language: str,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    uploads: Sequence[Upload] = (),
    channel: Channel = Channel.WEB,
    **more: Any,
) -> Prepared:
    """A contribution in its author's own hand; who may send it has been asked."""
    title, text, given, language = checked(round, title=title, text=text, answers=answers, language=language)
    facts = as_filed(by, capacity, organization, is_named=is_named)
    return Prepared(
        round=round,
        title=title,
        text=text,
        answers=given,
        language=language,
        facts=facts,
        waits=waits_to_speak(by, capacity, organization) or reads_first(by, round.consultation, facts["standing"]),
        channel=channel,
        files=files.ready(uploads),
        more=more,
    )


def reads_first(by: Person, consultation: Consultation, standing: str) -> WaitingFor | None:
    """Whether a moderator reads it first: `waits_to_be_read`, for somebody of whom no contribution was shown yet."""

    def is_first() -> bool:
        return not Contribution.objects.filter(author=by, status__in=Contribution.SEEN).exists()

    return waits_to_be_read(by, consultation, standing, is_first)


def file(
    prepared: Prepared, *, posted_at: datetime, at: datetime | None = None, id: UUID | None = None, **facts: Any
) -> Contribution:
    """Write the rows. `at` is the moment of the act where it is not the one at which the text was received."""
    round, author = prepared.round, prepared.facts["author"]
    key = id or uuid4()
    waits = prepared.waits or _flood(prepared, posted_at)
    status = Status.RECEIVED if waits else Status.PUBLISHED
    salt = records.new_salt()
    organization = prepared.facts["organization"]
    entry = entries.append(
        kind="contribution.received",
        thing=key,
        at=at or posted_at,
        consultation=round.consultation_id,
        round=round.pk,
        received_at=posted_at if at else None,
        capacity=prepared.facts["capacity"],
        organization=organization.pk if organization else None,
        stakeholder_group=prepared.facts["stakeholder_group_id"],
        language=prepared.language,
        channel=prepared.channel,
        status=status,
        commit=records.commit(salt, contribution_words.committed(prepared.title, prepared.text, prepared.answers)),
        files=files.fingerprints(prepared.files),
        **facts,
    )
    contribution = Contribution(
        id=key,
        consultation_id=round.consultation_id,
        round=round,
        language=prepared.language,
        status=status,
        waiting_for=waits,
        channel=prepared.channel,
        posted_at=posted_at,
        entry=entry,
        **prepared.facts,
        **prepared.more,
    )
    version = ContributionVersion(
        contribution=contribution,
        number=1,
        title=prepared.title,
        text=prepared.text,
        answers=prepared.answers,
        salt=salt,
        at=posted_at,
        entry=entry,
    )
    if not waits:
        contribution.show(version)
    contribution.save(force_insert=True)
    version.save(force_insert=True)
    files.keep(contribution, prepared.files, at=posted_at)
    # What a service files leaves alone what the person is typing.
    if prepared.channel == Channel.WEB:
        ContributionDraft.objects.filter(person=author, round=round).delete()
    return contribution


def _checked_answers(round: Round, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that were given, by the number of their question, in the order of the questions."""
    written = {str(number): text for number, text in answers.items() if not spaces.is_blank(text)}
    if not written:
        return {}
    asked = [str(number) for number in Question.objects.filter(round=round.asked_by).values_list("number", flat=True)]
    for number in written:
        if number not in asked:
            raise Invalid(
                Refusal(
                    "question_unknown",
                    _("This call has no question %(number)s."),
                    {"number": re.sub(r"\W+", " ", number)[:20]},
                    field="answers",
                )
            )
    return {
        number: words.checked(written[number], limit=Contribution.TEXT_LIMIT, field="answers")
        for number in asked
        if number in written
    }


def _flood(prepared: Prepared, posted_at: datetime) -> WaitingFor | None:
    """What a new account for which nobody vouches sends fast or full of links; what is recorded is no flood."""
    author: Person | None = prepared.facts["author"]
    if author is None or prepared.channel == Channel.RECORDED:
        return None

    def filed() -> int:
        floods.one_after_the_other(author)
        return Contribution.objects.filter(author=author)[:AT_ONCE].count()

    texts = [prepared.text, *prepared.answers.values()]
    return floods.reads_first(
        author=author, standing=prepared.facts["standing"], texts=texts, at=posted_at, filed=filed
    )
