"""The words that pages and mails use, each said once in plain language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word with its meaning; `anchor` is its address on the page."""

    anchor: str
    name: str | Promise
    meaning: str | Promise


Section = tuple[str, str | Promise, tuple[Term, ...]]

SECTIONS: tuple[Section, ...] = (
    (
        "process",
        _("How a consultation runs"),
        (
            Term(
                "consultation",
                _("Consultation"),
                _("A whole process: what is asked, of whom, by which body, and what becomes of the answers."),
            ),
            Term(
                "round",
                _("Round"),
                _("A timed step of a consultation. It opens and closes to the second; what arrives later is late."),
            ),
            Term(
                "call", _("Call for inputs"), _("A round that asks questions. People and bodies answer it at length.")
            ),
            Term(
                "last-call",
                _("Last call"),
                _("The last round on a text: who cannot live with a paragraph says so, and which words would help."),
            ),
            Term(
                "extension",
                _("Extended"),
                _("A round got more time before it closed, with a reason. It is never made shorter."),
            ),
            Term(
                "final",
                _("Closed, record final"),
                _("The round is over and the list of all that arrived in time is complete. Nothing is added to it."),
            ),
            Term("document", _("Documents"), _("Papers, letters and reports that help to understand what is asked.")),
        ),
    ),
    (
        "texts",
        _("What people read and write"),
        (
            Term("contribution", _("Contribution"), _("What a person or a body sends in answer to a call.")),
            Term("question", _("Question"), _("What a call asks, by number. One may answer one, some or all.")),
            Term("paper", _("Issues paper"), _("Background for a call: what the matter is, before anybody proposes.")),
            Term(
                "draft",
                _("Zero draft, Draft rev. 1"),
                _("The secretariat’s text, made from what people sent; each later wording has the next number."),
            ),
            Term(
                "option",
                _("Option"),
                _("One of several ways to go, with those who stand behind it. One of them changes nothing."),
            ),
            Term("champion", _("Champion"), _("A body that stands behind an option.")),
            Term(
                "paragraph",
                _("Paragraph 7, 7 bis"),
                _("A numbered part of a text. It keeps its address when its wording changes; comments stay with it."),
            ),
            Term("comment", _("Comment"), _("A remark on a paragraph or on a whole text; others can reply to it.")),
            Term(
                "kind",
                _("Support, Concern, Question, Suggestion, Missing issue"),
                _("What a comment is, if its author says so. It need not be any of them."),
            ),
            Term(
                "drawn-from",
                _("Drawn from"),
                _("The contributions that a paragraph was made from. Each contribution says where it is cited."),
            ),
            Term("endorse", _("Endorse"), _("Agree with somebody’s text, for yourself or for a body. It is no vote.")),
            Term(
                "same-text",
                _("Same text, filed by many"),
                _("Texts with the same words are shown once, with everybody who filed them. None is removed."),
            ),
            Term(
                "translation",
                _("Authentic"),
                _("A text can be read in several languages. The authentic one is the one that counts."),
            ),
            Term(
                "my-response", _("My response"), _("All your drafts of one round, to be filed together or one by one.")
            ),
        ),
    ),
    (
        "people",
        _("Who speaks"),
        (
            Term(
                "group",
                _("Stakeholder group"),
                _(
                    "Government, intergovernmental organization, private sector, civil society, technical community, "
                    "academia, and Other for whoever is none of them. All enter through the same door."
                ),
            ),
            Term(
                "speaking",
                _("You are speaking"),
                _(
                    "In whose name you write: for yourself, for an organization, or as secretariat. "
                    "It stays as it was then."
                ),
            ),
            Term("organization", _("Organization"), _("A body in whose name people can speak.")),
            Term("coalition", _("Coalition"), _("A body of bodies: a caucus, a network.")),
            Term(
                "focal-point",
                _("Focal point, Coordinator"),
                _("A person confirmed to speak for an organization; for a coalition the word is coordinator."),
            ),
            Term(
                "member", _("Member"), _("Belongs to a body. What members write in its name waits for a focal point.")
            ),
            Term(
                "standing",
                _("Address confirmed, Vouched for, Speaks for"),
                _(
                    "How well somebody was known when they wrote: they answered a mail; a confirmed body vouched for "
                    "them; they speak for a confirmed body."
                ),
            ),
            Term(
                "voice",
                _("Voice"),
                _("An organization, or a person who speaks for themselves; counted once however much it writes."),
            ),
            Term(
                "secretariat",
                _("Secretariat"),
                _("Those who hold the consultation. Their own words always carry this mark."),
            ),
            Term("moderator", _("Moderator"), _("Applies the numbered rules of a consultation, and to opinions none.")),
        ),
    ),
    (
        "states",
        _("What can happen to a text"),
        (
            Term(
                "received",
                _("Received, waiting"),
                _(
                    "It arrived, and its moment counts. It is shown when what it waits for is there: a confirmed "
                    "address or organization, a release, or a moderator who read it."
                ),
            ),
            Term("release", _("Release"), _("A focal point says that a member’s text is their organization’s.")),
            Term(
                "corrected",
                _("Corrected"),
                _("Its author mended it while the round was open. What stood before can be read."),
            ),
            Term("replaced", _("Replaced"), _("Its author sent another contribution in its place. Both can be read.")),
            Term(
                "hidden",
                _("Hidden by a moderator"),
                _("It breaks a numbered rule. Which one, why and when is public; its number and the replies stay."),
            ),
            Term(
                "withdrawn",
                _("Withdrawn by its author"),
                _("Its author took it back. Its words are gone from the page; its number and the replies stay."),
            ),
            Term(
                "erased",
                _("Erased on request"),
                _("Its words are destroyed because a law asks for it. Its number stays."),
            ),
            Term("late", _("Late"), _("It came after the close. It stands on a page of its own and in no count.")),
            Term(
                "recorded",
                _("Recorded by the secretariat"),
                _("It came by post, by mail or in a meeting, and was put in."),
            ),
        ),
    ),
    (
        "record",
        _("What stays"),
        (
            Term(
                "record",
                _("Public record"),
                _("Every act in its order: what was sent, changed, hidden, extended. Nobody can change it unseen."),
            ),
            Term(
                "number",
                _("No. 1042"),
                _("The place of an act in the public record, and an address: /1042/ leads to what it is about."),
            ),
            Term("decision", _("Decision No. 1077"), _("What a moderator decided about a text, with rule and reason.")),
            Term(
                "receipt",
                _("Receipt"),
                _("What you get for a text: its number, its moment and a fingerprint of its words."),
            ),
            Term(
                "compilation",
                _("Compilation"),
                _("All that was said in a round in one document, by group, by question or by paragraph."),
            ),
            Term("follow", _("Follow"), _("Have the news of a consultation or a text sent to you by mail.")),
            Term("digest", _("Digest"), _("One mail that gathers what is new. Where nothing is new, none comes.")),
            Term(
                "token", _("Access token"), _("What you give to a program so that it may read or write in your name.")
            ),
        ),
    ),
)
