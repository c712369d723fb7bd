from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, Shown
from accounts.permissions import can_rename, can_take_part
from accounts.rules import names
from ledger.actions import entries
from ledger.models import Entry
from texts.rules import spaces
from web.refusals import Invalid, Refusal, require

LOCK = "select pg_advisory_xact_lock(hashtextextended('account:' || lower(%s), 0))"


@transaction.atomic(savepoint=False)
def confirm_address(*, by: Person, now: datetime) -> Person:
    """The link in the mail was answered: the address is this person's."""
    if by.confirmed_at is None:
        by.confirmed_at = now
        by.save(update_fields=["confirmed_at"])
    return by


@transaction.atomic(savepoint=False)
def of_address(*, address: str, name: str, language: str, now: datetime) -> Person:
    """The account of an address that has just answered a mail; made where there is none, without a password."""
    address = address.strip()
    with connection.cursor() as cursor:
        # Two links of one new address at the same moment make one account.
        cursor.execute(LOCK, [address])
    # Whose confirmed address it is, be it their second one, answers as themselves.
    known = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    if known is not None and known.user.confirmed_at is not None:
        return Person.objects.get_queryset().get(pk=known.user_id)
    person = Person.objects.get_queryset().select_for_update().filter(email__iexact=address).first()
    if person is None:
        person = Person.objects.create_user(
            email=address,
            password=None,
            name=name,
            name_skeleton=names.skeleton(name),
            language=language,
            joined_at=now,
            confirmed_at=now,
        )
    elif person.confirmed_at is None:
        # Whoever typed this address before never answered its mail: their password and name are not its owner's.
        person.set_unusable_password()
        person.name, person.name_skeleton = name, names.skeleton(name)
        person.save(update_fields=["password", "name", "name_skeleton"])
    EmailAddress.objects.update_or_create(
        user=person, email=person.email.lower(), defaults={"primary": True, "verified": True}
    )
    return confirm_address(by=person, now=now)


def check_name(name: str) -> None:
    """Refuse a person's name that could be taken for the secretariat, a moderator or a confirmed body."""
    if names.reads_like_an_office(name):
        raise Invalid(
            Refusal(
                "name_reserved",
                _("A name that reads like the secretariat or a moderator cannot be taken."),
                field="name",
            )
        )
    key = names.skeleton(name)
    if key and Organization.objects.verified().filter(name_skeleton=key).exists():
        raise Invalid(
            Refusal(
                "name_of_a_body",
                _("An organization has this name. Write your own; on “My page” you can ask to speak for it."),
                field="name",
            )
        )


@transaction.atomic(savepoint=False)
def describe(
    *, by: Person, name: str, stakeholder_group: str, country: str, language: str, time_zone: str, now: datetime
) -> Person:
    """A person says who they are. Texts filed before keep what they said then, under the name they have now."""
    require(can_take_part(by))
    # A name stands in lists, mails and headers: one line, in the order of its letters, and not invisible.
    name = spaces.line(name)
    if spaces.is_blank(name):
        raise Invalid(Refusal("name_missing", _("Write the name under which you take part."), field="name"))
    if name != by.name:
        require(can_rename(by))
        check_name(name)
        # Their texts are shown under another name from here on: the record says that something changed.
        entry = entries.append(kind="person.renamed", thing=by.pk, at=now)
        by.name, by.name_skeleton = name, names.skeleton(name)
        if by.is_hidden:
            # Another name stands in the place of the hidden one; a moderator looks at it.
            by.status, by.status_entry = Shown.PUBLISHED, entry
    by.country, by.language, by.time_zone = country, language, time_zone
    by.stakeholder_group_id = stakeholder_group or None
    by.save(
        update_fields=[
            *("name", "name_skeleton", "status", "status_entry"),
            *("stakeholder_group", "country", "language", "time_zone"),
        ]
    )
    return by


@transaction.atomic(savepoint=False)
def introduce(*, by: Person, stakeholder_group: str, country: str, now: datetime) -> Person:
    """A newcomer says of which group and country they are, or nothing; asked once, after their first text."""
    require(can_take_part(by))
    by.stakeholder_group_id, by.country = stakeholder_group or None, country
    by.introduced_at = now
    by.save(update_fields=["stakeholder_group", "country", "introduced_at"])
    return by


@transaction.atomic(savepoint=False)
def has_read(*, by: Person, number: int, again: bool = False) -> Person:
    """Somebody has read the public record up to a number. It goes back only where they want to read something again."""
    require(can_take_part(by))
    if number < 0 or (number and not Entry.objects.filter(seq__gte=number).exists()):
        raise Invalid(Refusal("number_unknown", _("The public record has no such number yet."), field="number"))
    rows = Person.objects.get_queryset().filter(pk=by.pk)
    if not again:
        # Of two presses the later number stays, whichever comes first.
        rows = rows.filter(Q(read_up_to__isnull=True) | Q(read_up_to__lt=number))
    rows.update(read_up_to=number)
    by.refresh_from_db(fields=["read_up_to"])
    return by
