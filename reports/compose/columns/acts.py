"""The columns of endorsements and of the public record, and what stands at the end of each row of a CSV file."""

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
