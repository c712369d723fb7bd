"""The issues paper of round 1: eight paragraphs of background, written before anybody had answered."""

from consultation.demo.shapes import Moment, Paragraph, Text, prose

ISSUES_PAPER = Text(
    key="issues-paper",
    type="paper",
    title="Questions without a home",
    subtitle="Issues paper for the call for inputs",
    language="en",
    round=1,
    published=Moment(-75, 9, 0),
    paragraphs=(
        Paragraph(
            1,
            "What this paper is for",
            prose("""
            This paper sets out what the secretariat knows, and where it stops knowing, before the call for inputs
            opens. It takes no side. It describes a difficulty that every annual meeting of the Forum has mentioned and
            none has dealt with: public questions about the Internet for which there are many places to speak and no
            place to finish. It can be commented on paragraph by paragraph until the call closes. The comments will be
            read with the contributions, and nothing in this paper will pass into a draft only because it stands here.
            """),
        ),
        Paragraph(
            2,
            "Many rooms, few doors out",
            prose("""
            A question about the Internet seldom lacks a room. There are bodies that assign numbers, bodies that agree
            standards, bodies that set tariffs, regional unions, associations of firms, networks of users, courts, and
            meetings like our own. Each was made for something, and does it. The difficulty begins when a question is a
            little larger than any one of them, or lies across two. It is then heard, noted and passed on. The minutes of
            each room show that it was treated with courtesy. Read one after another, they show a question walking in a
            circle. Nobody lied to it and nobody turned it away, and for whoever asked it this is no better than a
            refusal. In one respect it is worse: from a refusal one can appeal.
            """),
        ),
        Paragraph(
            3,
            "Three examples",
            prose("""
            *A bill nobody may send.* Traffic crosses a country on its way between two others. The line must be kept up;
            its neighbours use it; no agreement says what they owe, and no body has been given the power to say it.

            *A harm nobody must answer for.* A recording is made in one country with a device sold in a second, and is
            published from a third. Each of the three has an authority. Each authority has looked, correctly, at its own
            third.

            *A network nobody will pay to reach.* The last stretch of line to an island, a valley or a poor quarter costs
            more than those who live there can pay and less than any fund considers worth its while. It is too small to be
            a project and too dear to be a service.

            The examples were chosen because they differ. What they share is that a person could lose a year in finding
            out who is not responsible.
            """),
        ),
        Paragraph(
            4,
            "What is meant by acting",
            prose("""
            The word is used in at least four senses, and much disagreement comes from using them in one sentence. To act
            may mean to decide, in a way that others must obey. It may mean to advise, in a way that others may ignore at
            some cost to their standing. It may mean to carry out: to change a price, a cable, a setting, a law. And it may
            mean to answer: to say to whoever asked that nothing will be done, and why. The last is the cheapest and the
            rarest. We ask those who write to us to say which of the four they have in mind.
            """),
        ),
        Paragraph(
            5,
            "Who is in the room",
            prose("""
            Last year 1,140 people spoke at meetings of the Forum and of its preparatory groups. Two in three came from
            one dozen countries. Of the six stakeholder groups, governments spoke longest and civil society most often;
            academia was quoted more than it was heard. Fourteen people took part by mail throughout. These figures count
            those who came. There are none for those who would have come, and one purpose of this call is to hear from
            them. Some hold that every group should have an equal part in every step. Others hold that those who answer to
            a parliament have a part that cannot be shared. The secretariat has met both views in every region, and
            sometimes in one delegation.
            """),
        ),
        Paragraph(
            6,
            "What has been tried",
            prose("""
            Four things. *A lead body*: one organization is asked to take a subject for all; it works while its members
            agree on the subject. *A joint task force*: several bodies lend staff; it works while the staff is lent. *A
            compact*: many sign a text of principles; it is signed quickly and seldom opened afterwards. *A clearing
            point*: somebody keeps a list and passes questions on; it has been tried twice, by volunteers, and ended each
            time when they moved house. None of the four failed for want of goodwill. Three had no date on which anybody
            would have had to say whether they were working.
            """),
        ),
        Paragraph(
            7,
            "What we do not know",
            prose("""
            We do not know how many such questions there are; nobody has counted them in a way that others can repeat. We
            do not know what it costs to leave them open, or who bears it. We do not know whether bodies pass questions on
            because they may not act, because they cannot, or because nothing happens to them if they do not. The remedies
            differ: a mandate, a budget, a date. Whoever has figures on any of this, however modest, is asked to send them,
            with a line on how they were obtained.
            """),
        ),
        Paragraph(
            8,
            "What we ask",
            prose("""
            Three questions. Which public question about the Internet has no home today? Who should act on it, and who
            should be heard first? What would make you say in three years that it worked?

            Answer in any language, at any length, by any way that is open to you. One well-described case is worth more to
            us than a general view. Say for whom you speak. Whatever arrives by the close will be published as it was sent
            and read by two of us; the draft that follows will say, under each paragraph, on whose words it draws, and will
            show the contributions that it draws on nowhere.
            """),
        ),
    ),
)
