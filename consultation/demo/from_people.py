"""What people sent to the call for inputs for themselves, the last of them late."""

from consultation.demo.shapes import Contribution, Moment, prose

ROSA = Contribution(
    "rosa",
    "rosa",
    None,
    "en",
    "Read it to me",
    prose("""
        I am blind. I have followed consultations like this one for sixteen years, mostly from my kitchen, with a
        machine that reads to me.

        **Which question has no home?** Public services that move to the Internet and leave behind the people they
        were for. When a portal locks me out, the portal blames the browser, the browser blames my reader and my reader
        blames the portal. Each is right about one of the other two. It is nobody's question because it is everybody's
        defect.

        **Who should act, and who should be heard first?** Whoever you ask, ask us all through one door. I have been
        invited eleven times to a special meeting for persons with disabilities: another room, another date, and minutes
        that came when the main text had been agreed. I do not want a kinder door. If the door has a step, mend the
        step.

        Keep a list of what was asked and whether it was answered, and keep it as text. Not a dashboard. A line with a
        date in it is the most accessible thing ever invented. Pay the captioner, the interpreter and whoever describes
        the chart before you pay for the hall. And let me answer by mail: mail has never once asked me to pick out the
        traffic lights.

        **What would make me say that it worked?** That I took part from the first day to the last, and nobody thanked
        me for my courage.
        """),
    Moment(-64, 20, 5),
)

NINO = Contribution(
    "nino",
    "nino",
    None,
    "en",
    "Fourteen years of keeping a list",
    prose("""
        For fourteen years I have moderated the mailing list of an exchange point in Tbilisi that volunteers run. Nine
        hundred people, nobody paid, no votes. Two things that I learnt there may be of use to you; the rest would not.

        **The list.** We began with a page of open questions. For a year it was useless. Questions were reworded until
        nobody could object to them, and vanished when they embarrassed somebody. Then we made three rules, and it has
        been trusted since. A line is never deleted, only closed, with the reason. The words of whoever asked stay
        beside the words of whoever tidied them. Each line shows who has it now. You need nothing more. Please do not
        build more.

        **Objections.** We settle a matter when nobody sustains an objection that has a reason. Newcomers ask at once
        who judges the reason. With us, the objector writes it in public; the chair writes in public whether it has been
        met; and any three people may ask for a second chair. That was used twice. The chair is not what makes it work.
        What makes it work is that both texts stay where somebody can read them in ten years. When we could not agree, we
        wrote down both ways, with names under each, and in a year or two one of them was usually running.

        Who should act? I do not know; I am not a country. Whom to hear first? Whoever has asked twice.

        I would say that it worked if in three years somebody I have never met can find the question I asked today, in
        my words, and see what became of it.
        """),
    Moment(-53, 19, 48),
)

MARIT = Contribution(
    "marit",
    "marit",
    None,
    "en",
    "The people who get off",
    prose("""
        I have run a car ferry across the same fjord for twenty-two years. I belong to none of the six groups on your
        form, so I ticked Other.

        My question is not among your examples. You ask how everybody can be connected, and who pays, and who answers for
        the harm. Nobody asks who answers for those who are not connected and do not mean to be. I am not speaking of the
        far valleys, where a cable will come some day. I am speaking of an old man who crosses on market days. He is
        eighty-one, he has a telephone with buttons, and he has done nothing wrong. In four years he lost the ticket
        office, the counter at the bank, the letters from the tax office and the doctor's line. Each of them told him that
        it was still there, on the Internet.

        It is not that he cannot learn. He taught me to read radar. He does not want to, and until lately a citizen did
        not have to give a reason.

        Who should act? Whoever closes a counter should have to say where the next counter is. I do not know whose task it
        is to make them. I rang the county, which said that it was for the state. The state has a form for this, on the
        Internet.

        Who should be heard first? He should, and you will not hear him by this form. I asked whether I might write for
        him. He said that I might, and to leave his name out of it.

        I would say that it worked if in three years one can still cross my fjord, pay a bill and see a doctor with nothing
        in one's pocket but keys.
        """),
    Moment(-42, 21, 33),
)

MERE = Contribution(
    "mere",
    "mere",
    None,
    "en",
    "You will find this late",
    prose("""
        I teach mathematics at a school on an outer island. I had this ready two days before your call closed. That
        afternoon the link went down. It came back this morning, six hours and some minutes after you had finished
        counting. My pupils and I have counted too.

        So here is my answer to the first question. What has no home is the silence itself. When a link fails, everything
        that is decided that week is decided without the people behind it: a term passes, a price changes, a form lapses.
        Nobody chose to leave us out. A clock did.

        Second: whoever sets a deadline should act. It would cost them little to publish which regions were dark on the
        last day, and to give those regions the days back. You did extend once, because the call had reached three regions
        late. We were glad of it. We were one of them, and then the weather extended it the other way.

        Third: in three years I would like to be late, and for it not to matter.

        I understand that this will be listed apart. Please do list it. The class will look for it.
        """),
    Moment(-39, 6, 20),
    late=True,
)
