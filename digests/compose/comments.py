from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Person
from digests.compose import names
from digests.compose.owed import COMMENTS, edits
from digests.rules import lines, links, news, readers
from ledger.models import Entry
from proposals.models import Comment, Paragraph, ParagraphText, Proposal
from rounds.models import Status
from texts.rules import markdown
from texts.rules.render import MARKDOWN, PLAIN, render


class Comments:
    """The comments among the entries that the person may read now, with their words; hidden ones are not there."""

    def __init__(self, person: Person, entries: Iterable[Entry]) -> None:
        self.numbers: dict[UUID, int] = {}
        entries = list(entries)
        newer = edits(entries)
        for entry in entries:
            if entry.kind in COMMENTS and entry.pk not in newer and entry.thing not in self.numbers:
                self.numbers[entry.thing] = entry.seq or 0
        readable = Comment.objects.visible_to(person).filter(pk__in=self.numbers, status=Status.PUBLISHED)
        # Of the same texts the first of these entries is told, and how many others there are among them.
        self.shown: dict[UUID, UUID] = {}
        self.others: Counter[UUID] = Counter()
        told: dict[UUID, UUID] = {}
        rows = readable.order_by().values_list("pk", "proposal", "same_text_as")
        for pk, proposal, same in sorted(rows, key=lambda row: self.numbers[row[0]]):
            first = told.setdefault(same or pk, pk)
            if first == pk:
                self.shown[pk] = proposal
            else:
                self.others[first] += 1
        newest = sorted(self.shown, key=lambda pk: -self.numbers[pk])[: news.MOST_COMMENTS]
        self.things = {
            comment.pk: comment
            for comment in Comment.objects.visible_to(person)
            .filter(pk__in=newest, status=Status.PUBLISHED)
            .with_people()
            .select_related("reply_to__entry")
        }
        wanted = readers.tongues(person.language)
        proposals = Proposal.objects.filter(pk__in=set(self.shown.values())).prefetch_related("translations")
        # Each by its title in the reader's language.
        self.titles = {proposal.pk: proposal.told(wanted) for proposal in proposals}
        self.paragraphs = _paragraph_names((comment.paragraph for comment in self.things.values()), wanted)

    def of(self, entries: Iterable[Entry]) -> list[news.Text]:
        """The texts of one consultation, each with its paragraphs, all newest first."""
        by_text: dict[UUID, dict[Paragraph | None, list[news.Comment]]] = {}
        more: dict[UUID, int] = defaultdict(int)
        for thing in dict.fromkeys(entry.thing for entry in entries if entry.kind in COMMENTS):
            if thing not in self.shown:
                continue
            parts = by_text.setdefault(self.shown[thing], {})
            comment = self.things.get(thing)
            if comment is None:
                more[self.shown[thing]] += 1
            else:
                parts.setdefault(comment.paragraph, []).append(self._comment(comment))
        return [
            news.Text(
                title=self.titles[key].title,
                language=self.titles[key].language,
                url=links.proposal(key),
                parts=[self._part(key, paragraph, comments) for paragraph, comments in parts.items()],
                more=more[key],
                more_url=links.comments(key),
            )
            for key, parts in by_text.items()
        ]

    def _part(self, proposal: UUID, paragraph: Paragraph | None, comments: list[news.Comment]) -> news.Part:
        if paragraph is None:
            return news.Part(_("On the whole text"), links.proposal(proposal, "whole-text"), comments)
        return news.Part(self.paragraphs[paragraph.pk], links.proposal(proposal, paragraph.anchor), comments)

    def _comment(self, comment: Comment) -> news.Comment:
        words, left = news.cut(markdown.to_plain(comment.text or ""))
        group, slot = names.group(comment)
        return news.Comment(
            number=comment.number or self.numbers[comment.pk],
            url=links.comment(comment.pk),
            kind=str(Comment.Kind(comment.kind).label) if comment.kind else _("Comment"),
            answers=comment.reply_to.number if comment.reply_to else None,
            group=group,
            slot=slot,
            author=names.author(comment),
            capacity=names.capacity(comment),
            at=comment.posted_at,
            corrected=comment.edited_at is not None,
            language=comment.language,
            lines=lines.wrap(words),
            html=render(words, PLAIN) if left else render(comment.text or "", MARKDOWN),
            left=left,
            others=self.others[comment.pk],
            others_url=links.same_comments(comment.pk),
        )


def _paragraph_names(paragraphs: Iterable[Paragraph | None], wanted: list[str]) -> dict[UUID, str]:
    """Paragraph 7: Who decides, in the words of the newest revision and the reader's language."""
    names: dict[UUID, str] = {}
    keys = {paragraph.pk for paragraph in paragraphs if paragraph is not None}
    for text in ParagraphText.objects.filter(paragraph__in=keys).newest(wanted).values():
        name = _("Paragraph %(number)s") % {"number": text.number}
        names[text.paragraph_id] = f"{name}: {text.heading}" if text.heading else name
    return names
