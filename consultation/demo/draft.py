"""The zero draft: twelve paragraphs, each with the contributions it is drawn from."""

from consultation.demo.shapes import Moment, Paragraph, Text, prose

ZERO_DRAFT = Text(
    key="zero-draft",
    type="draft",
    title="Acting together on public questions",
    subtitle="Zero draft",
    language="en",
    round=2,
    published=Moment(-12, 9, 0),
    paragraphs=(
        Paragraph(
            1,
            "Why now",
            prose("""
            Public questions about the Internet are raised in many rooms and finished in few. Whoever asks is sent
            on, politely, and each room records that it has listened. The contributions to the first round describe
            one journey many times over: a cable, a price, a recording, a payment that stopped, and at the end of
            the road nobody who had refused and nobody who had answered. This text proposes a way to see where a
            question stands, and either to finish it or to say in public that nobody will.
            """),
            ("veldara", "nalau", "union", "circle", "mtandao", "lab"),
        ),
        Paragraph(
            2,
            "What this text is",
            prose("""
            It recommends. It binds nobody and by itself creates nothing. No body loses a competence by it and none
            gains one. Those who find it useful may act on it from the day it is published; those who do not may say
            so, and their saying so is published beside it.
            """),
            ("union", "chamber", "longshore"),
        ),
        Paragraph(
            3,
            "Who takes part",
            prose("""
            Every stakeholder group enters through the same door; the part it then plays may differ from question to
            question. Governments, intergovernmental organizations, the private sector, civil society, the technical
            community and academia take part, and so does whoever belongs to none of them. Who advises on a
            question, who carries out and who accounts to whom is written down before work on it begins.
            """),
            ("veldara", "union", "chamber", "circle", "mtandao", "redes", "lab", "rosa"),
        ),
        Paragraph(
            4,
            "One list",
            prose("""
            The secretariat keeps a public list of open questions: what, raised by whom, in whose hands, since when.
            Anybody may enter a question, by mail as well as on the web. The words of whoever asked stand unchanged
            beside the short form that the secretariat gives them. A line is never removed; it is closed, with the
            reason and the date.
            """),
            ("veldara", "nalau", "union", "circle", "mtandao", "redes", "lab", "rosa", "nino"),
        ),
        Paragraph(
            5,
            "From a question to a home",
            prose("""
            Each question is offered to a body that exists; within 90 days that body says whether it takes it. A
            body that declines gives its reason in a sentence that is published; one that does not reply is
            recorded as not having replied. The days run so:

            - day 0: the question is offered in writing;
            - day 60: the secretariat asks again, in public;
            - day 90: the reply is published, or the absence of one.
            """),
            ("nalau", "union", "chamber", "circle", "longshore"),
        ),
        Paragraph(
            6,
            "What nobody takes",
            prose("""
            After 90 days without a taker a working group is formed and given a date to come back. It has at most
            twenty members, from every stakeholder group that wishes to sit, and works in the first place in
            writing. On its date it reports what it has, finished or not, and is dissolved.
            """),
            ("nalau", "mtandao", "redes", "lab"),
        ),
        Paragraph(
            7,
            "Who decides",
            prose("""
            The working group adopts its advice when no group sustains a reasoned objection; otherwise it publishes
            the options and who holds them. An objection is made in writing, in the name of a group, and gives its
            reason. Options are published side by side, at equal length, each under the names of those who hold it.
            There is no vote.
            """),
            ("veldara", "union", "chamber", "mtandao", "longshore", "lab", "nino"),
        ),
        Paragraph(
            8,
            "Would it work?",
            prose("""
            Before advice is adopted, those who run networks state within 30 days what it would cost and break; the
            statement stands beside it. They are asked in writing, large and small alike, and whatever arrives in
            that time is published unchanged. The working group need not follow the statement, but it answers it.
            """),
            ("chamber", "circle", "longshore"),
        ),
        Paragraph(
            9,
            "The far end of the line",
            prose("""
            Interpretation, travel and taking part by mail are paid for before a meeting is called. Whoever cannot
            travel takes part from where they are, with the same papers, the same time to answer and the same right
            to object. A meeting for which this money is not found is held in writing.
            """),
            ("nalau", "circle", "mtandao", "redes", "rosa"),
        ),
        Paragraph(
            10,
            "A yearly account",
            prose("""
            Who took a question says once a year what was done; no answer is published as no answer. The account is
            one page: what was asked, what was done, what remains. Whoever raised the question may add a page of
            their own, and the two stand together.
            """),
            ("nalau", "circle", "mtandao", "lab"),
        ),
        Paragraph(
            11,
            "Money",
            prose("""
            Gifts are public; nobody gives more than a fifth. The fifth is counted over a year, over money, staff
            and premises, and over a giver together with the bodies it controls. What a gift was offered for, and
            what it was used for, is published with its amount.
            """),
            ("mtandao", "redes"),
        ),
        Paragraph(
            12,
            "Three years",
            prose("""
            The arrangement ends after three years unless each group, asked separately, wants it to go on. Before
            they are asked, somebody who had no part in it publishes what it finished, what it cost and what it left
            undone. If it ends, the list stays where everybody can read it.
            """),
            ("chamber", "lab"),
        ),
    ),
)
