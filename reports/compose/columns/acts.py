"""The columns of endorsements, the record and decisions, and what stands at the end of each row of a CSV file."""

from django.utils.translation import gettext_lazy

from reports.compose.columns.common import ADDRESS, CONSULTATION, MOMENT, NUMBER, ROUND
from reports.compose.columns.kinds import Column, Kind

ENDORSEMENTS = (
    Column(
        "number",
        NUMBER.heading,
        gettext_lazy("The number of the endorsement in the public record."),
        "1051",
        Kind.NUMBER,
        8,
    ),
    Column(
        "of",
        gettext_lazy("Of No."),
        gettext_lazy("The number of the text that is endorsed."),
        "1042",
        Kind.NUMBER,
        8,
    ),
    Column(
        "address",
        gettext_lazy("Address of the text"),
        gettext_lazy("Where that text is read."),
        ADDRESS.example,
        width=24,
    ),
    CONSULTATION,
    ROUND,
    Column(
        "voice",
        gettext_lazy("Whose"),
        gettext_lazy("An organization’s, or a person’s for themselves. Never add the two up."),
        gettext_lazy("an organization"),
        width=16,
    ),
    Column(
        "who",
        gettext_lazy("Who"),
        gettext_lazy("The organization or coalition; else the name of the person."),
        "Mtandao Sawa",
        width=28,
    ),
    Column(
        "stakeholder_group",
        gettext_lazy("Stakeholder group"),
        gettext_lazy("The stakeholder group of that organization or person now."),
        gettext_lazy("Civil society"),
    ),
    Column("at", gettext_lazy("Given (UTC)"), gettext_lazy("When it was given."), MOMENT.example, Kind.MOMENT, 19),
)

RECORD = (
    Column(
        "number",
        NUMBER.heading,
        gettext_lazy(
            "The number of the act in the public record, without gaps. One that is missing is not for everybody."
        ),
        "1042",
        Kind.NUMBER,
        8,
    ),
    Column("address", ADDRESS.heading, gettext_lazy("Leads to what the act is about."), "https://…/1042/", width=24),
    Column("at", gettext_lazy("When (UTC)"), gettext_lazy("The moment of the act."), MOMENT.example, Kind.MOMENT, 19),
    Column(
        "what", gettext_lazy("What happened"), gettext_lazy("The act in few words."), gettext_lazy("Comment"), width=24
    ),
    Column(
        "sentence",
        gettext_lazy("In a sentence"),
        gettext_lazy("The sentence that the page of the public record says, without names of people."),
        gettext_lazy("A comment on paragraph 7 of “Zero draft”"),
        width=60,
    ),
    Column(
        "stakeholder_group",
        gettext_lazy("Stakeholder group"),
        gettext_lazy("The group of who acted, as it was then. Empty where the act has none."),
        gettext_lazy("Government"),
    ),
    CONSULTATION,
)

DECISIONS = (
    Column(
        "number",
        NUMBER.heading,
        gettext_lazy("The number of the decision in the public record."),
        "1077",
        Kind.NUMBER,
        8,
    ),
    Column("address", ADDRESS.heading, gettext_lazy("Leads to what it is about."), "https://…/1077/", width=24),
    Column(
        "at", gettext_lazy("When (UTC)"), gettext_lazy("The moment of the decision."), MOMENT.example, Kind.MOMENT, 19
    ),
    Column(
        "consultation",
        CONSULTATION.heading,
        gettext_lazy("The title of the consultation. Empty of names and accounts, which belong to the whole site."),
        CONSULTATION.example,
    ),
    Column("decision", gettext_lazy("Decision"), gettext_lazy("What was decided."), gettext_lazy("Hidden"), width=20),
    Column(
        "about",
        gettext_lazy("About"),
        gettext_lazy("What kind of text it is about. An account is never named."),
        gettext_lazy("Comment"),
    ),
    Column("of", gettext_lazy("Of No."), gettext_lazy("The number of that text."), "1039", Kind.NUMBER, 8),
    Column(
        "rule",
        gettext_lazy("Rule No."),
        gettext_lazy("The rule that was applied. Empty where none was broken."),
        "3",
        Kind.NUMBER,
        8,
    ),
    Column(
        "rule_name",
        gettext_lazy("Rule"),
        gettext_lazy("That rule as it read when it was applied."),
        gettext_lazy("No attacks on persons"),
        width=28,
    ),
    Column(
        "reason",
        gettext_lazy("Reason"),
        gettext_lazy("Why, as everybody reads it. What an author was asked is between them and the moderators."),
        gettext_lazy("It attacks a person and says nothing about the paragraph."),
        width=60,
    ),
    Column(
        "office",
        gettext_lazy("Office"),
        gettext_lazy("In which office it was decided, and whether a second person agreed. No person is named."),
        gettext_lazy("Moderator"),
        width=24,
    ),
    Column(
        "minutes",
        gettext_lazy("Decided after (minutes)"),
        gettext_lazy("How long the text had waited for a moderator. Empty where nothing had waited."),
        "130",
        Kind.NUMBER,
        12,
    ),
    Column(
        "taken_back",
        gettext_lazy("Taken back by No."),
        gettext_lazy("The decision that took this one back within the hour. Empty where it stands."),
        "1079",
        Kind.NUMBER,
        8,
    ),
)

# A CSV file has no second sheet: each of its rows says of which state it is.
STAMP = (
    Column(
        "as_of",
        gettext_lazy("As of No."),
        gettext_lazy(
            "Only in the .csv: the number of the last public act that this file counts. Made again at this number, the "
            "file is the same."
        ),
        "1204",
        Kind.NUMBER,
    ),
    Column(
        "as_of_at",
        gettext_lazy("As of (UTC)"),
        gettext_lazy("Only in the .csv: the moment of that act."),
        "2027-04-20T18:00:00Z",
        Kind.MOMENT,
    ),
    Column(
        "licence",
        gettext_lazy("Licence"),
        gettext_lazy("Only in the .csv: under which terms the texts may be used again."),
        gettext_lazy("Creative Commons Attribution 4.0 (CC BY 4.0)"),
    ),
)
