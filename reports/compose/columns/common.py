"""What the tables of contributions and comments have in common."""

from django.utils.translation import gettext_lazy

from reports.compose.columns.kinds import Column, Kind

NUMBER = Column(
    "number",
    gettext_lazy("No."),
    gettext_lazy("The number of the text in the public record. It never changes, and it is an address of this site."),
    "1042",
    Kind.NUMBER,
    8,
)
ADDRESS = Column(
    "address",
    gettext_lazy("Address"),
    gettext_lazy("Where it is read, with its replies and what was decided about it."),
    "https://…/comments/2f1c…/",
    width=24,
)
CONSULTATION = Column(
    "consultation", gettext_lazy("Consultation"), gettext_lazy("The title of the consultation."), "Who acts next?"
)
ROUND = Column(
    "round", gettext_lazy("Round"), gettext_lazy("The round to which it was sent."), "Round 1: Call for inputs"
)
# Who wrote, and how well that was known. Group, country and standing are those of the moment of sending.
WHO = (
    Column(
        "who",
        gettext_lazy("Who"),
        gettext_lazy("The name of who wrote it. “A person” gave no name to others. Empty where the text is not shown."),
        "Teodor Lind",
        width=22,
    ),
    Column(
        "organization",
        gettext_lazy("Organization"),
        gettext_lazy("The organization or coalition in whose name it was sent. Empty where the text is not shown."),
        "Small Carriers’ Circle",
        width=24,
    ),
    Column(
        "capacity",
        gettext_lazy("Speaking"),
        gettext_lazy("In whose name: for themselves, for an organization, as secretariat."),
        gettext_lazy("for an organization"),
    ),
    Column(
        "stakeholder_group",
        gettext_lazy("Stakeholder group"),
        gettext_lazy("One of the seven groups, as it was when the text was sent. The secretariat has none."),
        gettext_lazy("Civil society"),
    ),
    Column(
        "country_code",
        gettext_lazy("Country code"),
        gettext_lazy("The country as ISO 3166 names it with two letters, as it was when the text was sent."),
        "KE",
        width=9,
    ),
    Column("country", gettext_lazy("Country"), gettext_lazy("The same country by its name."), "Kenya", width=16),
    Column(
        "region",
        gettext_lazy("Region"),
        gettext_lazy(
            "The region of that country, as the United Nations divide the world. Of a person without a name it is all "
            "that is said, and only where at least five people could be meant."
        ),
        gettext_lazy("Eastern Africa"),
        width=16,
    ),
    Column(
        "standing",
        gettext_lazy("How well known"),
        gettext_lazy("How well the writer was known here when the text was sent. Empty where it is not shown."),
        gettext_lazy("Address confirmed"),
        width=20,
    ),
)
LANGUAGE = (
    Column(
        "language_code", gettext_lazy("Language code"), gettext_lazy("Its language as BCP 47 names it."), "fr", width=9
    ),
    Column("language", gettext_lazy("Language"), gettext_lazy("The language by its own name."), "Français", width=14),
)
MOMENT = Column(
    "at",
    gettext_lazy("Received (UTC)"),
    gettext_lazy("The moment at which it reached us, which decides whether it was in time."),
    "2027-04-14T09:30:00Z",
    Kind.MOMENT,
    19,
)
CHANNEL = Column(
    "channel", gettext_lazy("Way it came"), gettext_lazy("How it came here."), gettext_lazy("sent on the web"), width=22
)
# What became of it.
STATUS = (
    Column(
        "status",
        gettext_lazy("Status"),
        gettext_lazy(
            "Shown, hidden by a moderator, withdrawn by its author, or erased. Only what is shown has its words here."
        ),
        gettext_lazy("Shown"),
        width=22,
    ),
    Column(
        "changed_at",
        gettext_lazy("Not shown since (UTC)"),
        gettext_lazy("When it was hidden, withdrawn or erased."),
        "2027-04-15T08:00:00Z",
        Kind.MOMENT,
        19,
    ),
    Column(
        "decision",
        gettext_lazy("Decision No."),
        gettext_lazy("Of a hidden text: the number of the decision, which gives its reason."),
        "1077",
        Kind.NUMBER,
        10,
    ),
    Column(
        "rule",
        gettext_lazy("Rule"),
        gettext_lazy("Of a hidden text: the rule of the consultation that was applied."),
        "3, No attacks on persons",
        width=24,
    ),
    Column(
        "corrected_at",
        gettext_lazy("Corrected (UTC)"),
        gettext_lazy("When its author last corrected it. Empty where the words are those that were sent."),
        "2027-04-14T09:41:00Z",
        Kind.MOMENT,
        19,
    ),
)
SAME = (
    Column(
        "same_count",
        gettext_lazy("Same text, sent by"),
        gettext_lazy("How many people sent exactly this text; stands beside the first of them, 1 beside all others."),
        "40",
        Kind.NUMBER,
        10,
    ),
    Column(
        "same_as",
        gettext_lazy("Same text as No."),
        gettext_lazy(
            "The first that said the same, word for word. Lists on pages show only that one; the "
            "tables of a round have a row for each."
        ),
        "1038",
        Kind.NUMBER,
        10,
    ),
)
ENDORSED = (
    Column(
        "endorsing_organizations",
        gettext_lazy("Endorsed by organizations"),
        gettext_lazy("How many organizations and coalitions endorse it now. Never add this to the next column."),
        "3",
        Kind.NUMBER,
        12,
    ),
    Column(
        "endorsing_people",
        gettext_lazy("Endorsed by people"),
        gettext_lazy("How many people endorse it now, each for themselves."),
        "9",
        Kind.NUMBER,
        12,
    ),
)
TEXT = Column(
    "text",
    gettext_lazy("Text"),
    gettext_lazy("The words as they were sent, or last corrected, in Markdown. Empty where it is not shown."),
    "Ninety days is **too long**.",
    Kind.WORDS,
    60,
)
