import zoneinfo
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, StakeholderGroup
from ledger.actions import entries
from rounds.models import Charter, Consultation, ConsultationTranslation, Licence, Listing, Rule
from rounds.models.rule import begun_with
from rounds.permissions import can_arrange, can_hold_consultations
from rounds.rules import corrections, words
from rounds.rules.moderation import RULES
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

SLUG_LIMIT = 80


@transaction.atomic(savepoint=False)
def create(
    *,
    by: Person,
    slug: str,
    title: str,
    summary: str,
    hosting_body: Organization,
    now: datetime,
    level: Consultation.Level = Consultation.Level.INTERNATIONAL,
    language: str = "en",
    time_zone: str = "UTC",
    reading: Consultation.Reading = Consultation.Reading.PUBLIC,
    taking_part: Consultation.TakingPart = Consultation.TakingPart.EVERYBODY,
    groups: Iterable[StakeholderGroup] = (),
    moderation: Consultation.Moderation = Consultation.Moderation.AFTER,
    contact: str = "",
    decides: str = "",
    becomes: str = "",
    names: str = "",
    licence: Licence = Licence.CC_BY,
) -> Consultation:
    """Begin a consultation with its rules. It is in preparation until it is published; its rounds follow."""
    require(can_hold_consultations(by, hosting_body))
    own, rules = _own_words(title, summary, contact, decides, becomes, names)
    if not slug or slug != slugify(slug) or len(slug) > SLUG_LIMIT:
        raise Invalid(
            Refusal("slug_invalid", _("Use small letters from a to z, digits and hyphens only."), field="slug")
        )
    language = words.checked_language(language)
    if time_zone not in zoneinfo.available_timezones():
        raise Invalid(
            Refusal("time_zone_unknown", _("This is no time zone we know, such as Africa/Nairobi."), field="time_zone")
        )
    taken = Refusal("slug_taken", _("This address is taken by another consultation. Choose another."), field="slug")
    if Consultation.objects.filter(slug=slug).exists():
        raise Invalid(taken)
    if reading == Consultation.Reading.LISTED and taking_part != Consultation.TakingPart.LISTED:
        raise Invalid(
            Refusal(
                "reading_narrower",
                _("Who may take part must be able to read: choose the list for taking part too."),
                field="taking_part",
            )
        )
    chosen = list(groups)
    if taking_part == Consultation.TakingPart.GROUPS and not chosen:
        raise Invalid(Refusal("groups_missing", _("Name the stakeholder groups that take part."), field="groups"))
    key = uuid4()
    entry = entries.append(
        kind="consultation.opened",
        thing=key,
        at=now,
        consultation=key,
        slug=slug,
        reading=reading,
        taking_part=taking_part,
        moderation=moderation,
    )
    try:
        consultation = Consultation.objects.create(
            id=key,
            slug=slug,
            **own,
            level=level,
            hosting_body=hosting_body,
            language=language,
            time_zone=time_zone,
            reading=reading,
            taking_part=taking_part,
            moderation=moderation,
            made_at=now,
            entry=entry,
        )
    except IntegrityError:
        # A colleague took it in the same moment.
        raise Invalid(taken) from None
    consultation.groups.set(chosen)
    Charter.objects.create(consultation=consultation, **rules, licence=licence)
    # They are the consultation's own words from here on, so they stand in its language.
    with translation.override(language):
        Rule.objects.bulk_create([begun_with(consultation, given.number) for given in RULES])
    return consultation


@transaction.atomic(savepoint=False)
def describe(
    *,
    by: Person,
    consultation: Consultation,
    title: str,
    summary: str,
    contact: str,
    decides: str,
    becomes: str,
    names: str,
    licence: Licence,
) -> Consultation:
    """Write a consultation's own words while it is in preparation. Nothing new: nothing happens.

    Nobody but its offices reads it yet, so this is no entry. Once it is published, a slip is corrected with a notice.
    """
    require(can_arrange(by, consultation))
    present = Consultation.objects.select_for_update(of=("self",)).select_related("charter").get(pk=consultation.pk)
    if present.is_published:
        raise Conflict(
            Refusal(
                "published_already",
                _("This consultation is published already. A slip in its words is corrected with a notice."),
            )
        )
    own, rules = _own_words(title, summary, contact, decides, becomes, names)
    if (present.title, present.summary) != (own["title"], own["summary"]):
        # They would say something else than the consultation does now.
        ConsultationTranslation.objects.filter(consultation=present).delete()
    for name, value in own.items():
        setattr(present, name, value)
    present.save(update_fields=list(own))
    charter = present.charter
    for name, value in rules.items():
        setattr(charter, name, value)
    charter.licence = licence
    charter.save(update_fields=[*rules, "licence"])
    return present


@transaction.atomic(savepoint=False)
def publish(*, by: Person, consultation: Consultation, now: datetime) -> Consultation:
    """Show a consultation to those whom it concerns; from here on the clock opens its rounds. Done once."""
    require(can_arrange(by, consultation))
    present = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if present.published_at is not None:
        raise Conflict(Refusal("published_already", _("This consultation is published already.")))
    present.published_at = now
    present.save(update_fields=["published_at"])
    entries.append(kind="consultation.published", thing=present.pk, at=now, consultation=present.pk)
    return present


@transaction.atomic(savepoint=False)
def enlist(*, by: Person, consultation: Consultation, person: Person, now: datetime) -> Listing:
    """Put a person on the list of a consultation. A list is not public, so it makes no entry."""
    require(can_arrange(by, consultation))
    return Listing.objects.get_or_create(consultation=consultation, person=person, defaults={"listed_at": now})[0]


def _own_words(
    title: str, summary: str, contact: str, decides: str, becomes: str, names: str
) -> tuple[dict[str, str], dict[str, str]]:
    """What a consultation says of itself, and what its rules say, as they will stand."""
    if spaces.is_blank(title):
        raise Invalid(Refusal("text_missing", _("Give the consultation a title."), field="title"))
    if spaces.is_blank(summary):
        raise Invalid(Refusal("text_missing", _("Say in a few sentences what is asked."), field="summary"))
    own = {"title": spaces.line(title), "summary": spaces.clean(summary), "contact": spaces.clean(contact)}
    rules = {"decides": spaces.clean(decides), "becomes": spaces.clean(becomes), "names": spaces.clean(names)}
    for name, said in {**own, **rules}.items():
        words.check_length(said, limit=corrections.LIMITS["consultation"][name], field=name)
    return own, rules
