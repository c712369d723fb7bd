"""The words of a thing as its decision reads them: as filed, with those that wait beside those that are shown."""

from dataclasses import dataclass, field

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Person
from contributions.models import Contribution
from contributions.permissions import readable_versions as readable_of_contribution
from moderation.actions.effects import words_of
from moderation.actions.things import Version
from moderation.models import Text, Thing, Withheld, about
from proposals.models import Comment, ParagraphText, Proposal
from proposals.permissions import readable_versions as readable_of_comment
from rounds.models import Document, Question
from texts.rules import difference

# Of what was filed many times only the newest.
VERSIONS = 10


@dataclass(frozen=True)
class Changed:
    """One field of a text whose words differ, and how; no label where it is the text itself."""

    label: str
    parts: list[difference.Part]


@dataclass(frozen=True)
class Words:
    """`text`: the last words that no decision has sealed; None where none are kept. `versions`: the newest first."""

    title: str
    format: str = "plain"
    text: str | None = None
    answers: list[tuple[Question, str]] = field(default_factory=list)
    last: Version | None = None
    versions: list[tuple[Version, dict[str, str]]] = field(default_factory=list)
    # Of an edit that waits: how it differs from what readers see.
    waiting: list[Changed] = field(default_factory=list)


def read(thing: Thing, viewer: Person) -> Words:
    if isinstance(thing, Comment | Contribution):
        return _of_a_text(thing, viewer)
    return _of_a_name(thing)


def filed(text: Text, viewer: Person) -> list[Version]:
    """Everything that was filed, the oldest first; of a text that its reader decides about."""
    if isinstance(text, Comment):
        return list(readable_of_comment(viewer, text))
    return list(readable_of_contribution(viewer, text))


def _of_a_text(text: Text, viewer: Person) -> Words:
    versions = filed(text, viewer)
    open_ones = [version for version in versions if not version.is_sealed]
    last = open_ones[-1] if open_ones else None
    asked = _questions(text) if isinstance(text, Contribution) else {}
    given = getattr(last, "answers", {})
    shown = None
    if text.waiting_version is not None:
        shown = next((version for version in reversed(open_ones) if version.number < text.waiting_version), None)
    return Words(
        title=_title(text, last),
        format=text.format if isinstance(text, Contribution) else "markdown",
        text=last.text if last else None,
        answers=[(question, given[number]) for number, question in asked.items() if given.get(number)],
        last=last,
        versions=[(version, _labelled(words_of(version), asked)) for version in reversed(versions[-VERSIONS:])],
        waiting=differing(shown, last, asked) if shown and last else [],
    )


def differing(before: Version, after: Version, asked: dict[str, Question]) -> list[Changed]:
    """What changed between two versions, field by field, as written."""
    old, new = _labelled(words_of(before), asked), _labelled(words_of(after), asked)
    return [
        Changed(label, difference.between(old.get(label, ""), new.get(label, "")))
        for label in {**old, **new}
        if old.get(label, "") != new.get(label, "")
    ]


def since(text: Text, number: int, viewer: Person) -> list[Changed]:
    """What an author changed since the version of that number was read; nothing where it is not kept."""
    versions = filed(text, viewer)
    read_then = next((version for version in versions if version.number == number), None)
    last = next((version for version in reversed(versions) if not version.is_sealed), None)
    if read_then is None or last is None or last.number <= number:
        return []
    return differing(read_then, last, _questions(text) if isinstance(text, Contribution) else {})


def _questions(contribution: Contribution) -> dict[str, Question]:
    found = Question.objects.filter(round=contribution.round.asked_by).order_by("number")
    return {str(question.number): question for question in found}


def labelled(text: Text, words: dict[str, str]) -> dict[str, str]:
    """Words of a text by what people call each part."""
    return _labelled(words, _questions(text) if isinstance(text, Contribution) else {})


def _labelled(words: dict[str, str], asked: dict[str, Question]) -> dict[str, str]:
    """The words of a version by what people call each part; none that is empty."""
    labels = {"text": "", "title": _("Title")}
    labels |= {f"answer {number}": str(question) for number, question in asked.items()}
    return {labels.get(name, name): said for name, said in words.items() if said}


def _title(text: Text, last: Version | None) -> str:
    if isinstance(text, Comment):
        return _place(text)
    return getattr(last, "title", "") or _("A contribution without words")


def _place(comment: Comment) -> str:
    """What a comment speaks of: “On paragraph 7 of Zero draft”."""
    title = comment.proposal.title
    if comment.paragraph_id is None:
        return _("On the whole of %(title)s") % {"title": title}
    worded = ParagraphText.objects.filter(revision=comment.revision_id, paragraph=comment.paragraph_id)
    number = worded.values_list("number", flat=True).first() or ""
    return _("On paragraph %(number)s of %(title)s") % {"number": number, "title": title}


def _of_a_name(thing: Thing) -> Words:
    """A name, a title or a text that was put up; while it is hidden, what stood there."""
    withheld = Withheld.objects.filter(**about(thing)).values_list("words", flat=True).first() or {}
    if isinstance(thing, Proposal):
        paragraphs = ParagraphText.objects.filter(revision__proposal=thing, language=F("revision__proposal__language"))
        told = [(text.heading, text.text) for text in paragraphs.order_by("-revision__number", "position")[:20]]
        if withheld:
            told = [(heading, text) for heading, text in withheld["paragraphs"].values()][:20]
        words = "\n\n".join(f"{heading}\n{text}".strip() for heading, text in told)
        return Words(title=withheld.get("title", thing.title), text=words, format="plain")
    if isinstance(thing, Document):
        title, link = withheld.get("title", thing.title), withheld.get("link", thing.link)
        return Words(title=title, text=link or str(withheld.get("file", thing.file.name) or "").rpartition("/")[2])
    name = withheld.get("name", getattr(thing, "name", ""))
    return Words(title=name, text=name)
