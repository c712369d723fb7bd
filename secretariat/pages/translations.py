"""“Languages”: in which a consultation, its rounds, questions and texts can be read, and one page to add each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from proposals.actions import translations as text_translations
from proposals.models import ParagraphText, Proposal, Revision
from proposals.permissions import can_put_up
from proposals.rules import texts
from rounds.actions import translations
from rounds.actions.translations import Thing
from rounds.models import Consultation, Question, Round, Translation
from rounds.permissions import can_arrange
from rounds.rules.translations import FIELDS
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.people import KeyForm
from secretariat.forms.translations import InLanguageForm, TextTranslationForm, WordsTranslationForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from texts.rules import languages, paragraphs
from web.refusals import require


@dataclass(frozen=True)
class Row:
    """A thing with the languages in which it can be read beside its own. `name`: what it is; `words`: its own."""

    kind: str
    thing: Thing | Proposal
    name: str
    words: str
    versions: list[Translation]


@require_GET
def desk_languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that readers read of a consultation, each with its languages."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_put_up(person, consultation))
    context = {
        "consultation": consultation,
        "rows": list(_rows(consultation, person)),
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/languages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_translate(request: HttpRequest, slug: str, kind: str, id: UUID) -> HttpResponse:
    """The authentic words with fields for theirs in another language; a text is pasted whole and looked at first."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    thing = _load(person, consultation, kind, id)
    form = _form(request, thing, kind)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_translate, person, thing, form))
        if answer.thing is not None:
            name = languages.name(form.cleaned_data["language"])
            messages.success(request, _("It can be read in %(language)s too.") % {"language": name})
            return answers.see(_address(slug))
    context = {
        "form": form,
        "thing": thing,
        "kind": kind,
        "name": _name(thing),
        "consultation": consultation,
        "authentic": texts.source(form.authentic) if isinstance(form, TextTranslationForm) else "",
        "tongue": _tongue(form),
        "is_preview": request.method == "POST" and form.is_valid(),
        "crumbs": [*above(consultation), (_("Languages"), _address(slug))],
    }
    return render(request, "secretariat/translate.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_translation_remove(request: HttpRequest, slug: str, kind: str, id: UUID, language: str) -> HttpResponse:
    """Asked once more, then taken away."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    thing = _load(person, consultation, kind, id)
    version: Translation | None = thing.translations.filter(language=language).first()
    form = KeyForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_remove, person, thing, language))
        if answer.thing is not None:
            name = languages.name(language)
            messages.success(request, _("The version in %(language)s is taken away.") % {"language": name})
            return answers.see(_address(slug))
    elif version is None:
        raise Http404
    context = {
        "form": form,
        "thing": thing,
        "version": version,
        "name": _name(thing),
        "consultation": consultation,
        "crumbs": [*above(consultation), (_("Languages"), _address(slug))],
    }
    return render(request, "secretariat/translation_remove.html", context, status=answer.status)


def _rows(consultation: Consultation, person: Person) -> Iterator[Row]:
    """As many queries for twenty questions as for one."""
    if can_arrange(person, consultation) is None:
        yield _row("consultation", consultation)
        rounds = Round.objects.filter(consultation=consultation).select_related("consultation")
        for round in rounds.prefetch_related("translations").order_by("number"):
            # Without words of its own it is called by its purpose, which the site itself translates.
            if round.title or round.summary:
                yield _row("round", round)
        asked = Question.objects.filter(round__consultation=consultation).with_translations()
        for question in asked.order_by("round__number", "number"):
            yield _row("question", question)
    put_up = Proposal.objects.visible_to(person).filter(consultation=consultation)
    for proposal in put_up.prefetch_related("translations"):
        yield _row("text", proposal)


def _row(kind: str, thing: Thing | Proposal) -> Row:
    words = thing.text if isinstance(thing, Question) else thing.title
    return Row(kind, thing, _name(thing), words, sorted(thing.translations.all(), key=lambda row: row.language))


def _name(thing: Thing | Proposal) -> str:
    match thing:
        case Consultation():
            return _("The consultation")
        case Round():
            return _("Round %(number)s") % {"number": thing.number}
        case Question():
            values = {"number": thing.number, "round": thing.round.number}
            return _("Question %(number)s of round %(round)s") % values
        case _:
            return str(Proposal.Type(thing.type).label)


def _load(person: Person, consultation: Consultation, kind: str, id: UUID) -> Thing | Proposal:
    """A thing of this consultation for whoever may translate it; 404 for any other and for an unknown kind."""
    if kind == "text":
        require(can_put_up(person, consultation))
        found = Proposal.objects.visible_to(person).filter(consultation=consultation)
        return get_object_or_404(found.select_related("consultation"), pk=id)
    require(can_arrange(person, consultation))
    match kind:
        case "consultation" if id == consultation.pk:
            return consultation
        case "round":
            return get_object_or_404(Round.objects.select_related("consultation"), pk=id, consultation=consultation)
        case "question":
            asked = Question.objects.filter(round__consultation=consultation).with_translations()
            return get_object_or_404(asked, pk=id)
        case _:
            raise Http404


def _form(request: HttpRequest, thing: Thing | Proposal, kind: str) -> TextTranslationForm | WordsTranslationForm:
    """Blank, or with the words that there are in the language that the address names."""
    data = request.POST if request.method == "POST" else None
    tag = languages.canonical(request.GET.get("language", "")) or ""
    initial: dict[str, str] = {"language": tag} if tag else {}
    if isinstance(thing, Proposal):
        title = thing.translations.filter(language=tag).values_list("title", flat=True).first()
        if title is not None:
            initial |= {"title": title, "text": texts.source(_parts(thing, tag))}
        own = _parts(thing, thing.language)
        return TextTranslationForm(data, authentic=thing.language, parts=own, initial=initial)
    version = thing.translations.filter(language=tag).first()
    if version is not None:
        initial |= {field: str(getattr(version, field)) for field in FIELDS[kind]}
    return WordsTranslationForm(data, what=kind, thing=thing, initial=initial)


def _parts(proposal: Proposal, language: str) -> list[paragraphs.Paragraph]:
    """The paragraphs of the latest revision in a language."""
    revision = Revision.objects.filter(proposal=proposal).order_by("-number")[0]
    rows = ParagraphText.objects.filter(revision=revision, language=language)
    return [paragraphs.Paragraph(*row) for row in rows.values_list("number", "heading", "text")]


def _tongue(form: InLanguageForm) -> str:
    """The chosen language, for the words that are shown in it; nothing where none is, or none that we know."""
    return languages.canonical(str(form["language"].value() or "")) or ""


def _translate(
    person: Person, thing: Thing | Proposal, form: TextTranslationForm | WordsTranslationForm
) -> Thing | Proposal:
    said, now = form.cleaned_data, timezone.now()
    if isinstance(thing, Proposal):
        return text_translations.translate(
            by=person, proposal=thing, language=said["language"], title=said["title"], text=said["text"], now=now
        )
    words = form.words() if isinstance(form, WordsTranslationForm) else {}
    return translations.translate(by=person, thing=thing, language=said["language"], said=words, now=now)


def _remove(person: Person, thing: Thing | Proposal, language: str) -> Thing | Proposal:
    if isinstance(thing, Proposal):
        return text_translations.remove(by=person, proposal=thing, language=language, now=timezone.now())
    return translations.remove(by=person, thing=thing, language=language, now=timezone.now())


def _address(slug: str) -> str:
    return reverse("desk_languages", args=[slug])


urlpatterns = [
    path("c/<slug:slug>/languages/", desk_languages, name="desk_languages"),
    path("c/<slug:slug>/languages/<slug:kind>/<uuid:id>/", desk_translate, name="desk_translate"),
    path(
        "c/<slug:slug>/languages/<slug:kind>/<uuid:id>/<slug:language>/remove/",
        desk_translation_remove,
        name="desk_translation_remove",
    ),
]
