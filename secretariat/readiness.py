"""“Ready to open?”: what is done about a consultation and what is not, each with its link. All of it is advice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.models import Revision
from rounds.models import Consultation, Document, Licence, Office, PreviewLink, Question, Round, Rule, Trial
from rounds.rules import days, readiness


@dataclass(frozen=True)
class Item:
    """One thing to see to. `address` and `words`: the link to where it is done; nothing where no page does it."""

    done: bool
    sentence: str
    address: str = ""
    words: str = ""


def items(consultation: Consultation, now: datetime) -> list[Item]:
    """In the order in which one goes about it. The same few queries whatever the number of rounds."""
    rounds = list(Round.objects.filter(consultation=consultation).order_by("number"))
    return [
        *_of_the_words(consultation),
        *_of_the_rounds(consultation, rounds, now),
        *_of_the_people(consultation, rounds),
    ]


def _of_the_words(consultation: Consultation) -> list[Item]:
    charter = consultation.charter
    address, words = reverse("desk_words", args=[consultation.slug]), _("Write it")
    count = readiness.sentences(consultation.summary)
    return [
        Item(
            0 < count <= readiness.SENTENCES,
            _("What is asked is said in three sentences at most.")
            if count <= readiness.SENTENCES
            else _("What is asked takes %(count)s sentences. Three are read by everybody.") % {"count": count},
            address,
            _("Shorten it") if count else words,
        ),
        Item(bool(charter.decides), _("It says who decides at the end."), address, words),
        Item(bool(charter.becomes), _("It says what becomes of the contributions and comments."), address, words),
        Item(bool(consultation.contact), _("It names a contact."), address, words),
        Item(bool(charter.names), _("It says how names and texts are used: the publication sentence."), address, words),
        Item(
            True,
            _("Licence of contributions: %(licence)s. It stays so from the first opening on.")
            % {"licence": Licence(charter.licence).label},
            address,
            _("Choose another"),
        ),
        _moderation(consultation),
    ]


def _moderation(consultation: Consultation) -> Item:
    """Chosen already, with rules to begin with; said once more before everybody writes under it."""
    values = {"hours": consultation.decides_within, "count": len(Rule.objects.of(consultation))}
    reads_first = consultation.moderation == Consultation.Moderation.BEFORE
    words = (
        _("A moderator reads each text first. Numbered rules: %(count)s; hours in which you decide: %(hours)s.")
        if reads_first
        else _("Texts are shown at once. Numbered rules: %(count)s; hours in which you decide: %(hours)s.")
    )
    return Item(True, words % values, reverse("desk_moderation", args=[consultation.slug]), _("Change the rules"))


def _of_the_rounds(consultation: Consultation, rounds: list[Round], now: datetime) -> list[Item]:
    plan = reverse("desk_round_new", args=[consultation.slug])
    found = [Item(bool(rounds), _("At least one round is planned."), plan, _("Plan a round"))]
    asked = _asked(rounds)
    for round in rounds:
        found.append(_dates(consultation, round, now))
        found.append(_matter(consultation, round, asked))
    documents = Document.objects.filter(consultation=consultation, removed_at__isnull=True).exists()
    found.append(
        Item(
            documents,
            _("What readers should have beside it is there: documents, or links to them."),
            reverse("desk_documents", args=[consultation.slug]),
            _("Add a document"),
        )
    )
    return found


def _dates(consultation: Consultation, round: Round, now: datetime) -> Item:
    name = {"number": round.number}
    plan = reverse("desk_round_new", args=[consultation.slug])
    extend = reverse("desk_round_extend", args=[consultation.slug, round.number])
    if not readiness.opens_in_the_future(round.opens_at, now):
        sentence = _("Round %(number)s should have opened already: it opens the moment this is published.") % name
    elif not readiness.is_long_enough(round.opens_at, round.closes_at):
        sentence = _("Round %(number)s lasts less than 14 days. Bodies that must clear every word need two weeks.")
        sentence %= name
    elif not readiness.closes_with_its_day(round.closes_at):
        sentence = _("Round %(number)s closes within a day. The end of a day is what people remember.") % name
    else:
        words = {"closing": days.closing_words(round.closes_at), **name}
        return Item(True, _("Round %(number)s opens in the future and closes %(closing)s UTC.") % words)
    if round.closes_at <= now:
        return Item(False, sentence, plan, _("Plan another round"))
    return Item(False, sentence, extend, _("Extend round %(number)s") % name)


def _matter(consultation: Consultation, round: Round, asked: set[UUID]) -> Item:
    is_call = "contributions" in round.accepts
    if is_call:
        sentence = _("Round %(number)s asks its questions, or has a text.")
        address = reverse("desk_questions", args=[consultation.slug, round.number])
        words = _("Write its questions")
    else:
        sentence = _("Round %(number)s has a text to comment on.")
        address = f"{reverse('desk_text_new', args=[consultation.slug])}?round={round.number}"
        words = _("Put up a text")
    return Item(round.asked_by in asked, sentence % {"number": round.number}, address, words)


def _asked(rounds: list[Round]) -> set[UUID]:
    """The rounds that ask questions or have put up a text."""
    wanted = {round.asked_by for round in rounds}
    questions = Question.objects.filter(round__in=wanted).order_by().values_list("round", flat=True)
    texts = Revision.objects.filter(round__in=wanted).order_by().values_list("round", flat=True)
    return {*questions, *texts}


def _of_the_people(consultation: Consultation, rounds: list[Round]) -> list[Item]:
    own = Q(consultation=consultation) | Q(hosting_body=consultation.hosting_body_id)
    everywhere = Q(consultation__isnull=True, hosting_body__isnull=True)
    moderators = Office.objects.filter(own | everywhere, role=Office.Role.MODERATOR, ended_at__isnull=True)
    tried = dict(Trial.objects.filter(round__in=rounds).order_by("at").values_list("round", "person__name"))
    ready = reverse("desk_ready", args=[consultation.slug])
    found = [
        Item(
            moderators.exists(),
            _("Somebody is appointed to moderate."),
            reverse("desk_offices"),
            _("Appoint moderators"),
        )
    ]
    for round in rounds:
        name = tried.get(round.pk)
        sentence = (
            _("%(name)s has filled in the form of round %(number)s to try it.")
            if name
            else _("A colleague has filled in the form of round %(number)s to try it.")
        )
        address = reverse("desk_round_try", args=[consultation.slug, round.number])
        found.append(Item(bool(name), sentence % {"name": name, "number": round.number}, address, _("Try the form")))
    shown = PreviewLink.objects.filter(consultation=consultation).exists()
    words = _("A preview was made, for a colleague to look at before everybody does.")
    return [*found, Item(shown, words, f"{ready}#preview", _("Make a preview link"))]
