"""Whom and what the queue can be narrowed to: the consultations of a person, their rounds, the colleagues."""

from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import Person
from rounds.models import Consultation, Office, Round


@dataclass(frozen=True)
class Choice:
    """Something to choose: its key in an address, its name and the language of the name."""

    key: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Choices:
    """What can be chosen, and the hours within which the consultations promise to decide."""

    consultations: list[Choice]
    rounds: list[Choice]
    colleagues: list[Choice]
    within: set[int]


def choices(person: Person, consultation: str) -> Choices:
    """One query. Rounds stand for choice where one consultation does: the chosen one, or the only one."""
    mine = Consultation.objects.filter(pk__in=Office.objects.moderated_by(person)).order_by()
    another = Exists(mine.exclude(pk=OuterRef("consultation")))
    of_one = Q(consultation__slug=consultation) if consultation else ~another
    rounds = Round.objects.filter(of_one, consultation__in=mine.values("pk")).order_by()
    shown = ("what", "key", "caption", "said", "figure")
    rows = (
        mine.annotate(what=Value("consultation"), key=F("slug"), caption=F("title"), said=F("language"))
        .annotate(figure=F("decides_within"))
        .values_list(*shown)
        .union(
            rounds.annotate(
                what=Value("round"), key=F("purpose"), caption=F("title"), said=Value(""), figure=F("number")
            ).values_list(*shown),
            colleagues(person)
            .order_by()
            .annotate(
                what=Value("person"), key=Cast("pk", CharField()), caption=F("name"), said=Value(""), figure=Value(0)
            )
            .values_list(*shown),
            all=True,
        )
        .order_by()
    )
    found = Choices([], [], [], set())
    numbered: list[tuple[int, Choice]] = []
    for what, key, name, language, number in rows:
        match what:
            case "consultation":
                found.consultations.append(Choice(key, name, language))
                if consultation in ("", key):
                    found.within.add(number)
            case "round":
                numbered.append((number, Choice(str(number), str(Round(number=number, purpose=key, title=name)))))
            case _:
                found.colleagues.append(Choice(key, name))
    found.rounds.extend(choice for _number, choice in sorted(numbered, key=lambda each: each[0]))
    found.consultations.sort(key=lambda choice: choice.name.casefold())
    found.colleagues.sort(key=lambda choice: (choice.name.casefold(), choice.key))
    return found


def colleagues(person: Person) -> QuerySet[Person]:
    """Others who decide about texts in a consultation of this person, or everywhere."""
    mine = Office.objects.moderated_by(person)
    hosts = Consultation.objects.filter(pk__in=mine).order_by().values("hosting_body")
    offices = Office.objects.filter(
        Q(consultation__in=mine) | Q(hosting_body__in=hosts) | Q(consultation__isnull=True, hosting_body__isnull=True),
        role__in=[Office.Role.SECRETARIAT, Office.Role.MODERATOR],
        ended_at__isnull=True,
    )
    return Person.objects.filter(pk__in=offices.values("person"), is_active=True).exclude(pk=person.pk)
