"""The consultation, its charter, its three rounds, and what the first of them asked."""

from consultation.demo.shapes import Charter, Consultation, Extension, Milestone, Moment, Question, Round

CONSULTATION = Consultation(
    slug="who-acts-next",
    title="Who acts next? Acting together on public policy for the Internet",
    summary=(
        "Some questions about the Internet concern every country and have no home: a bill nobody may send, a harm "
        "nobody must answer for, a network nobody will pay to reach. From what nine bodies and three people wrote to us "
        "about them we made a zero draft of twelve paragraphs and four options, one of them to change nothing. Tell us, "
        "paragraph by paragraph, what you could live with."
    ),
    level="international",
    hosting_body="Standing Forum on Shared Networks",
    language="en",
    time_zone="UTC",
    created=Moment(-82, 10, 0),
    charter=Charter(
        purpose=(
            "To find out how public questions about the Internet that belong to no single body can be acted on, and "
            "to put a text before the Forum's annual meeting that says so in words people could live with."
        ),
        taking_part=(
            "Everybody with a confirmed address, for themselves or for a body that they speak for. You may write in any "
            "language; nothing is published in another language than the one in which you wrote it. The secretariat "
            "answers in English."
        ),
        what_happens=(
            "What you write is public, with your name and the capacity in which you wrote it. Every comment gets an "
            "answer from the secretariat: what was changed, or why nothing was. Who differs is named, never "
            "averaged: a text sent by forty people is shown once, with the number of those who sent it."
        ),
        who_decides=(
            "The annual meeting of the Forum takes note of the text. It recommends; it binds nobody. Until then the "
            "secretariat holds the pen, and nobody, the secretariat included, may change what you have filed."
        ),
        moderation=(
            "Texts appear at once, or as soon as your address and your body are confirmed. A moderator may hide one under a numbered rule, with a reason that anybody can "
            "read; the replies stay, the author is told, and an opinion is never a ground for hiding."
        ),
        names=(
            "What you file stands under your name, with your stakeholder group and the body for which you speak. If you "
            "ask for it your name is not shown; then the secretariat alone knows it."
        ),
        contact=(
            "Noor Haddad, secretariat of the Forum: <secretariat@example.org>. She answers within two working days, in "
            "English, French or Arabic."
        ),
    ),
)

QUESTIONS = (
    Question(
        1,
        "Which public question about the Internet has no home today?",
        "One is enough. Say whom it troubles, where you took it, and what you were told.",
        300,
    ),
    Question(
        2,
        "Who should act on it, and who should be heard first?",
        "A body that exists, a body that does not, or nobody. If you mean yourself, say so.",
        300,
    ),
    Question(3, "What would make you say in three years that it worked?", "", 150),
)

ROUNDS = (
    Round(
        1,
        "call_for_inputs",
        "Call for inputs",
        "Three questions and an issues paper of two pages. Answer one, two or all of them, at any length and in any "
        "language. The issues paper can be commented on, paragraph by paragraph.",
        opens=Moment(-75, 9, 0),
        closes=Moment(-39),
        extension=Extension(
            moment=Moment(-47, 14, 30),
            closes_from=Moment(-44),
            closes_to=Moment(-39),
            reason="the call reached three regions late",
        ),
    ),
    Round(
        2,
        "comments_on_draft",
        "Comments on the zero draft",
        "Twelve paragraphs drawn from what was sent in round 1, and four options, one of which is to change nothing. "
        "Comment on a paragraph or on the whole text: say what you could live with, what you could not, and which "
        "words would make the difference.",
        opens=Moment(-12, 9, 0),
        closes=Moment(10),
    ),
    Round(
        3,
        "last_call",
        "Last call",
        "Draft rev. 1, with the secretariat's answer to every comment of round 2. This is the last time to say that "
        "a paragraph cannot stand as it is, with the words that would let it stand.",
        opens=Moment(30, 9, 0),
        closes=Moment(45),
    ),
)

MILESTONES = (
    Milestone("Call for inputs", Moment(-75, 9, 0), round=1),
    Milestone("Comments on the zero draft", Moment(-12, 9, 0), round=2),
    Milestone("Answers to every comment, and Draft rev. 1", Moment(23)),
    Milestone("Last call", Moment(30, 9, 0), round=3),
    Milestone("Summary report to the annual meeting", Moment(60)),
)
